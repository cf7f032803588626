"""The lists of the site: services, news, guides and events, with filters in plain addresses and pages of results.

Called by ``home.website.kinds``. What a list can be filtered by, and in which order it stands, is one ``ListKind``; the
parameters of its address are those of its stored operation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from api.errors import ApiError
from api.in_process import Answers
from api.projection.cursors import Cursor
from home.website.dates import part, read
from home.website.visit import Visit
from published.listing import Order

PAGE_SIZE = 20
MOST_CHOSEN = 20  # values of one filter that are taken from an address
PAST = "PAST"

Page = dict[str, Any]


@dataclass(frozen=True)
class ListKind:
    """One list. ``filters``: legends by parameter, which is also the name of the facet; ``choices``: the values that a
    filter of fixed values takes; ``counted``: how many entries, in words."""

    operation: str
    root: str
    order: Order
    template: str
    filters: Mapping[str, Promise]
    counted: Callable[[int], str]
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    has_time: bool = False


def _services(number: int) -> str:
    return ngettext("%(number)s service", "%(number)s services", number) % {"number": number}


def _news(number: int) -> str:
    return ngettext("%(number)s news item", "%(number)s news items", number) % {"number": number}


def _guides(number: int) -> str:
    return ngettext("%(number)s guide", "%(number)s guides", number) % {"number": number}


def _events(number: int) -> str:
    return ngettext("%(number)s event", "%(number)s events", number) % {"number": number}


LISTS: Mapping[str, ListKind] = {
    "ServiceIndexPage": ListKind(
        "ServiceList",
        "services",
        Order.TITLE,
        "home/lists/services.html",
        {"topics": _("Topic"), "audiences": _("For whom")},
        _services,
    ),
    "NewsIndexPage": ListKind(
        "NewsList",
        "news",
        Order.NEWEST,
        "home/lists/news.html",
        {"topics": _("Topic"), "organisations": _("Organisation")},
        _news,
    ),
    "GuideIndexPage": ListKind(
        "GuideList",
        "guides",
        Order.NEWEST,
        "home/lists/guides.html",
        {"topics": _("Topic"), "audiences": _("For whom")},
        _guides,
    ),
    "EventIndexPage": ListKind(
        "EventList",
        "events",
        Order.EARLIEST,
        "home/lists/events.html",
        {"topics": _("Topic"), "audiences": _("For whom"), "format": _("Format")},
        _events,
        {"format": frozenset({"ON_SITE", "ONLINE", "BOTH"})},
        has_time=True,
    ),
}


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list; ``is_understood`` is false where some of it had to be left out."""

    chosen: Mapping[str, tuple[str, ...]]
    is_past: bool = False
    after: str | None = None
    before: str | None = None
    is_understood: bool = True

    @classmethod
    def of(cls, kind: ListKind, parameters: QueryDict) -> "Asked":
        chosen, is_understood = {}, True
        for name in kind.filters:
            given = [value for value in dict.fromkeys(parameters.getlist(name)) if value]
            taken = [value for value in given if _fits(value, kind.choices.get(name))][:MOST_CHOSEN]
            is_understood &= len(taken) == len(given)
            chosen[name] = tuple(taken)
        is_past = kind.has_time and parameters.get("when") == PAST
        order = Order.LATEST if is_past else kind.order
        places = {}
        for name in ("after", "before"):
            place = parameters.get(name) or None
            try:
                Cursor(order).read(place, field=name)
            except ApiError:
                place, is_understood = None, False
            places[name] = place
        return cls(chosen, is_past, places["after"], places["before"], is_understood)

    @property
    def is_whole_list(self) -> bool:
        """Whether this is the list itself: nothing is filtered, and it begins at its beginning."""
        return not (any(self.chosen.values()) or self.after or self.before or self.is_past)

    def variables(self, kind: ListKind, locale: str) -> dict[str, Any]:
        """The variables of the list's operation."""
        size: dict[str, Any] = {"first": PAGE_SIZE, "after": self.after}
        if self.before:
            size = {"first": None, "last": PAGE_SIZE, "before": self.before}
        time: dict[str, Any] = {}
        if kind.has_time:
            time = {"when": PAST, "order": "LATEST"} if self.is_past else {"withOngoing": self.is_whole_list}
        return {
            "locale": locale,
            **{name: list(values) for name, values in self.chosen.items() if values},
            **size,
            **time,
        }

    def address(self, *, without: tuple[str, str] | None = None, **place: str) -> str:
        """The address of the same list without one value of a filter, or at another place."""
        parameters = QueryDict(mutable=True)
        if self.is_past:
            parameters["when"] = PAST
        for name, values in self.chosen.items():
            parameters.setlist(name, [value for value in values if (name, value) != without])
        parameters.update(place)
        return f"?{parameters.urlencode()}" if parameters else "?"


def questions(kind: ListKind, visit: Visit) -> dict[str, dict[str, Any]]:
    """The page of the list itself, and what stands in it."""
    asked = Asked.of(kind, visit.parameters)
    return {"PageDetail": {"path": visit.path}, kind.operation: asked.variables(kind, visit.locale)}


def context(kind: ListKind, visit: Visit, answers: Answers, _page: Page) -> dict[str, Any]:
    """What the template needs beside the page: entries, filters with their counts, links to other parts of the list."""
    asked = Asked.of(kind, visit.parameters)
    listed = answers[kind.operation][kind.root]
    filters, chosen = _filters(kind, asked, listed["facets"])
    info = listed["pageInfo"]
    ongoing = (answers[kind.operation].get("ongoing") or {}).get("nodes", [])
    return {
        "listing": listed,
        "asked": asked,
        "heading": kind.counted(listed["totalCount"]),
        "filters": filters,
        "chosen": chosen,
        "all": Asked({}, asked.is_past).address(),
        "next": asked.address(after=info["endCursor"]) if info["hasNextPage"] else None,
        "previous": asked.address(before=info["startCursor"]) if info["hasPreviousPage"] else None,
        "is_continued": bool(asked.after or asked.before),
        "robots": None if asked.is_whole_list else "noindex, follow",
        **({"months": months(listed["nodes"]), "ongoing": ongoing} if kind.has_time else {}),
    }


def months(events: list[Page]) -> list[dict[str, Any]]:
    """Events by the month in which they start, in their order."""
    return [
        {"title": capfirst(part(starts, "YEAR_MONTH_FORMAT", zone)), "events": list(group)}
        for (starts, zone), group in _by_month(events)
    ]


def _by_month(events: list[Page]) -> Any:
    for _month, group in groupby(events, key=lambda event: f"{read(event['startsAt'], event['timeZone']):%Y-%m}"):
        found = list(group)
        yield (found[0]["startsAt"], found[0]["timeZone"]), found


def _filters(kind: ListKind, asked: Asked, facets: list[Page]) -> tuple[list[Page], list[Page]]:
    """The filters of the form; apart, the chosen values, of which one that nothing carries can still be removed."""
    values_of = {facet["name"]: facet["values"] for facet in facets}
    filters, chosen = [], []
    for name, legend in kind.filters.items():
        values = [
            {**value, "label": capfirst(value["label"]), "is_chosen": value["value"] in asked.chosen[name]}
            for value in values_of.get(name, ())
        ]
        if values:
            filters.append({"name": name, "legend": legend, "values": values})
        labels = {value["value"]: value["label"] for value in values}
        chosen += [
            {"label": labels.get(value, value), "address": asked.address(without=(name, value))}
            for value in asked.chosen[name]
        ]
    return filters, chosen


def _fits(value: str, choices: frozenset[str] | None) -> bool:
    """Whether a value may be asked for: one of the fixed ones, or else anything that may be a slug or an id."""
    if choices is not None:
        return value in choices
    return len(value) <= 120 and value.isprintable() and value.isascii()
