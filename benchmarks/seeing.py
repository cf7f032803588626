"""What it costs to publish and to move, in a Python of its own over a seeded database.

Called by ``benchmarks.publishing``. ``publish <port>``: a news item is published with the store and without it in
turns, as the admin does when “Publish” is clicked, in a transaction that commits; then the server at the port, which
runs over the same database, is asked until it shows the new title. ``move``: the Portuguese list of news is moved with
all below it, in a transaction that is taken back.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django

from benchmarks import load
from benchmarks.questions.ours import got
from benchmarks.statements import count_statements

ROUNDS = 9
QUESTION = "query($id: ID!) { page(id: $id) { title } }"


def publish(port: int) -> dict[str, float]:
    """Return medians in milliseconds, and the ``ratio`` of both ways to publish by the clock and by the processor."""
    from django.db import transaction

    from content.models import NewsPage
    from published.publication import publication

    page = NewsPage.objects.live().filter(locale__language_code="pt").order_by("pk").last()
    assert page is not None
    title = page.title
    times: dict[str, list[tuple[float, float]]] = {"bare": [], "ours": [], "seen": []}
    request = got(QUESTION, {"id": f"NewsPage:{page.pk}"})
    for number in range(ROUNDS + 1):
        new_title = f"{title} {number}" if number < ROUNDS else title  # as it was, at the end
        with no_store():
            times["bare"].append(_publish(page.pk, f"{new_title}.", transaction.atomic))
        begin = time.perf_counter()
        took = _publish(page.pk, new_title, publication)
        times["ours"].append(took)
        saved = time.perf_counter() - begin - took[0] / 1000
        while json.loads(load.fetch(port, request).body or b"")["data"]["page"]["title"] != new_title:
            pass
        times["seen"].append(((time.perf_counter() - begin - saved) * 1000, 0.0))
    clock, processor = (
        {way: statistics.median(one[at] for one in many[1:]) for way, many in times.items()} for at in (0, 1)
    )
    return {
        "bare_ms": round(clock["bare"], 1),
        "ours_ms": round(clock["ours"], 1),
        "from_click_to_answer_ms": round(clock["seen"], 1),
        "ratio": round(clock["ours"] / clock["bare"], 3),
        "processor_ratio": round(processor["ours"] / processor["bare"], 3),
    }


def _publish(key: int, title: str, block: Any) -> tuple[float, float]:
    """Save a revision and publish it; return what the second took, by the clock and by the processor of Python."""
    from content.models import NewsPage

    page = NewsPage.objects.get(pk=key)
    page.title = title
    revision = page.save_revision()
    begin, processor = time.perf_counter(), time.process_time()
    with block():
        revision.publish()
    return (time.perf_counter() - begin) * 1000, (time.process_time() - processor) * 1000


@contextmanager
def no_store() -> Iterator[None]:
    """Disconnect the store's signal handlers, so that Wagtail publishes as if there were none."""
    from django.db.models.signals import m2m_changed, post_delete, post_save
    from wagtail import signals as wagtail_signals

    names = ("page_published", "page_unpublished", "published", "unpublished", "page_slug_changed", "post_page_move")
    signals = [post_save, post_delete, m2m_changed, *(getattr(wagtail_signals, name) for name in names)]
    kept = [signal.receivers for signal in signals]
    for signal, receivers in zip(signals, kept, strict=True):
        signal.receivers = [one for one in receivers if not str(one[0][0]).startswith("published.")]
        signal.sender_receivers_cache.clear()
    try:
        yield
    finally:
        for signal, receivers in zip(signals, kept, strict=True):
            signal.receivers = receivers
            signal.sender_receivers_cache.clear()


def move() -> dict[str, float]:
    """Return how many pages were moved, with how many statements and in how many seconds."""
    from django.db import transaction

    from content.models import NewsIndexPage
    from home.models import HomePage
    from published.publication import publication

    index = NewsIndexPage.objects.get(locale__language_code="pt")
    pages = index.get_descendants(inclusive=True).count()
    target = HomePage.objects.get(locale__language_code="pt").get_children().exclude(pk=index.pk).last()

    def moved() -> None:
        with publication():
            index.move(target, pos="last-child")

    begin = time.perf_counter()
    with transaction.atomic():
        statements = count_statements(moved)
        transaction.set_rollback(True)
    return {
        "pages": pages,
        "statements": statements,
        "seconds": round(time.perf_counter() - begin, 2),
        "statements_per_page": round(statements / pages, 4),
    }


def main(what: str, *arguments: str) -> None:
    django.setup()
    from django.conf import settings

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # queued, as in production
    print(json.dumps(publish(int(arguments[0])) if what == "publish" else move()))


if __name__ == "__main__":
    main(*sys.argv[1:])
