"""Fills a migrated database: Wagtail's tables first, then the store through the models' own projection.

Called by ``benchmarks.seeding.databases`` in a process of its own, and by the tests.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random

from django.db import connection, transaction
from tqdm import tqdm
from wagtail.models import Locale

from benchmarks.seeding import pictures, vocabularies
from benchmarks.seeding.pages import PageWriter
from benchmarks.seeding.plans import plan
from benchmarks.seeding.rows import Rows
from benchmarks.seeding.words import LANGUAGES, speeches

SEED = 20
PAGES_A_BATCH = 2_000
PROCESSES = 2  # that project

Times = dict[str, float]  # seconds by step


def fill(pages: int, *, now: datetime) -> Times:
    """Fill an empty site with `pages` pages; the same for the same moment `now`. Return how long each step took."""
    times: Times = {}
    with _timed(times, "files"):
        draw_files()
    with _timed(times, "Wagtail's tables"):
        write_tables(pages, now=now)
    with _timed(times, "published store"):
        publish(processes=PROCESSES)
    with _timed(times, "vacuum and analyze"):
        tidy()
    return times


def draw_files() -> None:
    pictures.draw_files()
    vocabularies.write_document()


def write_tables(pages: int, *, now: datetime) -> None:
    """Fill Wagtail's tables in one transaction."""
    random = Random(SEED)
    locales = {code: Locale.objects.get(language_code=code).pk for code in LANGUAGES}
    rows = Rows()
    with transaction.atomic():
        known = vocabularies.add(rows, random, locales=locales, now=now)
        images = pictures.add_images(rows, pages=pages, now=now)
        writer = PageWriter(rows, plan(pages), speeches(random), known, images, locales, random, now)
        with tqdm(total=pages, desc="Wagtail's tables", unit=" pages", disable=None) as bar:
            pending = 0
            for added in writer.write():
                bar.update(added)
                pending += added
                if pending >= PAGES_A_BATCH:
                    rows.write()
                    pending = 0
            rows.finish()


def publish(*, processes: int) -> None:
    """Fill the store as ``manage.py rebuild_published`` does; raises if anything cannot be projected."""
    from published.whole_store import count_rows, rebuild

    with tqdm(total=count_rows(), desc="Published store", unit=" entries", disable=None) as bar:
        for looked_at, failures in rebuild(processes=processes):
            bar.update(looked_at)
            if failures:
                raise RuntimeError(str(failures[0]))


def tidy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def _timed(times: Times, step: str) -> Iterator[None]:
    begin = time.perf_counter()
    yield
    times[step] = time.perf_counter() - begin
