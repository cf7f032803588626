"""What a list of entries is and the SQL of it: filters, orders, keyset windows. Called by ``published.reading``.

Every list is ``source CROSS JOIN LATERAL (one index scan per row of the source)``: the source is the pairs of type and
language asked for, or the parents whose children are asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

Parameters = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A column that lists are ordered by, as its index holds it: descending with nulls first, or ascending."""

    name: str
    cast: str
    descending: bool = False
    nullable: bool = True


_SORT_AT = Column("sort_at", "timestamptz", descending=True)
_STARTS_AT = Column("starts_at", "timestamptz")


class Order(Enum):
    """The orders of lists: a column, and whether it is read against its index. The key decides between equals."""

    NEWEST = (_SORT_AT, False)
    OLDEST = (_SORT_AT, True)
    TITLE = (Column("sort_title", "text", nullable=False), False)
    EARLIEST = (_STARTS_AT, False)
    LATEST = (_STARTS_AT, True)
    NAVIGATION = (Column("tree", "text"), False)

    @property
    def column(self) -> Column:
        return self.value[0]

    @property
    def is_reversed(self) -> bool:
        return self.value[1]


class When(Enum):
    """Where an entry with a start and perhaps an end stands in time."""

    UPCOMING = "UPCOMING"
    ONGOING = "ONGOING"
    PAST = "PAST"


@dataclass(frozen=True)
class TermFilter:
    """Entries that carry any of these terms of one kind. ``type`` is the vocabulary whose slugs and keys they name."""

    kind: str
    names: tuple[str, ...]
    type: str | None = None


@dataclass(frozen=True)
class Listing:
    """A list. ``scopes`` are the pairs of type and language in it; a language is "" for types that have none."""

    scopes: tuple[tuple[str, str], ...]
    terms: tuple[TermFilter, ...] = ()
    published_after: datetime | None = None
    published_before: datetime | None = None
    when: When | None = None
    now: datetime | None = None
    order: Order = Order.NEWEST


@dataclass(frozen=True)
class Position:
    """A place in a list: the ordering column's value as text (None for null) and the key of the entry there."""

    value: str | None
    key: str


@dataclass(frozen=True)
class Window:
    """A part of a list: ``size`` entries after or before a position, from the end of it when ``backwards``."""

    size: int
    after: Position | None = None
    before: Position | None = None
    backwards: bool = False


def page_statement(
    columns: str, listing: Listing, window: Window, *, parents: Sequence[str] | None
) -> tuple[str, Parameters]:
    """Gives ``columns``, then the position as text, then the parent's key (null without ``parents``)."""
    column = listing.order.column
    against_index = listing.order.is_reversed != window.backwards
    source, conditions, parameters = _filtered(listing, parents)
    for name, position, beyond in (
        ("after", window.after, not listing.order.is_reversed),
        ("before", window.before, listing.order.is_reversed),
    ):
        if position is not None:
            conditions.append(_beyond(column, position, name=name, in_index_order=beyond))
            parameters |= {f"{name}_value": position.value, f"{name}_key": position.key}
    order = _order_by(column, against_index=against_index)
    limit = "LIMIT %(limit)s"
    parameters["limit"] = window.size + 1
    statement = (
        f"SELECT {columns}, e.{column.name}::text, {'p.key' if parents is not None else 'NULL'} FROM {source}"
        f" CROSS JOIN LATERAL (SELECT e.* FROM published_entry e WHERE {' AND '.join(conditions)}"
        f" ORDER BY {order} {limit}) e ORDER BY {order} {'' if parents is not None else limit}"
    )
    return statement, parameters


def count_statement(listing: Listing, *, parents: Sequence[str] | None) -> tuple[str, Parameters]:
    """Gives the parent's key (null without ``parents``) and the number."""
    source, conditions, parameters = _filtered(listing, parents)
    parent = "p.key" if parents is not None else "NULL"
    statement = f"SELECT {parent}, count(*) FROM {source} JOIN published_entry e ON {' AND '.join(conditions)}"
    return statement + (" GROUP BY p.key" if parents is not None else ""), parameters


def facets_statement(listing: Listing, *, parents: Sequence[str] | None) -> tuple[str, Parameters]:
    """Gives the parent's key, the term, the label and slug of the entry that the term names, and the number."""
    source, conditions, parameters = _filtered(listing, parents)
    parent = "p.key" if parents is not None else "NULL::text"
    statement = (
        "SELECT c.parent, c.term, coalesce(v.card->>'name', v.card->>'title'), v.card->>'slug', c.number"
        f" FROM (SELECT {parent} AS parent, m.term, count(*) AS number FROM {source}"
        f" JOIN published_entry e ON {' AND '.join(conditions)} JOIN published_term m ON m.key = e.key"
        f" GROUP BY 1, 2) c LEFT JOIN published_entry v ON v.key = substr(c.term, strpos(c.term, ':') + 1)"
        " ORDER BY c.number DESC, c.term"
    )
    return statement, parameters


def _filtered(listing: Listing, parents: Sequence[str] | None) -> tuple[str, list[str], Parameters]:
    """The source of a list, the conditions on ``e`` (some refer to the source), and their values."""
    parameters: Parameters = {}
    if parents is None:
        source = "unnest(%(types)s::text[], %(locales)s::text[]) s(type, locale)"
        conditions = ["e.listed", "e.type = s.type", "e.locale = s.locale"]
        parameters["types"] = [kind for kind, _ in listing.scopes]
        parameters["locales"] = [locale for _, locale in listing.scopes]
    else:
        source = "(SELECT key, tree FROM published_entry WHERE key = ANY(%(parents)s) AND tree IS NOT NULL) p"
        conditions = [
            "e.listed",
            "e.tree > p.tree",
            "e.tree <= p.tree || 'ZZZZ'",
            "length(e.tree) = length(p.tree) + 4",  # treebeard: four characters a level
            "e.type = ANY(%(types)s)",
        ]
        parameters["parents"] = list(parents)
        parameters["types"] = sorted({kind for kind, _ in listing.scopes})
    for number, terms in enumerate(listing.terms):
        conditions.append(_carries(terms, number, parameters))
    if listing.published_after is not None:
        conditions.append("e.sort_at >= %(published_after)s")
        parameters["published_after"] = listing.published_after
    if listing.published_before is not None:
        conditions.append("e.sort_at < %(published_before)s")
        parameters["published_before"] = listing.published_before
    if listing.when is not None:
        conditions.append(_WHEN[listing.when])
        parameters["now"] = listing.now
    return source, conditions, parameters


# An entry without an end ends when it starts.
_WHEN = {
    When.UPCOMING: "e.starts_at > %(now)s",
    When.ONGOING: "e.starts_at <= %(now)s AND e.ends_at > %(now)s",
    When.PAST: "coalesce(e.ends_at, e.starts_at) <= %(now)s",
}


def _carries(terms: TermFilter, number: int, parameters: Parameters) -> str:
    """The condition of one filter field. Slugs are looked up inside the statement, so that they cost no other."""
    parameters[f"names_{number}"] = list(terms.names)
    if terms.type is None:
        parameters[f"names_{number}"] = [f"{terms.kind}:{name}" for name in terms.names]
        asked = f"%(names_{number})s::text[]"
    else:
        parameters[f"kind_{number}"] = f"{terms.kind}:"
        parameters[f"vocabulary_{number}"] = terms.type
        asked = (
            f"ARRAY(SELECT %(kind_{number})s || v.key FROM published_entry v WHERE v.type = %(vocabulary_{number})s"
            f" AND (v.key = ANY(%(names_{number})s) OR v.card->>'slug' = ANY(%(names_{number})s)))"
        )
    return f"EXISTS (SELECT FROM published_term m WHERE m.key = e.key AND m.term = ANY({asked}))"


def _order_by(column: Column, *, against_index: bool) -> str:
    descending = column.descending != against_index
    return f"e.{column.name} {'DESC' if descending else 'ASC'}, e.key {'DESC' if against_index else 'ASC'}"


def _beyond(column: Column, position: Position, *, name: str, in_index_order: bool) -> str:
    """The condition "stands after this position", in the index's order or against it; nulls as the index has them."""
    value, key = f"%({name}_value)s::{column.cast}", f"%({name}_key)s"
    compare_key = f"e.key {'>' if in_index_order else '<'} {key}"
    compare = ">" if in_index_order != column.descending else "<"
    nulls_come_later = in_index_order != column.descending
    if position.value is None:
        if nulls_come_later:  # this position is among the last, the nulls
            return f"e.{column.name} IS NULL AND {value} IS NULL AND {compare_key}"
        return f"(e.{column.name} IS NOT NULL OR {compare_key}) AND {value} IS NULL"
    beyond = f"e.{column.name} {compare}= {value} AND (e.{column.name} {compare} {value} OR {compare_key})"
    return f"({beyond} OR e.{column.name} IS NULL)" if nulls_come_later and column.nullable else f"({beyond})"
