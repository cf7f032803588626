"""What is forgotten of the change feed: removals that nobody may ask for any more, and not a day before."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from published.models import Change, Commit, Version
from published.retention import forget_old_changes
from tests.api import store
from tests.api.test_changes import all_after, part, refusal, told

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def numbers(settings):
    """The store as it was made, a year ago."""
    settings.CHANGES_KEPT_DAYS = 90
    store.empty()
    commit(age=365)
    Change.objects.filter(what="remove").delete()


def commit(*, age):
    """Commit what was written, so many days ago."""
    store.commit()
    number = Version.objects.get().number
    Commit.objects.filter(number=number).update(at=NOW - timedelta(days=age))
    return number


def removals():
    return sorted(Change.objects.filter(what="remove").values_list("key", flat=True))


def test_a_removal_is_kept_as_long_as_a_cursor_before_it_is_young_enough():
    store.topic(1)
    store.topic(2)
    commit(age=200)
    store.remove(["Topic:1"])
    commit(age=100)
    _, cursor = all_after()
    store.remove(["Topic:2"])
    commit(age=89)

    forget_old_changes(now=NOW)

    assert "Topic:1" in removals()  # whoever has just read the number before may still ask for it
    assert told(all_after(cursor)[0]) == ["-Topic:2"]


def test_what_is_older_is_forgotten_and_whoever_stands_before_it_starts_again():
    store.topic(1)
    commit(age=200)
    _, cursor = all_after()
    store.remove(["Topic:1"])
    commit(age=100)
    store.topic(2)
    number = commit(age=91)
    _, of_the_last = all_after()

    assert forget_old_changes(now=NOW) == 1

    assert removals() == []
    assert type(refusal(after=cursor)).__name__ == "ExpiredCursorError"
    assert all_after(of_the_last)[0] == []
    assert list(Commit.objects.values_list("number", flat=True)) == [number]


def test_a_site_on_which_nothing_happens_forgets_no_cursor():
    store.topic(1)
    commit(age=300)
    _, cursor = all_after()

    forget_old_changes(now=NOW)

    assert all_after(cursor)[0] == []


def test_whoever_asked_before_something_new_came_may_ask_again_for_as_long_as_is_promised():
    store.topic(1)
    commit(age=300)
    _, cursor = all_after()
    store.topic(2)
    commit(age=1)

    forget_old_changes(now=NOW)

    assert told(all_after(cursor)[0]) == ["+Topic:2"]


def test_whoever_takes_too_long_to_begin_starts_again():
    store.topic(1)
    store.topic(2)
    commit(age=200)
    beginning = part(first=1)["pageInfo"]["endCursor"]
    store.remove(["Topic:1"])
    commit(age=100)
    store.topic(3)
    commit(age=95)

    forget_old_changes(now=NOW)

    assert type(refusal(after=beginning)).__name__ == "ExpiredCursorError"


def test_nothing_is_forgotten_where_everything_is_kept(settings):
    settings.CHANGES_KEPT_DAYS = 0
    store.topic(1)
    commit(age=300)
    store.remove(["Topic:1"])
    commit(age=200)
    store.topic(2)
    commit(age=100)

    assert forget_old_changes(now=NOW) == 0
    assert "Topic:1" in removals()


def test_entries_that_are_there_are_never_forgotten():
    store.topic(1)
    commit(age=300)
    store.topic(2)
    commit(age=100)

    forget_old_changes(now=NOW)

    assert told(all_after()[0]) == ["+Topic:1", "+Topic:2"]


def test_the_worker_forgets(monkeypatch):
    forgotten = []
    monkeypatch.setattr("cms.management.commands.work.forget_old_changes", lambda: forgotten.append(1) or 0)

    call_command("work", "--once")

    assert forgotten == [1]
