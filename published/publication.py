"""The publication: what was noted is read again from the database, projected once and written, in the same transaction.

Signal handlers note; the admin's requests, the scheduler, loaders and tasks run in a ``publication()`` block.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog
from asgiref.local import Local
from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from published import entries, places, redirections, withdrawals
from published.catalogue import entry_models, type_name
from published.document import FieldProblem, ProjectionError
from published.gathering import gathered
from published.notes import Notes, Thing
from published.places import Place
from published.projection import project
from published.visibility import Address, Scope, keys_of_pages, visible_others

logger = structlog.get_logger(__name__)

CHUNK = 200  # things that are read, projected and written together

_active = Local()  # per thread and task, as Django's connections are


@dataclass(frozen=True)
class Failure:
    """An entry that stayed behind: its key and the fields that could not be projected."""

    key: str
    problems: list[FieldProblem]


@dataclass
class Publication:
    """A block under way: what was noted, and after its end what could not be projected."""

    notes: Notes = field(default_factory=Notes)
    failures: list[Failure] = field(default_factory=list)


@contextmanager
def publication() -> Iterator[Publication]:
    """Run a block in one transaction and bring the store up to date before it commits.

    What the block saves and what the world reads commit together or not at all. Blocks nest; the outermost flushes.
    """
    outer: Publication | None = getattr(_active, "publication", None)
    if outer is not None:
        with transaction.atomic():
            yield outer
        return
    block = Publication()
    with transaction.atomic():
        _active.publication = block
        try:
            yield block
        finally:
            _active.publication = None
        block.failures += flush(block.notes)


def note(thing: Thing) -> None:
    """Say that something may have changed: a key, an instance, or every row of a model. Cheap inside a block."""
    with noting() as notes:
        notes.add(thing)


@contextmanager
def noting() -> Iterator[Notes]:
    """Give the notes of the block under way; outside of a block they are flushed at once, in a transaction."""
    block: Publication | None = getattr(_active, "publication", None)
    if block is not None:
        yield block.notes
        return
    notes = Notes()
    yield notes
    if notes:
        with transaction.atomic():
            flush(notes)


def flush(notes: Notes) -> list[Failure]:
    """Bring the store up to date with what was noted; return what could not be projected and so stays as it was.

    Must run in a transaction.
    """
    if not notes:
        return []
    _lock(is_structural=notes.is_structural)
    changed = _place_branches(notes) if notes.is_structural else set()
    if notes.has_collections:
        _note_collections(notes)
    if notes.deleted:
        for key in entries.mentioning(notes.deleted):
            notes.add(key)
    failures: list[Failure] = []
    done: set[int] = set()
    while pages := notes.pages - done:  # a page that appears may bring those below it
        failures += _flush_pages(pages, notes, changed)
        done |= pages
    for name, primary_keys in sorted(notes.others.items()):
        model = Site if name == type_name(Site) else entry_models()[name]
        failures += _flush_others(model, primary_keys)
    _flush_ways(notes, changed)
    return failures


def _flush_ways(notes: Notes, changed: set[int]) -> None:
    """Bring up to date what addresses without a page lead to: redirects, and what was withdrawn.

    ``changed`` are the pages that appeared, went or moved. Wagtail's own redirects after a move say nothing of single
    redirects: those to all pages of a branch are looked at.
    """
    if notes.has_whole_tree:
        redirections.refresh()
        withdrawals.forget_sites_that_are_no_more()
        withdrawals.forget_where_pages_stand()
    elif changed or notes.branches or notes.redirects:
        redirections.refresh(redirections.Scope(notes.redirects, pages=changed, branches=notes.branches))
        if changed:
            withdrawals.forget_where_pages_stand(changed)


# Whoever publishes and whoever hides things in bulk must not pass each other unseen: a page published into a branch
# while that branch becomes private would stay readable. Taken at the end of a transaction only, see the decision.
_LOCK = 0x1ABC


def _lock(*, is_structural: bool) -> None:
    function = "pg_advisory_xact_lock" if is_structural else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_LOCK])


def _place_branches(notes: Notes) -> set[int]:
    """Remove what vanished in whole branches, move what moved, note what appeared; return which pages those are."""
    if notes.has_whole_tree:
        return _place(places.differences(Scope()), notes)
    branches = list(Page.objects.filter(pk__in=notes.branches).values_list("path", flat=True))
    if notes.siblings:
        branches += places.children_elsewhere(notes.siblings)
    return _place(places.differences(Scope(branches=_outermost(branches))), notes)


def _outermost(branches: Iterable[str]) -> list[str]:
    outermost: list[str] = []
    for branch in sorted(branches):
        if not outermost or not branch.startswith(outermost[-1]):
            outermost.append(branch)
    return outermost


def _place(different: list[Place], notes: Notes) -> set[int]:
    entries.remove([place.key for place in different if place.is_gone])
    places.move([place for place in different if place.is_elsewhere])
    for place in different:
        if place.is_missing:
            notes.add(place.key)
    return {place.page for place in different}


def _note_collections(notes: Notes) -> None:
    for name, model in entry_models().items():
        if any(column.name == "collection" for column in model._meta.fields):
            visible = {f"{name}:{pk}" for pk in visible_others(model).values_list("pk", flat=True)}
            for key in visible ^ entries.keys_of_type(name):
                notes.add(key)


def _flush_pages(pages: set[int], notes: Notes, changed: set[int]) -> list[Failure]:
    # Locked before anything is read: another transaction that changes the same page has either committed or waits.
    locked = Page.objects.filter(pk__in=pages).order_by("pk").select_for_update(no_key=True, of=("self",))
    without_row = pages - set(locked.values_list("pk", flat=True))
    found = places.places_of(pages)
    changed |= without_row | {place.page for place in found if place.is_gone or place.is_missing or place.is_elsewhere}
    branches = _outermost(place.tree for place in found if place.children and _may_lead_elsewhere(place))
    if branches:  # the pages below follow a new address; those that become visible with the page are noted
        changed |= _place(places.differences(Scope(branches=branches)), notes)
    entries.remove([*keys_of_pages(without_row), *(place.key for place in found if place.is_gone)])
    places.move([place for place in found if place.is_elsewhere])
    addresses = {place.key: place.address for place in found if place.address is not None}
    failures: list[Failure] = []
    for name in sorted({key.partition(":")[0] for key in addresses}):
        primary_keys = [int(key.partition(":")[2]) for key in addresses if key.startswith(f"{name}:")]
        for done, chunk in _chunks(primary_keys):
            instances = entry_models()[name]._base_manager.filter(pk__in=chunk).select_related("locale")
            failures += _write_all(list(instances.order_by("pk")), addresses)
            _tell_progress(name, done, len(primary_keys))
    _report(failures, [*keys_of_pages(without_row), *(place.key for place in found)])
    if moved := [place.key for place in found if place.is_missing or place.is_elsewhere]:
        _clear_the_way(moved, notes)
    return failures


def _may_lead_elsewhere(place: Place) -> bool:
    """Whether pages below this one may stand elsewhere than their entries say. Of a draft, its entry cannot tell."""
    return place.address is None or place.is_missing or place.is_elsewhere


def _flush_others(model: type[models.Model], primary_keys: set[Any]) -> list[Failure]:
    present = model._base_manager.filter(pk__in=primary_keys)
    list(present.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk"))
    gone, failures = [], []
    for done, chunk in _chunks(sorted(primary_keys)):
        instances = list(visible_others(model, chunk).order_by("pk"))
        visible = {instance.pk for instance in instances}
        gone += [f"{type_name(model)}:{pk}" for pk in chunk if pk not in visible]
        failures += _write_all(instances, {})
        _tell_progress(type_name(model), done, len(primary_keys))
    entries.remove(gone)
    _report(failures, [f"{type_name(model)}:{pk}" for pk in primary_keys])
    return failures


def _chunks(primary_keys: Sequence[Any]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield parts, each with how many will be done after it."""
    for start in range(0, len(primary_keys), CHUNK):
        chunk = primary_keys[start : start + CHUNK]
        yield start + len(chunk), chunk


def _tell_progress(name: str, done: int, of: int) -> None:
    if of > CHUNK:
        logger.info("entries_written", type=name, done=done, of=of)


def _write_all(instances: Sequence[models.Model], addresses: dict[str, Address]) -> list[Failure]:
    """Project and write things, together where all goes well, one by one where something unforeseen fails."""
    try:
        return _write(instances, addresses)
    except Exception:  # noqa: BLE001  whatever fails here must not cost the editor's work
        return [failure for instance in instances for failure in _write_alone(instance, addresses)]


def _write(things: Sequence[models.Model], addresses: dict[str, Address]) -> list[Failure]:
    failures, documents = [], []
    with transaction.atomic(), gathered(things):
        for thing in things:
            key = f"{type_name(type(thing))}:{thing.pk}"
            try:
                documents.append(project(thing, address=addresses.get(key)))
            except ProjectionError as error:
                failures.append(Failure(key, error.problems))
        entries.write_many(documents)
    return failures


def _write_alone(thing: models.Model, addresses: dict[str, Address]) -> list[Failure]:
    try:
        return _write([thing], addresses)
    except Exception as error:
        key = f"{type_name(type(thing))}:{thing.pk}"
        logger.exception("projection_failed", key=key)
        return [Failure(key, [FieldProblem(_("The whole entry"), f"{type(error).__name__}: {error}")])]


def _report(failures: list[Failure], keys: list[str]) -> None:
    """Put what failed on the report of entries that are behind; take the others of ``keys`` off it."""
    failed = {failure.key for failure in failures}
    entries.forget_behind([key for key in keys if key not in failed])
    for failure in failures:
        first, *others = failure.problems
        reason = "; ".join([first.reason, *map(str, others)])
        entries.record_behind(failure.key, FieldProblem(first.field, reason))
        logger.warning("entry_behind", key=failure.key, field=first.field, reason=reason)


def _clear_the_way(keys: list[str], notes: Notes) -> None:
    """Bring entries up to date that still stand at an address which another page has taken."""
    in_the_way = places.at_the_same_address(keys)
    if in_the_way:
        _place(places.places_of(in_the_way), notes)
