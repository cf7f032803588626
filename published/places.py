"""Where pages stand, compared with where their entries say they stand: any number of them, in one statement each.

Called by the publication, which moves, removes and projects what differs.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import attrgetter

import structlog
from django.db import connection

from published.visibility import Address, Scope, page_types, places_statement

logger = structlog.get_logger(__name__)

BATCH = 1_000  # entries that one statement moves


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the tree, and what is stored of it. ``address``: None where nobody may see it; ``stored``: no entry."""

    key: str
    page: int
    tree: str
    children: int
    address: Address | None
    stored: Address | None

    @property
    def is_gone(self) -> bool:
        return self.stored is not None and self.address is None

    @property
    def is_missing(self) -> bool:
        return self.stored is None and self.address is not None

    @property
    def is_elsewhere(self) -> bool:
        """Whether its entry stands at another address, or at another place in the tree."""
        return self.stored is not None and self.address is not None and self.stored != self.address


def places_of(pages: Collection[int]) -> list[Place]:
    """Return the places of pages, in the order of their primary keys."""
    return _read(Scope(pages=pages), "true")


def differences(scope: Scope) -> list[Place]:
    """Return the places of the pages in ``scope`` that are not as their entries say."""
    return _read(
        scope,
        "v.is_visible IS DISTINCT FROM (e.key IS NOT NULL)"
        " OR e.key IS NOT NULL AND (e.site, e.path, e.tree) IS DISTINCT FROM (v.site, v.path, v.tree)",
    )


def _read(scope: Scope, condition: str) -> list[Place]:
    statement, parameters = places_statement(scope)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.key, v.id, v.tree, v.numchild, v.is_visible, v.site, v.path,"
            " e.key IS NOT NULL, e.site, e.path, e.tree"
            f" FROM ({statement}) v LEFT JOIN published_entry e ON e.key = v.key WHERE {condition} ORDER BY v.id",
            parameters,
        )
        return [_place(*row) for row in cursor.fetchall()]


def _place(
    key: str,
    page: int,
    tree: str,
    children: int,
    is_visible: bool,
    site: int | None,
    path: str | None,
    is_stored: bool,
    stored_site: int | None,
    stored_path: str | None,
    stored_tree: str | None,
) -> Place:
    return Place(
        key,
        page,
        tree,
        children,
        address=Address(site, path, tree) if is_visible else None,
        stored=Address(stored_site, stored_path, stored_tree or "") if is_stored else None,
    )


def move(places: Sequence[Place]) -> None:
    """Give the entries of visible pages their present site, path and place in the tree; the log tells of each batch."""
    for start in range(0, len(places), BATCH):
        batch = places[start : start + BATCH]
        addresses = [place.address for place in batch if place.address is not None]
        columns = [list(map(attrgetter(name), addresses)) for name in ("site", "path", "tree")]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE published_entry e SET site = v.site, path = v.path, tree = v.tree"
                " FROM unnest(%s::text[], %s::int[], %s::text[], %s::text[]) v(key, site, path, tree)"
                " WHERE e.key = v.key AND (e.site, e.path, e.tree) IS DISTINCT FROM (v.site, v.path, v.tree)",
                [[place.key for place in batch], *columns],
            )
        if len(places) > 1:
            logger.info("entries_moved", done=start + len(batch), of=len(places))


def children_elsewhere(parents: Collection[int]) -> list[str]:
    """Return the places in the tree of children of ``parents`` that were renumbered, as far as entries tell.

    A draft has no entry that could tell: those with pages below them are all returned.
    """
    types = page_types()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.path FROM wagtailcore_page q
            JOIN wagtailcore_page p ON p.path BETWEEN q.path || '0000' AND q.path || 'ZZZZ' AND p.depth = q.depth + 1
            LEFT JOIN unnest(%s::int[], %s::text[]) t(id, name) ON t.id = p.content_type_id
            LEFT JOIN published_entry e ON e.key = t.name || ':' || p.id
            WHERE q.id = ANY(%s) AND e.tree IS DISTINCT FROM p.path AND (e.key IS NOT NULL OR p.numchild > 0)
            """,
            [list(types), list(types.values()), list(parents)],
        )
        return [path for (path,) in cursor.fetchall()]


def at_the_same_address(keys: Collection[str]) -> list[int]:
    """Return the primary keys of other pages whose entries stand at the address of any of ``keys``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT split_part(b.key, ':', 2)::int FROM published_entry a"
            " JOIN published_entry b ON b.site = a.site AND b.path = a.path"
            " WHERE a.key = ANY(%s) AND b.key <> a.key AND b.key <> ALL(%s)",
            [list(keys), list(keys)],
        )
        return [page for (page,) in cursor.fetchall()]
