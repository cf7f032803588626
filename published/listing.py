"""What a list of entries is: its types, filters, order, and the part of it that is asked for. Made by ``api``.

``published.list_statements`` writes the SQL of it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


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
    """A list. ``scopes`` are the pairs of type and language in it; a language is "" for types that have none.

    ``names``: only the entries of these slugs or keys.
    """

    scopes: tuple[tuple[str, str], ...]
    names: tuple[str, ...] | None = None
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
