"""What the address of a list asks for: values of filters, order, place in the list; and what is wrong with it.

Read by ``home.website.lists``, and by the calendar that follows a list of events.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext

from api.errors import ApiError
from api.projection.cursors import Cursor
from home.website.list_kinds import ALL, PAST, Filter, ListKind, in_address, of_contract
from published.listing import Order

MOST_CHOSEN = 20  # values of one filter that are taken from an address
LONGEST_SLUG = 120
SHOWN_OF_A_VALUE = 40  # characters of a wrong value that its message repeats


@dataclass(frozen=True)
class Problem:
    """What is wrong with an address, in words; ``name`` is the filter that it belongs to, "" for none."""

    name: str
    message: str


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list. Values are those of the contract; what cannot be asked is in ``problems``."""

    chosen: Mapping[str, tuple[str, ...]]
    when: str = ""  # PAST, ALL, or "" for what is coming
    order: str = ""  # "" for the usual one
    after: str | None = None
    before: str | None = None
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, kind: ListKind, parameters: QueryDict) -> "Asked":
        problems: list[Problem] = []
        chosen = {name: _chosen(name, one, parameters.getlist(name), problems) for name, one in kind.filters.items()}
        when = _one_of("when", (PAST, ALL) if kind.has_time else (), gettext("When"), parameters, problems)
        order = _one_of("order", kind.orders, gettext("Sort by"), parameters, problems)
        places = {}
        for name in ("after", "before"):
            place = parameters.get(name) or None
            try:
                Cursor(_order(kind, when, order)).read(place, field=name)
            except ApiError:
                place = None
                message = gettext("The place in the list could not be found: this is its beginning.")
                problems.append(Problem("", message))
            places[name] = place
        order = "" if order == next(iter(kind.orders), "") else order
        after = None if places["before"] else places["after"]
        return cls(chosen, when, order, after, places["before"], problems)

    @property
    def is_understood(self) -> bool:
        return not self.problems

    @property
    def is_past(self) -> bool:
        return self.when == PAST

    @property
    def is_continued(self) -> bool:
        """Whether the list does not begin at its beginning."""
        return bool(self.after or self.before)

    @property
    def is_filtered(self) -> bool:
        """Whether this is another view of the list than its own."""
        return bool(any(self.chosen.values()) or self.when or self.order)

    def variables(self, kind: ListKind, locale: str) -> dict[str, Any]:
        """The variables of the list's operation."""
        size: dict[str, Any] = {"first": kind.size, "after": self.after}
        if self.before:
            size = {"first": None, "last": kind.size, "before": self.before}
        order: dict[str, Any] = {"order": self.order} if self.order else {}
        if kind.has_time and self.when:
            order = {"order": "LATEST", "when": PAST if self.when == PAST else None}
        elif kind.has_time:
            order = {"withOngoing": not self.is_continued}
        chosen = {name: list(values) for name, values in self.chosen.items() if values}
        return {"locale": locale, **chosen, **size, **order}

    def parameters(self, kind: ListKind, *, without: tuple[str, str] | None = None) -> str:
        """The query string of this list from its beginning, without one value of a filter."""
        query = QueryDict(mutable=True)
        for name, values in self.chosen.items():
            kept = [value for value in values if (name, value) != without]
            query.setlist(name, kept if kind.filters[name].choices is None else [in_address(value) for value in kept])
        for name, value in (("when", self.when), ("order", self.order)):
            if value:
                query[name] = in_address(value)
        return query.urlencode()


def _order(kind: ListKind, when: str, order: str) -> Order:
    """The order of the list, whose cursors alone have a place in it."""
    if kind.has_time:
        return Order.LATEST if when else Order.EARLIEST
    return Order[order or next(iter(kind.orders))]


def _chosen(name: str, one: Filter, given: list[str], problems: list[Problem]) -> tuple[str, ...]:
    """The values of a filter that can be asked for, each once."""
    found: list[str] = []
    for value in dict.fromkeys(value for value in given if value):
        known = _slug(value) if one.choices is None else of_contract(value, one.choices)
        if known is None:
            problems.append(unknown(name, str(one.legend), value))
        elif known not in found:
            found.append(known)
    if len(found) > MOST_CHOSEN:
        words = gettext("At most %(limit)s values of “%(filter)s” can be chosen; the others were left out.")
        problems.append(Problem(name, words % {"limit": MOST_CHOSEN, "filter": one.legend}))
    return tuple(found[:MOST_CHOSEN])


def _one_of(name: str, values: Any, legend: str, parameters: QueryDict, problems: list[Problem]) -> str:
    """The value of a parameter that has one; the last where it is repeated."""
    given = parameters.get(name) or ""
    found = of_contract(given, values) if given and values else None
    if given and values and found is None:
        problems.append(unknown("", legend, given))
    return found or ""


def _slug(value: str) -> str | None:
    """The value where it may be a slug or an id."""
    return value if len(value) <= LONGEST_SLUG and value.isprintable() and value.isascii() else None


def unknown(name: str, legend: str, value: str) -> Problem:
    """A value that a filter does not have."""
    shown = Truncator("".join(sign if sign.isprintable() else " " for sign in value)).chars(SHOWN_OF_A_VALUE)
    return Problem(name, gettext("“%(value)s” does not exist under “%(filter)s”.") % {"value": shown, "filter": legend})
