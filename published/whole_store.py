"""The store as a whole: built again from Wagtail's tables, or compared with them. Called by the two commands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from wagtail.models import Page, Site

from published import entries, redirections, withdrawals
from published.catalogue import entry_models, type_name
from published.notes import Notes
from published.projection import ProjectionError, project
from published.publication import Failure, flush
from published.visibility import Address, Scope, visible_others, visible_pages

CHUNK = 200  # rows a transaction


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


def rebuild() -> Iterator[tuple[int, list[Failure]]]:
    """Bring the whole store up to date; yield how many rows each step looked at and what could not be projected.

    Each step is a transaction of its own, so that editors need not wait. What is up to date is not touched.
    """
    with transaction.atomic():
        entries.remove(_without_rows())
        entries.remove_orphaned_terms()
        flush(Notes(has_whole_tree=True, has_collections=True))
    for name, model in models_of_entries().items():
        primary_keys = sorted(model._base_manager.values_list("pk", flat=True))
        for start in range(0, len(primary_keys), CHUNK):
            chunk = set(primary_keys[start : start + CHUNK])
            notes = Notes(pages=chunk) if issubclass(model, Page) else Notes(others={name: chunk})
            with transaction.atomic():
                failures = flush(notes)
            yield len(chunk), failures


def differences() -> Iterator[Difference]:
    """Yield every entry that differs from what Wagtail's tables say. Writes nothing; sees one state of the database."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield from _differences()


def _differences() -> Iterator[Difference]:
    expected: set[str] = set()
    for name, model in models_of_entries().items():
        for instance, address in _visible(model):
            key = f"{name}:{instance.pk}"
            expected.add(key)
            try:
                document = project(instance, address=address)
            except ProjectionError as error:
                yield Difference(key, "cannot be projected: " + "; ".join(map(str, error.problems)))
                continue
            for _key, different in entries.differences([document]).items():
                yield Difference(key, ", ".join(different))
    for key in sorted(entries.all_keys() - expected):
        yield Difference(key, "should not be there")
    for key in entries.orphaned_terms():
        yield Difference(key, "terms without an entry")
    for primary_key, what in redirections.differences():
        yield Difference(f"Redirect:{primary_key}", what)
    for path in withdrawals.where_pages_stand():
        yield Difference(path, "withdrawn, but a page stands there")


def _visible(model: type[models.Model]) -> Iterator[tuple[models.Model, Address | None]]:
    if not issubclass(model, Page):
        for instance in visible_others(model).order_by("pk").iterator(chunk_size=CHUNK):
            yield instance, None
        return
    primary_keys: Sequence[Any] = sorted(model._base_manager.values_list("pk", flat=True))
    for start in range(0, len(primary_keys), CHUNK):
        chunk = primary_keys[start : start + CHUNK]
        addresses = visible_pages(Scope(pages=chunk))
        for page in model._base_manager.filter(pk__in=chunk).select_related("locale").order_by("pk"):
            address = addresses.get(f"{type_name(model)}:{page.pk}")
            if address is not None:
                yield page, address


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
