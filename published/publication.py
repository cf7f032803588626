"""The publication: what was noted is read again from the database, projected once and written, in the same transaction.

Signal handlers note; the admin's requests, the scheduler, loaders and tasks run in a ``publication()`` block.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog
from asgiref.local import Local
from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from published import entries, redirections, withdrawals
from published.catalogue import entry_models, type_name
from published.document import FieldProblem, ProjectionError
from published.notes import Notes, Thing
from published.projection import project
from published.visibility import (
    Address,
    Root,
    Scope,
    keys_of_pages,
    page_types,
    roots,
    visible_others,
    visible_pages,
)

logger = structlog.get_logger(__name__)

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
    known_roots = roots()
    if notes.is_structural:
        _reconcile(notes, known_roots)
    if notes.deleted:
        for key in entries.mentioning(notes.deleted):
            notes.add(key)
    failures: list[Failure] = []
    done: set[int] = set()
    while pages := notes.pages - done:  # a page that appears may bring those below it
        failures += _flush_pages(pages, notes, known_roots)
        done |= pages
    for name, primary_keys in sorted(notes.others.items()):
        model = Site if name == type_name(Site) else entry_models()[name]
        failures += _flush_others(model, primary_keys)
    _flush_ways(notes, done)
    return failures


def _flush_ways(notes: Notes, pages: set[int]) -> None:
    """Bring up to date what addresses without a page lead to: redirects, and what was withdrawn.

    Whole branches and Wagtail's own redirects after a move say nothing of single redirects: then all are looked at.
    """
    if notes.branches or notes.has_whole_tree:
        redirections.refresh()
        withdrawals.forget_sites_that_are_no_more()
        withdrawals.forget_where_pages_stand()
    elif pages or notes.redirects:
        redirections.refresh(redirections.Scope(redirects=notes.redirects, pages=pages))
        withdrawals.forget_where_pages_stand(keys_of_pages(pages))


# Whoever publishes and whoever hides things in bulk must not pass each other unseen: a page published into a branch
# while that branch becomes private would stay readable. Taken at the end of a transaction only, see the decision.
_LOCK = 0x1ABC


def _lock(*, is_structural: bool) -> None:
    function = "pg_advisory_xact_lock" if is_structural else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_LOCK])


def _reconcile(notes: Notes, known_roots: list[Root]) -> None:
    """Remove what vanished in whole branches and collections, move what moved, note what appeared."""
    if notes.branches or notes.has_whole_tree:
        if notes.has_whole_tree:
            scope = Scope(roots=known_roots)
        else:
            paths = sorted(Page.objects.filter(pk__in=notes.branches).values_list("path", flat=True))
            outermost = [path for path in paths if not any(path.startswith(one) for one in paths if one != path)]
            scope = Scope(branches=outermost, roots=known_roots)
        entries.remove_invisible_pages(scope)
        entries.refresh_addresses(scope)
        for key in entries.missing_pages(scope):
            notes.add(key)
    if notes.has_collections:
        for name, model in entry_models().items():
            if any(column.name == "collection" for column in model._meta.fields):
                visible = {f"{name}:{pk}" for pk in visible_others(model).values_list("pk", flat=True)}
                stored = entries.keys_of_type(name)
                for key in visible ^ stored:
                    notes.add(key)


def _flush_pages(pages: set[int], notes: Notes, known_roots: list[Root]) -> list[Failure]:
    # Locked before anything is read: another transaction that changes the same page has either committed or waits.
    rows = {
        pk: (content_type, path, numchild)
        for pk, content_type, path, numchild in Page.objects.filter(pk__in=pages)
        .order_by("pk")
        .select_for_update(no_key=True, of=("self",))
        .values_list("pk", "content_type_id", "path", "numchild")
    }
    names = page_types()
    keys = {pk: f"{names[row[0]]}:{pk}" for pk, row in rows.items() if row[0] in names}
    visible = visible_pages(Scope(pages=pages, roots=known_roots))
    stored = entries.stored_addresses(visible)
    gone = keys_of_pages(pages - rows.keys())
    gone += [key for key in keys.values() if key not in visible]
    _follow_branches(notes, rows, keys, visible=visible, stored=stored, known_roots=known_roots)
    failures: list[Failure] = []
    wanted = [key for key in keys.values() if key in visible]
    for name in sorted({key.partition(":")[0] for key in wanted}):
        primary_keys = [int(key.partition(":")[2]) for key in wanted if key.startswith(f"{name}:")]
        instances = entry_models()[name]._base_manager.filter(pk__in=primary_keys).select_related("locale")
        failures += _write_all(instances.order_by("pk"), addresses=visible)
    _after_writing(wanted, gone, failures)
    if failures:
        behind = [int(failure.key.partition(":")[2]) for failure in failures]
        entries.refresh_addresses(Scope(pages=behind, roots=known_roots))
    moved = [key for key in wanted if stored.get(key, (None,))[:2] != (visible[key].site, visible[key].path)]
    if moved:
        _clear_the_way(moved, known_roots)
    return failures


def _follow_branches(
    notes: Notes,
    rows: dict[int, tuple[int, str, int]],
    keys: dict[int, str],
    *,
    visible: dict[str, Address],
    stored: dict[str, tuple[int | None, str | None, str | None]],
    known_roots: list[Root],
) -> None:
    """Let the pages below those noted follow a new address; note those that became visible with them."""
    for pk, key in keys.items():
        _type, tree, children = rows[pk]
        if not children:
            continue
        branch = Scope(branches=[tree], roots=known_roots)
        if key not in visible:
            entries.refresh_addresses(branch)  # a draft's children may be live
        elif key not in stored:
            entries.refresh_addresses(branch)
            for missing in entries.missing_pages(branch):
                notes.add(missing)
        else:
            site, path, stored_tree = stored[key]
            now = visible[key]
            if site is not None and path and now.path and stored_tree and (site, path) != (now.site, now.path):
                entries.replace_path_prefix(site=site, tree=stored_tree, before=path, after=now.path)


def _flush_others(model: type[models.Model], primary_keys: set[Any]) -> list[Failure]:
    present = model._base_manager.filter(pk__in=primary_keys)
    list(present.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk"))
    instances = list(visible_others(model, primary_keys).order_by("pk"))
    wanted = [f"{type_name(model)}:{instance.pk}" for instance in instances]
    gone = {f"{type_name(model)}:{pk}" for pk in primary_keys} - set(wanted)
    failures = _write_all(instances, addresses={})
    _after_writing(wanted, sorted(gone), failures)
    return failures


def _write_all(
    instances: "list[models.Model] | models.QuerySet[models.Model]", *, addresses: dict[str, Address]
) -> list[Failure]:
    failures = []
    for instance in instances:
        key = f"{type_name(type(instance))}:{instance.pk}"
        try:
            with transaction.atomic():
                entries.write(project(instance, address=addresses.get(key)))
        except ProjectionError as error:
            failures.append(Failure(key, error.problems))
        except Exception as error:  # whatever fails here must not cost the editor's work
            logger.exception("projection_failed", key=key)
            failures.append(Failure(key, [FieldProblem(_("The whole entry"), f"{type(error).__name__}: {error}")]))
    return failures


def _after_writing(wanted: list[str], gone: list[str], failures: list[Failure]) -> None:
    entries.remove(gone)
    failed = {failure.key for failure in failures}
    entries.forget_behind([*(key for key in wanted if key not in failed), *gone])
    for failure in failures:
        first, *others = failure.problems
        reason = "; ".join([first.reason, *map(str, others)])
        entries.record_behind(failure.key, FieldProblem(first.field, reason))
        logger.warning("entry_behind", key=failure.key, field=first.field, reason=reason)


def _clear_the_way(keys: list[str], known_roots: list[Root]) -> None:
    """Bring entries up to date that still stand at an address which another page has taken."""
    in_the_way = [int(key.partition(":")[2]) for key in entries.at_the_same_address(keys)]
    if in_the_way:
        scope = Scope(pages=in_the_way, roots=known_roots)
        entries.remove_invisible_pages(scope)
        entries.refresh_addresses(scope)
