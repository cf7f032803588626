"""The clock does what is due, each object by itself, and steps around what fails or is in somebody's hands."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from content.models import NewsPage
from published import schedule
from published.models import Entry
from published.schedule import FIRST_RETRY, Clock
from tests import factories

pytestmark = pytest.mark.django_db


def due_news(*, expire_after: float | None = None) -> NewsPage:
    """A draft whose time to go live has just come, and to expire so many seconds after that."""
    news = factories.news(live=False)
    news.go_live_at = timezone.now() + timedelta(hours=1)
    if expire_after is not None:
        news.expire_at = news.go_live_at + timedelta(seconds=expire_after)
    revision = news.save_revision()
    revision.publish()
    pass_time(news, hours=2)
    return news


def pass_time(page: Page, **passed: float) -> None:
    """As if so much time had passed for this page."""
    back = timedelta(**passed)
    for revision in Revision.objects.filter(object_id=str(page.pk)):
        for name in ("go_live_at", "expire_at"):
            if revision.content.get(name):
                moment = timezone.datetime.fromisoformat(revision.content[name]) - back
                revision.content[name] = moment.isoformat()
        if revision.approved_go_live_at:
            revision.approved_go_live_at -= back
        Revision.objects.filter(pk=revision.pk).update(
            content=revision.content, approved_go_live_at=revision.approved_go_live_at
        )
    page.refresh_from_db()
    Page.objects.filter(pk=page.pk).update(
        go_live_at=page.go_live_at and page.go_live_at - back, expire_at=page.expire_at and page.expire_at - back
    )


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def stored(page: Page) -> bool:
    return Entry.objects.filter(key=f"NewsPage:{page.pk}").exists()


def test_what_is_due_is_published_into_the_store_and_what_is_not_waits() -> None:
    due, later = due_news(), factories.news(live=False)
    later.go_live_at = timezone.now() + timedelta(hours=1)
    later.save_revision().publish()

    assert Clock().tick() == 1

    assert (is_live(due), stored(due)) == (True, True)
    assert (is_live(later), stored(later)) == (False, False)


def test_it_is_done_once() -> None:
    due_news()
    clock = Clock()
    assert [clock.tick(), clock.tick()] == [1, 0]


def test_a_page_past_its_expiry_leaves_the_store() -> None:
    news = factories.news()
    Page.objects.filter(pk=news.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    assert stored(news)

    assert Clock().tick() == 1

    assert (is_live(news), stored(news)) == (False, False)
    assert Page.objects.get(pk=news.pk).expired


def test_a_page_whose_whole_time_has_passed_is_never_seen() -> None:
    news = due_news(expire_after=60)
    clock = Clock()
    assert clock.tick() == 1
    assert (is_live(news), stored(news)) == (False, False)
    assert clock.tick() == 0


def test_one_that_fails_neither_stops_the_others_nor_is_tried_at_once_again(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = due_news(), due_news()
    asked: list[int] = []
    publish = schedule.publish_revision

    def failing(pk: int, **arguments: Any) -> bool:
        asked.append(pk)
        if Revision.objects.get(pk=pk).object_id == str(bad.pk):
            raise ValueError("on purpose")
        return publish(pk, **arguments)

    monkeypatch.setattr(schedule, "publish_revision", failing)
    now = [100.0]
    clock = Clock(monotonic=lambda: now[0])

    assert clock.tick() == 1
    assert (is_live(bad), is_live(good)) == (False, True)
    asked.clear()
    clock.tick()
    assert asked == []
    now[0] += FIRST_RETRY
    clock.tick()
    now[0] += FIRST_RETRY  # the second pause is twice as long
    clock.tick()
    assert len(asked) == 1

    monkeypatch.setattr(schedule, "publish_revision", publish)
    now[0] += FIRST_RETRY
    assert clock.tick() == 1
    assert is_live(bad)
