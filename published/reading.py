"""The statements that read the published store: prepared, every value bound, counted. Called by ``api``.

A list is described by a ``Listing`` (what) and a ``Window`` (which part of it, by keyset).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from published.list_statements import count_statement, facets_statement, page_statement
from published.listing import Listing, Window

COLUMNS = "e.key, e.type, e.locale, e.site, e.path, e.translation_key::text, e.tree, e.listed, e.card::text"
BODY = "CASE WHEN e.type = ANY(%(with_body)s) THEN e.body::text END"


@dataclass(slots=True)
class StoredEntry:
    """One row of the store. ``body`` is None where it was not asked for; ``position`` is set by lists only."""

    key: str
    type: str
    locale: str
    site: int | None
    path: str | None
    translation_key: str | None
    tree: str | None
    listed: bool
    card: dict[str, Any]
    body: dict[str, Any] | None = None
    position: str | None = None


@dataclass(slots=True)
class FacetValue:
    """How many entries of a list carry one term; ``label`` and ``slug`` are the vocabulary entry's, if it is one."""

    kind: str
    value: str
    label: str | None
    slug: str | None
    count: int


class StoreReader:
    """Reads the store over Django's connection. One per request: ``statements`` counts what it sent."""

    def __init__(self, using: str = DEFAULT_DB_ALIAS) -> None:
        self.using = using
        self.statements = 0

    def entries(
        self,
        *,
        keys: Collection[str] = (),
        trees: Collection[str] = (),
        translation_keys: Collection[str] = (),
        types: Collection[str] = (),
        with_body: Collection[str] = (),
    ) -> list[StoredEntry]:
        """Entries by key, by place in the tree, by translation and by type, in one statement and no order.

        ``with_body`` names the types whose body is read too. ``types`` is for those with few entries.
        """
        asked = {"keys": keys, "trees": trees, "translation_keys": translation_keys, "types": types}
        parameters = {name: list(values) for name, values in asked.items() if values}
        if not parameters:
            return []
        where = " OR ".join(_ANY_OF[name] for name in parameters)
        parameters["with_body"] = list(with_body)
        rows = self._rows(f"SELECT {COLUMNS}, {BODY} FROM published_entry e WHERE {where}", parameters)
        return [_entry(row) for row in rows]

    def entry_at(self, *, site: int, path: str, with_body: Collection[str] = ()) -> StoredEntry | None:
        """The page at a public path of a site."""
        rows = self._rows(
            f"SELECT {COLUMNS}, {BODY} FROM published_entry e WHERE e.site = %(site)s AND e.path = %(path)s",
            {"site": site, "path": path, "with_body": list(with_body)},
        )
        return _entry(rows[0]) if rows else None

    def translation(self, *, translation_key: str, locale: str, with_body: Collection[str] = ()) -> StoredEntry | None:
        """The announced translation of a page in one language."""
        rows = self._rows(
            f"SELECT {COLUMNS}, {BODY} FROM published_entry e"
            " WHERE e.translation_key = %(translation_key)s::uuid AND e.locale = %(locale)s AND e.listed"
            " ORDER BY e.key LIMIT 1",
            {"translation_key": translation_key, "locale": locale, "with_body": list(with_body)},
        )
        return _entry(rows[0]) if rows else None

    def page(
        self, listing: Listing, window: Window, *, parents: Sequence[str] | None = None, with_body: Collection[str] = ()
    ) -> dict[str | None, list[StoredEntry]]:
        """One page of a list, and one entry more than asked where there is one; with ``parents``, one page for each.

        The entries stand in the order of the list, also when the window is read backwards.
        """
        statement, parameters = page_statement(f"{COLUMNS}, {BODY}", listing, window, parents=parents)
        pages: dict[str | None, list[StoredEntry]] = {parent: [] for parent in _of(parents)}
        for row in self._rows(statement, {**parameters, "with_body": list(with_body)}):
            pages[row[11]].append(_entry(row, row[10]))
        if window.backwards:
            for entries in pages.values():
                entries.reverse()
        return pages

    def count(self, listing: Listing, *, parents: Sequence[str] | None = None) -> dict[str | None, int]:
        """How many entries a list has; with ``parents``, for each."""
        statement, parameters = count_statement(listing, parents=parents)
        counts: dict[str | None, int] = dict.fromkeys(_of(parents), 0)
        for parent, count in self._rows(statement, parameters):
            counts[parent] = count
        return counts

    def facets(self, listing: Listing, *, parents: Sequence[str] | None = None) -> dict[str | None, list[FacetValue]]:
        """How many entries of a list carry each term, the most frequent first; with ``parents``, for each."""
        statement, parameters = facets_statement(listing, parents=parents)
        facets: dict[str | None, list[FacetValue]] = {parent: [] for parent in _of(parents)}
        for parent, term, label, slug, count in self._rows(statement, parameters):
            kind, _, value = term.partition(":")
            facets[parent].append(FacetValue(kind, value, label, slug, count))
        return facets

    def carriers(self, keys: Collection[str], *, types: Collection[str], kinds: Collection[str]) -> dict[str, int]:
        """For each entry of a vocabulary, how many listed entries of ``types`` carry a term of these kinds for it."""
        parameters = {"terms": [f"{kind}:{key}" for kind in kinds for key in keys], "types": list(types)}
        # An entry may carry the same thing under two kinds; counting it once is slower.
        number = "count(*)" if len(kinds) == 1 else "count(DISTINCT key)"
        rows = self._rows(
            f"SELECT substr(min(term), strpos(min(term), ':') + 1), {number} FROM published_term"
            " WHERE term = ANY(%(terms)s) AND type = ANY(%(types)s)"
            f" GROUP BY {'term' if len(kinds) == 1 else 'substr(term, strpos(term, %(colon)s) + 1)'}",
            {**parameters, "colon": ":"},
        )
        return dict.fromkeys(keys, 0) | dict(rows)

    def version(self) -> int:
        """The number of the last change; 0 for a store that nothing was ever written to."""
        rows = self._rows("SELECT max(number) FROM published_version", {})
        return rows[0][0] or 0

    def _rows(self, statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Django's own cursors never prepare a statement, so this one is psycopg's, on Django's connection.

        Errors are Django's all the same: that is how it learns that a connection was lost and makes a new one.
        """
        connection = connections[self.using]
        connection.ensure_connection()
        raw: psycopg.Connection[Any] = connection.connection
        prepare = getattr(settings, "DATABASE_PREPARED_STATEMENTS", True)
        if prepare and raw.prepare_threshold is None:
            raw.prepare_threshold = 5
        self.statements += 1
        with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
            cursor.execute(statement, parameters, prepare=prepare)  # type: ignore[arg-type]
            return cursor.fetchall()


_ANY_OF = {
    "keys": "e.key = ANY(%(keys)s)",
    "trees": "e.tree = ANY(%(trees)s)",
    "translation_keys": "e.translation_key = ANY(%(translation_keys)s::uuid[])",
    "types": "e.type = ANY(%(types)s)",
}


def _of(parents: Sequence[str] | None) -> Sequence[str | None]:
    return [None] if parents is None else parents


def _entry(row: tuple[Any, ...], position: str | None = None) -> StoredEntry:
    key, kind, locale, site, path, translation_key, tree, listed, card, body = row[:10]
    return StoredEntry(
        key,
        kind,
        locale,
        site,
        path,
        translation_key,
        tree,
        listed,
        orjson.loads(card),
        None if body is None else orjson.loads(body),
        position,
    )
