"""The store as a whole: built again from Wagtail's tables, or compared with them. Called by the two commands."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from wagtail.models import Page, Site

from published import entries, redirections, withdrawals
from published.another_process import begin
from published.catalogue import entry_key, entry_models, type_name
from published.document import Document
from published.gathering import gathered
from published.notes import Notes
from published.projection import ProjectionError, project
from published.publication import Failure, flush
from published.visibility import Address, Scope, visible_others, visible_pages

CHUNK = 400  # rows a transaction

Step = tuple[int, list[Failure]]  # how many rows were looked at, and what of them could not be projected


@dataclass(frozen=True)
class Difference:
    """One entry that is not as it should be: ``what`` names its columns, or says that it is missing or too much."""

    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.key}: {self.what}"


def models_of_entries() -> dict[str, type[models.Model]]:
    """Return every model that has entries, sites among them, by type name."""
    return {type_name(Site): Site, **entry_models()}


def count_rows() -> int:
    """Return how many rows ``rebuild`` will look at."""
    return sum(model._base_manager.count() for model in models_of_entries().values())


def rebuild(*, processes: int = 1) -> Iterator[Step]:
    """Bring the whole store up to date; yield how many rows each step looked at and what could not be projected.

    Each step is a transaction of its own, so that editors need not wait. What is up to date is not touched.
    """
    with transaction.atomic():
        entries.remove(_without_rows())
        entries.remove_orphaned_terms()
    failed: set[str] = set()
    for looked_at, failures in _results(list(_steps()), processes):
        failed |= {failure.key for failure in failures}
        yield looked_at, failures
    # What is left: what moved, vanished or appeared while it was not looked at, and where old addresses lead.
    looked_at, failures = _bring_up_to_date((0, Notes(has_whole_tree=True, has_collections=True)))
    yield looked_at, [failure for failure in failures if failure.key not in failed]


def _results(steps: list[tuple[int, Notes]], processes: int) -> Iterator[Step]:
    if processes == 1:
        yield from map(_bring_up_to_date, steps)
    else:
        # Begun anew, not forked: connections and the threads of their pool are nothing that two processes could share.
        begun_anew = multiprocessing.get_context("spawn")
        with begun_anew.Pool(processes, begin, [connection.settings_dict["NAME"]]) as pool:
            yield from pool.imap_unordered(_bring_up_to_date, steps)


def _steps() -> Iterator[tuple[int, Notes]]:
    """Yield everything there is, in parts.

    Pages come after what they refer to, and those deepest in the tree first: who appears has whoever waits for it
    numbered as changed, and looks for pages below that are missing.
    """
    for name, model in models_of_entries().items():
        if not issubclass(model, Page):
            for chunk in _chunks(sorted(model._base_manager.values_list("pk", flat=True))):
                yield len(chunk), Notes(others={name: set(chunk)})
    models_of_pages = [model for model in entry_models().values() if issubclass(model, Page)]
    content_types = ContentType.objects.get_for_models(*models_of_pages).values()
    pages = Page.objects.filter(content_type__in=content_types).order_by("-depth", "pk")
    for chunk in _chunks(list(pages.values_list("pk", flat=True))):
        yield len(chunk), Notes(pages=set(chunk))


def _chunks(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(things), CHUNK):
        yield things[start : start + CHUNK]


def _bring_up_to_date(step: tuple[int, Notes]) -> Step:
    number, notes = step
    with transaction.atomic():
        return number, flush(notes)


def differences(*, looked_at: Callable[[int], object] = lambda number: None) -> Iterator[Difference]:
    """Yield every entry that differs from what Wagtail's tables say. Writes nothing; sees one state of the database.

    ``looked_at`` is told after each part how many rows that was.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield from _differences(looked_at)


def _differences(looked_at: Callable[[int], object]) -> Iterator[Difference]:
    expected: set[str] = set()
    for name, model in models_of_entries().items():
        for chunk in _chunks(sorted(model._base_manager.values_list("pk", flat=True))):
            instances, addresses = _visible(model, chunk)
            expected |= {f"{name}:{instance.pk}" for instance in instances}
            documents = []
            for outcome in _projections(instances, addresses):
                if isinstance(outcome, ProjectionError):
                    problems = "; ".join(map(str, outcome.problems))
                    yield Difference(outcome.key, f"cannot be projected: {problems}")
                else:
                    documents.append(outcome)
            for key, different in entries.differences(documents).items():
                yield Difference(key, ", ".join(different))
            looked_at(len(chunk))
    for key in sorted(entries.all_keys() - expected):
        yield Difference(key, "should not be there")
    for key in entries.orphaned_terms():
        yield Difference(key, "terms without an entry")
    for primary_key, what in redirections.differences():
        yield Difference(f"Redirect:{primary_key}", what)
    for path in withdrawals.where_pages_stand():
        yield Difference(path, "withdrawn, but a page stands there")


def _visible(model: type[models.Model], chunk: Sequence[Any]) -> tuple[list[models.Model], dict[str, Address]]:
    """Return the rows of a part that visitors may see; where they are pages, with their addresses."""
    if not issubclass(model, Page):
        return list(visible_others(model, chunk).order_by("pk")), {}
    addresses = visible_pages(Scope(pages=chunk))
    name = type_name(model)
    pages = model._base_manager.filter(pk__in=chunk).select_related("locale").order_by("pk")
    return [page for page in pages if f"{name}:{page.pk}" in addresses], addresses


def _projections(
    instances: Sequence[models.Model], addresses: dict[str, Address]
) -> Iterable[Document | ProjectionError]:
    """Project things together; each by itself where one cannot even be read with the others."""
    try:
        with gathered(instances):
            return [_projection(instance, addresses) for instance in instances]
    except Exception:  # noqa: BLE001  which of them it is shows when each is read by itself
        fresh = type(instances[0])._base_manager.filter(pk__in=[instance.pk for instance in instances])
        return [_projection(instance, addresses) for instance in fresh.order_by("pk")]


def _projection(instance: models.Model, addresses: dict[str, Address]) -> Document | ProjectionError:
    try:
        return project(instance, address=addresses.get(entry_key(instance)))
    except ProjectionError as error:
        return error


def _without_rows() -> list[str]:
    """Return the keys of entries whose type or row is no more."""
    gone = []
    known = models_of_entries()
    by_type: dict[str, set[str]] = {}
    for key in entries.all_keys():
        by_type.setdefault(key.partition(":")[0], set()).add(key)
    for name, keys in by_type.items():
        model = known.get(name)
        present = {f"{name}:{pk}" for pk in model._base_manager.values_list("pk", flat=True)} if model else set()
        gone += sorted(keys - present)
    return gone
