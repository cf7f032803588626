"""Loads the demonstration, step by step; ``manage.py load_demo`` calls it.

Each step makes one thing in a publication block of its own, so an interruption leaves whole things behind and the
next run goes on from there. Things are found again by keys derived from their names, never by their words.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.db import connection
from wagtail.models import Locale

from content.models import GuidePage
from home.demo import files, pages, site, vocabularies
from home.demo.library import Library
from home.demo.plans import Plan, all_plans
from home.demo.texts import LANGUAGES, read_file
from published.publication import Failure, publication

_LOCK = 20170901  # of two loaders on one database the second waits; the number is arbitrary


@dataclass(frozen=True)
class Step:
    """One thing to make: `make` returns how many of `kind` it made, 0 if it was there."""

    kind: str
    make: Callable[[], int]


@dataclass
class Report:
    """How many of each kind were made, and what the store refused."""

    made: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)


def load(*, day: date, watch: Callable[[list[Step]], Iterable[Step]] = iter, again: bool = False) -> Report:
    """Make what is missing.

    Once the last step is done, what editors change or delete stays as they leave it, unless `again`: then what was
    deleted is made anew. `day` is the one from which events are dated; `watch` may show progress.
    """
    report = Report()
    with _alone_and_in_haste():
        plans = all_plans()
        if pages.are_finished(plans) and site.is_filled() and not again:
            return report
        for step in watch(_steps(Library(), plans, day=day)):
            with publication() as block:
                made = step.make()
            if made:
                report.made[step.kind] += made
            report.failures += block.failures
    return report


@contextmanager
def _alone_and_in_haste() -> Iterator[None]:
    """Let a second loader wait, and do not wait for the disk at each of hundreds of commits.

    Their order holds: what a crash of the database might lose are the last steps, which the next run makes again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _steps(library: Library, plans: list[Plan], *, day: date) -> list[Step]:
    library.locales = {language: Locale.objects.get(language_code=language) for language in LANGUAGES}
    return [
        *_vocabulary_steps(library),
        *_file_steps(library, plans),
        *(Step("drafts", partial(pages.ensure_draft, plan, library, day=day)) for plan in plans),
        *(
            Step("pages", partial(pages.publish, plan, language, library, day=day))
            for plan in plans
            for language in LANGUAGES
        ),
        Step("settings", partial(site.fill_settings, library)),
    ]


def _vocabulary_steps(library: Library) -> list[Step]:
    terms = [
        Step(kind, partial(vocabularies.ensure_term, kind, name, table, library))
        for kind in vocabularies.TERMS
        for name, table in read_file(f"vocabularies/{kind}").items()
    ]
    organisations = [
        Step("organisations", partial(vocabularies.ensure_organisation, name, table, library))
        for name, table in read_file("vocabularies/organisations").items()
    ]
    return terms + organisations


def _file_steps(library: Library, plans: list[Plan]) -> list[Step]:
    documents = [
        Step("documents", partial(files.ensure_document, name, table, library))
        for name, table in read_file("documents").items()
    ]
    guides = [
        Step("documents", partial(files.ensure_guide_document, plan.text, library))
        for plan in plans
        if plan.page_class is GuidePage
    ]
    images = [
        Step("images", partial(files.ensure_image, plan.name, *plan.panel(), library))
        for plan in plans
        if plan.image == plan.name
    ]
    return documents + guides + images
