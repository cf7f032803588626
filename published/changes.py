"""Reads the change feed: what was published and removed, in commit order, part by part. Called by ``api``.

Numbers are given at commit, so that whoever has read up to one misses nothing below it (``published.models.Change``).
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from published.list_statements import BODY, COLUMNS, NO_ENTRY
from published.readings import NUMBER, PARENT, POSITION, Reading, Row, entry_of_row
from published.stored_entry import StoredEntry


@dataclass(frozen=True)
class Place:
    """A place in the feed: after the change of ``key`` in ``number``, or after all of ``number``.

    Who began with everything there is (at version ``base``) had nothing before: removals up to then do not concern
    them. ``mark`` is that of the number that the place stands on, which tells one history from another.
    """

    number: int
    key: str | None
    base: int
    mark: str

    @property
    def stands_on(self) -> int:
        return max(self.number, self.base)


@dataclass(frozen=True)
class Scope:
    """Which changes are asked for: of some types (None: all of ``every``), in one language and of what has none."""

    every: tuple[str, ...]
    types: tuple[str, ...] | None = None
    locale: str | None = None
    locales: tuple[str, ...] = ()  # all that there are

    @property
    def is_everything(self) -> bool:
        return self.types is None and self.locale is None


@dataclass(frozen=True, slots=True)
class StoredChange:
    """One change. ``entry`` is what stands in the store now; None for a removal."""

    number: int
    key: str
    type: str
    entry: StoredEntry | None


@dataclass
class Changes:
    """A part of the feed, and where it ends. ``is_expired``: the place that was asked about is not in this history."""

    changes: list[StoredChange] = field(default_factory=list)
    end: Place = Place(0, None, 0, "")
    has_more: bool = False
    is_expired: bool = False


class ChangesReading(Reading):
    """So many changes after a place, one more to know whether there are others, and what they are read against."""

    def __init__(self, scope: Scope, *, after: Place | None, size: int, with_body: Collection[str] = ()) -> None:
        self.after, self.size = after, size
        super().__init__(
            _statement(scope, is_beginning=after is None),
            {**_parameters(scope, after, size), "with_body": list(with_body)},
        )

    @property
    def found(self) -> Changes:
        after, rows = self.after, sorted((row for row in self.rows if row[POSITION] in _WHAT), key=_in_order)
        heads: dict[str, Row] = {row[POSITION]: row for row in self.rows if row[POSITION] not in _WHAT}
        present, known = heads[_PRESENT], heads.get(_KNOWN)
        version, mark = present[NUMBER], present[PARENT] or ""
        if after is not None and known is None:
            return Changes(is_expired=True)
        start = after or Place(0, None, version, mark)
        if len(rows) <= self.size:  # up to now: what the filter leaves out needs no second look
            return Changes([_change(row) for row in rows], Place(version, None, 0, mark))
        shown = rows[: self.size]
        if not shown:
            return Changes([], start, has_more=True)
        last = shown[-1]
        if last[NUMBER] > start.base:
            end = Place(last[NUMBER], last[0], 0, last[PARENT] or "")
        else:
            end = Place(last[NUMBER], last[0], start.base, start.mark)
        return Changes([_change(row) for row in shown], end, has_more=True)


_LOCALE = 2  # the column; null where no entry was joined
_UPSERT, _REMOVE = "upsert", "remove"
_WHAT = (_UPSERT, _REMOVE)
_PRESENT, _KNOWN = "present", "known"  # the version as it is, and the one that the place stands on


def _change(row: Row) -> StoredChange:
    """What is in no entry is removed, whatever was noted: a transaction reads its own entries before their changes."""
    is_there = row[POSITION] == _UPSERT and row[_LOCALE] is not None
    return StoredChange(row[NUMBER], row[0], row[1], entry_of_row(row) if is_there else None)


def _in_order(row: Row) -> tuple[int, str]:
    return row[NUMBER], row[0]


def _parameters(scope: Scope, after: Place | None, size: int) -> dict[str, Any]:
    place = after or Place(0, None, 0, "")
    parameters: dict[str, Any] = {
        "limit": size + 1,
        "number": place.number + (place.key is None),  # after all of one is before all of the next
        "key": place.key or "",
        "base": place.base,
        "stands_on": place.stands_on,
        "mark": place.mark,
    }
    if scope.is_everything:
        return parameters | {"every": list(scope.every)}
    types = scope.every if scope.types is None else scope.types
    locales = scope.locales if scope.locale is None else (scope.locale,)
    pairs = [(kind, locale) for kind in types for locale in ("", *locales)]
    return parameters | {"types": [kind for kind, _ in pairs], "locales": [locale for _, locale in pairs]}


def _statement(scope: Scope, *, is_beginning: bool) -> str:
    """Gives the version and the place's own number with their marks, then changes: what it is stands as position."""
    base = "(SELECT number FROM present)" if is_beginning else "%(base)s::bigint"
    conditions = (
        "(c.number, c.key) > (%(number)s::bigint, %(key)s::text)"
        f" AND (c.what = '{_UPSERT}' OR (c.what = '{_REMOVE}' AND c.number > {base}))"
    )
    if scope.locale is None:
        # Who reads all languages is told where an entry is, not also that it is no longer in another language.
        elsewhere = "EXISTS (SELECT FROM published_entry o WHERE o.key = c.key AND o.listed)"
        conditions += f" AND (c.what = '{_UPSERT}' OR NOT {elsewhere})"
    order = "ORDER BY c.number, c.key LIMIT %(limit)s"
    if scope.is_everything:
        chosen = f"SELECT c.* FROM published_change c WHERE {conditions} AND c.type = ANY(%(every)s) {order}"
    else:
        chosen = (
            "SELECT c.* FROM unnest(%(types)s::text[], %(locales)s::text[]) s(type, locale) CROSS JOIN LATERAL"
            " (SELECT c.* FROM published_change c WHERE c.type = s.type AND c.locale = s.locale"
            f" AND {conditions} {order}) c {order}"
        )
    return f"""
        WITH present AS (
            SELECT v.number, m.mark FROM (SELECT coalesce(max(number), 0) AS number FROM published_version) v
            LEFT JOIN published_commit m ON m.number = v.number
        )
        SELECT NULL::text, {NO_ENTRY}, '{_PRESENT}', p.mark, p.number FROM present p
        UNION ALL
        SELECT NULL::text, {NO_ENTRY}, '{_KNOWN}', k.mark, k.number FROM published_commit k
        WHERE k.number = %(stands_on)s AND k.mark = %(mark)s
        UNION ALL
        SELECT {_COLUMNS}, {BODY}, c.what, m.mark, c.number
        FROM ({chosen}) c LEFT JOIN published_commit m ON m.number = c.number
        LEFT JOIN published_entry e ON e.key = c.key AND c.what = '{_UPSERT}'
    """


_COLUMNS = COLUMNS.replace("e.key, e.type", "c.key, c.type")  # a removal has no entry
