"""What the published store adds to a publication: pages of the demonstration, published with it and without it.

``python -m benchmarks.publication_cost`` starts it, in a database of its own. Both ways publish the same pages in turn,
each in a transaction that commits; without the store its signal handlers are disconnected. Two figures for each: the
time on the clock, and the processor time of Python, which other work on the machine disturbs least. Tasks are queued,
as in production.
"""

import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django
from tqdm import tqdm

ROUNDS = 11
GOAL = 30.0  # milliseconds more


def main() -> None:
    from django.conf import settings

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    django.setup()
    import logging

    from django.core.management import call_command
    from django.db import connection

    logging.disable(logging.WARNING)
    connection.settings_dict["TEST"]["NAME"] = f"{connection.settings_dict['NAME']}_publication_cost"
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        call_command("load_demo", verbosity=0)
        report(measure())
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


Times = dict[str, dict[str, list[tuple[float, float]]]]


def measure() -> Times:
    """Return time on the clock and of the processor by page type: ``{"NewsPage": {"with": [(71.2, 60.1), …]}}``."""
    from django.db import transaction
    from wagtail.models import Page

    from published.catalogue import entry_models
    from published.publication import publication

    pages = {
        name: page
        for name, model in entry_models().items()
        if issubclass(model, Page) and (page := model.objects.live().filter(alias_of=None).order_by("pk").last())
    }
    times: Times = {name: {"without": [], "with": []} for name in pages}
    for _ in tqdm(range(ROUNDS), desc="Publishing"):
        for name, page in pages.items():
            with no_store():
                times[name]["without"].append(publish(page, transaction.atomic))
            times[name]["with"].append(publish(page, publication))
    return times


def publish(page, block) -> tuple[float, float]:
    """Save a revision and publish it, as the admin does; return what the second took, in milliseconds."""
    fresh = type(page).objects.get(pk=page.pk)
    fresh.summary = f"{page.summary} {time.monotonic_ns()}"[-400:]
    revision = fresh.save_revision()
    begin, processor = time.perf_counter(), time.process_time()
    with block():
        revision.publish()
    return (time.perf_counter() - begin) * 1000, (time.process_time() - processor) * 1000


@contextmanager
def no_store() -> Iterator[None]:
    """Disconnect the store's signal handlers."""
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


def report(times: Times) -> None:
    print(
        f"{'medians, ms':<20}{'clock without':>16}{'with':>8}{'more':>8}{'processor without':>20}{'with':>8}{'more':>8}"
    )
    worst = [0.0, 0.0]
    for name, ways in times.items():
        line = f"{name:<20}"
        for figure, width in ((0, 16), (1, 20)):
            without, with_store = (statistics.median(one[figure] for one in ways[way]) for way in ("without", "with"))
            worst[figure] = max(worst[figure], with_store - without)
            line += f"{without:>{width}.1f}{with_store:>8.1f}{with_store - without:>8.1f}"
        print(line)
    print(f"At most {worst[0]:.1f} ms more on the clock, {worst[1]:.1f} of the processor; the goal is {GOAL:.0f} ms.")


if __name__ == "__main__":
    main()
