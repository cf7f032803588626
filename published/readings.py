"""What one statement can read together: entries, pages of lists, totals, facets, each with values of its own.

``together`` joins any number of them. Made by ``published.reading`` and ``api.projection.loading``.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from published.list_statements import (
    BODY,
    COLUMNS,
    NO_PLACE,
    NOTHING_MORE,
    count_statement,
    facets_statement,
    page_statement,
)
from published.listing import Listing, Window
from published.stored_entry import FacetValue, StoredEntry, cards_of

Row = tuple[Any, ...]
CARD, BODY_OF, POSITION, PARENT, NUMBER, RANK, READING = range(8, 15)


@dataclass
class Reading:
    """A part of a statement, and its rows once it was sent. All parts have the columns of ``list_statements``."""

    statement: str
    parameters: Mapping[str, Any]
    is_ordered: bool = False
    rows: list[Row] = field(default_factory=list)


def together(readings: Sequence[Reading]) -> tuple[str, dict[str, Any]]:
    """One statement of all readings. Of several, each row says which it belongs to and its place in that."""
    if len(readings) == 1:
        return readings[0].statement, dict(readings[0].parameters)
    selects: list[str] = []
    parameters: dict[str, Any] = {}
    for number, reading in enumerate(readings):
        statement = reading.statement.replace("%(", f"%(r{number}_")
        rank = "row_number() OVER ()" if reading.is_ordered else "NULL::bigint"
        selects.append(f"SELECT r.*, {rank}, {number} FROM ({statement}) r")
        parameters |= {f"r{number}_{name}": value for name, value in reading.parameters.items()}
    return " UNION ALL ".join(selects), parameters


def hand_out(readings: Sequence[Reading], rows: list[Row]) -> None:
    """Gives each reading its rows, in its order."""
    if len(readings) == 1:
        readings[0].rows = rows
        return
    for row in rows:
        readings[row[READING]].rows.append(row)
    for reading in readings:
        if reading.is_ordered:
            reading.rows.sort(key=lambda row: row[RANK])


class EntriesReading(Reading):
    """Entries by key, by place in the tree, by translation, by type, by path on one ``site`` or on all, in no order.

    ``translated`` are keys whose translations are read; of the pages at ``paths`` too with ``paths_translated``;
    ``roots`` reads the home pages of all sites in all languages. An entry may come more than once. ``with_body`` names
    the types whose body is read too; ``types`` is for those with few entries.
    """

    def __init__(
        self,
        *,
        keys: Collection[str] = (),
        trees: Collection[str] = (),
        translation_keys: Collection[str] = (),
        types: Collection[str] = (),
        translated: Collection[str] = (),
        paths: Collection[str] = (),
        paths_translated: bool = False,
        site: int | None = None,
        roots: bool = False,
        with_body: Collection[str] = (),
    ) -> None:
        asked = {"keys": keys, "trees": trees, "translation_keys": translation_keys}
        parameters: dict[str, Any] = {name: _ten(values) for name, values in asked.items() if values}
        # Each way by itself: joined by OR, no plan would be good for whatever values, and each would be planned anew.
        sources = [f"published_entry e WHERE {_ANY_OF[name]}" for name in parameters]
        if types:
            names = ", ".join(f"'{name}'" for name in types if name.isidentifier())
            sources.append(f"published_entry e WHERE e.type IN ({names})")
        if translated:
            sources.append(f"{_TRANSLATIONS} AND e.key <> t.key WHERE t.key = ANY(%(translated)s)")
            parameters["translated"] = _ten(translated)
        if paths:
            parameters["paths"] = _ten(paths)
            on_site = _ON_SITES
            if site is not None:
                on_site, parameters["site"] = "{0}.site = %(site)s", site
            at_paths = f"{on_site} AND {{0}}.path = ANY(%(paths)s)"
            if paths_translated:
                sources.append(f"{_TRANSLATIONS} AND e.key <> t.key WHERE {at_paths.format('t')}")
            sources.append(f"published_entry e WHERE {at_paths.format('e')}")
        if roots:
            sources.append(_ROOTS)
        self.is_empty = not sources
        parameters["with_body"] = list(with_body)
        selects = [f"SELECT {COLUMNS}, {BODY}, {NOTHING_MORE} FROM {source}" for source in sources]
        super().__init__(" UNION ALL ".join(selects), parameters)

    @property
    def entries(self) -> list[StoredEntry]:
        return entries_of_rows(self.rows)


def _ten(values: Collection[str]) -> list[str]:
    """Filled up to ten, with one that is there already: as many as PostgreSQL assumes in an array it does not know.

    Of fewer, it finds a plan for any values dearer than one for these, and plans anew at each request.
    """
    listed = list(values)
    return listed + listed[-1:] * (10 - len(listed))


_ANY_OF = {
    "keys": "e.key = ANY(%(keys)s)",
    "trees": "e.tree = ANY(%(trees)s)",
    "translation_keys": "e.translation_key = ANY(%(translation_keys)s::uuid[])",
}
_TRANSLATIONS = "published_entry t JOIN published_entry e ON e.translation_key = t.translation_key"
_ON_SITES = "{0}.site = ANY(ARRAY(SELECT s.site FROM published_entry s WHERE s.type = 'Site'))"
_ROOTS = (
    "published_entry s JOIN published_entry t ON t.key = s.card->>'rootPage'"
    " JOIN published_entry e ON e.translation_key = t.translation_key WHERE s.type = 'Site'"
)


class PageReading(Reading):
    """One page of a list, and one entry more than asked where there is one; with ``parents``, one page for each."""

    def __init__(
        self,
        listing: Listing,
        window: Window,
        *,
        parents: Sequence[str] | None = None,
        with_body: Collection[str] = (),
    ) -> None:
        statement, parameters = page_statement(listing, window, parents=parents)
        super().__init__(statement, {**parameters, "with_body": list(with_body)}, is_ordered=True)
        self.parents, self.is_backwards = parents, window.backwards

    @property
    def pages(self) -> dict[str | None, list[StoredEntry]]:
        """The entries in the order of the list, also when the window is read backwards."""
        pages: dict[str | None, list[StoredEntry]] = {parent: [] for parent in _of(self.parents)}
        rows = self.rows[::-1] if self.is_backwards else self.rows
        for row, entry in zip(rows, entries_of_rows(rows), strict=True):
            entry.position = row[POSITION]
            pages[row[PARENT]].append(entry)
        return pages


class CountReading(Reading):
    """How many entries a list has; with ``parents``, for each."""

    def __init__(self, listing: Listing, *, parents: Sequence[str] | None = None) -> None:
        super().__init__(*count_statement(listing, parents=parents))
        self.parents = parents

    @property
    def counts(self) -> dict[str | None, int]:
        return dict.fromkeys(_of(self.parents), 0) | {row[PARENT]: row[NUMBER] for row in self.rows}


class FacetsReading(Reading):
    """How many entries of a list carry each term, the most frequent first; with ``parents``, for each."""

    def __init__(
        self, listing: Listing, *, parents: Sequence[str] | None, kind: str | None, but: tuple[str, ...]
    ) -> None:
        super().__init__(*facets_statement(listing, parents=parents, kind=kind, but=but), is_ordered=True)

    def values(self) -> Iterator[tuple[str | None, FacetValue]]:
        """Pairs of parent and value."""
        for row in self.rows:
            kind, _, value = row[0].partition(":")
            yield row[PARENT], FacetValue(kind, value, row[1], row[2], row[NUMBER])


def facets_readings(listing: Listing, *, parents: Sequence[str] | None = None) -> list[FacetsReading]:
    """The facets of a list: of a filter field, what occurs under the filters of all *other* fields.

    So a form can show what else might be chosen. One reading for each field that is filtered by, one for the rest.
    """
    filtered = tuple(terms.kind for terms in listing.terms)
    readings = [FacetsReading(listing, parents=parents, kind=None, but=filtered)]
    for terms in listing.terms:
        others = tuple(other for other in listing.terms if other is not terms)
        readings.append(FacetsReading(replace(listing, terms=others), parents=parents, kind=terms.kind, but=()))
    return readings


def facets_of(
    readings: Sequence[FacetsReading], parents: Sequence[str] | None = None
) -> dict[str | None, list[FacetValue]]:
    facets: dict[str | None, list[FacetValue]] = {parent: [] for parent in _of(parents)}
    for reading in readings:
        for parent, value in reading.values():
            facets[parent].append(value)
    return facets


class CarriersReading(Reading):
    """For each entry of a vocabulary, how many listed entries of ``types`` in each language carry a term for it."""

    def __init__(self, keys: Collection[str], *, types: Collection[str], kinds: Collection[str]) -> None:
        # An entry may carry the same thing under two kinds; counting it once is slower.
        number = "count(*)" if len(kinds) == 1 else "count(DISTINCT key)"
        named = "substr(min(term), strpos(min(term), ':') + 1)"
        super().__init__(
            f"SELECT {named}, locale, NULL::text, {NO_PLACE}, NULL::text, NULL::text, {number} FROM published_term"
            " WHERE term = ANY(%(terms)s) AND type = ANY(%(types)s)"
            f" GROUP BY {'term' if len(kinds) == 1 else 'substr(term, strpos(term, %(colon)s) + 1)'}, locale",
            {"terms": [f"{kind}:{key}" for kind in kinds for key in keys], "types": list(types), "colon": ":"},
        )
        self.keys = keys

    @property
    def numbers(self) -> dict[str, dict[str, int]]:
        """The numbers by key and language; none where nothing carries it."""
        numbers: dict[str, dict[str, int]] = {key: {} for key in self.keys}
        for row in self.rows:
            numbers[row[0]][row[1]] = row[NUMBER]
        return numbers


def _of(parents: Sequence[str] | None) -> Sequence[str | None]:
    return [None] if parents is None else parents


def entry_of_row(row: Row, position: str | None = None) -> StoredEntry:
    """The entry in the first ten columns of a row."""
    (entry,) = entries_of_rows([row])
    entry.position = position
    return entry


def entries_of_rows(rows: Sequence[Row]) -> list[StoredEntry]:
    """The entries in the first ten columns of each row."""
    cards = cards_of([row[CARD] for row in rows])
    found = []
    for row, card in zip(rows, cards, strict=True):
        key, kind, locale, site, path, translation_key, tree, listed = row[:CARD]
        body = None if row[BODY_OF] is None else orjson.loads(row[BODY_OF])
        found.append(StoredEntry(key, kind, locale, site, path, translation_key, tree, listed, card, body))
    return found
