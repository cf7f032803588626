"""The lists of the site, one description each: operation, filters, orders, template. A new list is a new line here.

``home.website.lists`` reads an address by these descriptions and computes what the templates show.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

PAST, ALL = "PAST", "ALL"


@dataclass(frozen=True)
class Filter:
    """A filter: its legend, and the words of its fixed values; without these its values are terms of a vocabulary.

    ``is_numbered``: the slugs of the terms are numbers that people know them by, and stand before their names.
    """

    legend: Promise
    choices: Mapping[str, Promise] | None = None
    is_numbered: bool = False


@dataclass(frozen=True)
class ListKind:
    """One list. ``filters`` are named as the variables and facets of the operation, and so are the parameters.

    ``orders``: the words of each order of the contract, the usual one first; ``counted``: how many entries, in words.
    ``has_time``: the list shows what is coming, unless ``when`` asks for what is past or for all.
    """

    operation: str
    root: str
    template: str
    filters: Mapping[str, Filter]
    orders: Mapping[str, Promise]
    counted: Callable[[int], str]
    size: int = 20
    has_time: bool = False

    @property
    def vocabularies(self) -> list[str]:
        """The filters whose values are terms."""
        return [name for name, one in self.filters.items() if one.choices is None]


def _services(number: int) -> str:
    return ngettext("%(number)s service", "%(number)s services", number) % {"number": number}


def _news(number: int) -> str:
    return ngettext("%(number)s news item", "%(number)s news items", number) % {"number": number}


def _guides(number: int) -> str:
    return ngettext("%(number)s guide", "%(number)s guides", number) % {"number": number}


def _events(number: int) -> str:
    return ngettext("%(number)s event", "%(number)s events", number) % {"number": number}


def _projects(number: int) -> str:
    return ngettext("%(number)s project", "%(number)s projects", number) % {"number": number}


def _labs(number: int) -> str:
    return ngettext("%(number)s laboratory", "%(number)s laboratories", number) % {"number": number}


def _courses(number: int) -> str:
    return ngettext("%(number)s course", "%(number)s courses", number) % {"number": number}


PHASES: Mapping[str, Promise] = {
    "PLANNED": pgettext_lazy("phase of a project", "Planned"),
    "RESEARCH": pgettext_lazy("phase of a project", "In research"),
    "CO_CREATION": pgettext_lazy("phase of a project", "In co-creation"),
    "EXPERIMENTATION": pgettext_lazy("phase of a project", "In experimentation"),
    "IMPLEMENTATION": pgettext_lazy("phase of a project", "In implementation"),
    "COMPLETED": pgettext_lazy("phase of a project", "Completed"),
}
TOPICS = Filter(_("Topic"))
AUDIENCES = Filter(_("For whom"))
ORGANISATIONS = Filter(_("Organisation"))
BY_TITLE, NEWEST, OLDEST = _("In alphabetical order"), _("The newest first"), _("The oldest first")

LISTS: Mapping[str, ListKind] = {
    "ServiceIndexPage": ListKind(
        "ServiceList",
        "services",
        "home/lists/services.html",
        {
            "topics": TOPICS,
            "audiences": AUDIENCES,
            "channel": Filter(
                _("How it is provided"),
                {
                    "ONLINE": pgettext_lazy("channel of a service", "Online"),
                    "PHONE": pgettext_lazy("channel of a service", "By telephone"),
                    "IN_PERSON": pgettext_lazy("channel of a service", "In person"),
                },
            ),
            "organisations": ORGANISATIONS,
        },
        {"TITLE": BY_TITLE, "NEWEST": NEWEST},
        _services,
    ),
    "NewsIndexPage": ListKind(
        "NewsList",
        "news",
        "home/lists/news.html",
        {"topics": TOPICS, "organisations": ORGANISATIONS},
        {"NEWEST": NEWEST, "OLDEST": OLDEST, "TITLE": BY_TITLE},
        _news,
        size=12,
    ),
    "GuideIndexPage": ListKind(
        "GuideList",
        "guides",
        "home/lists/guides.html",
        {"topics": TOPICS, "audiences": AUDIENCES, "organisations": ORGANISATIONS},
        {"NEWEST": NEWEST, "TITLE": BY_TITLE},
        _guides,
        size=12,
    ),
    "EventIndexPage": ListKind(
        "EventList",
        "events",
        "home/lists/events.html",
        {
            "format": Filter(
                _("Format"), {"ON_SITE": _("On site"), "ONLINE": _("Online"), "BOTH": _("On site and online")}
            ),
            "topics": TOPICS,
            "audiences": AUDIENCES,
            "series": Filter(_("Series")),
            "status": Filter(
                _("Status"),
                {
                    "SCHEDULED": _("Scheduled"),
                    "POSTPONED": _("Postponed"),
                    "CANCELLED": _("Cancelled"),
                    "MOVED_ONLINE": _("Moved online"),
                },
            ),
            "organisations": ORGANISATIONS,
        },
        {},
        _events,
        has_time=True,
    ),
    "ProjectIndexPage": ListKind(
        "ProjectList",
        "projects",
        "home/lists/projects.html",
        {
            "phase": Filter(_("Phase"), PHASES),
            "topics": TOPICS,
            "audiences": AUDIENCES,
            "organisations": Filter(_("Partner")),
            "sdg": Filter(_("Target of sustainable development"), is_numbered=True),
        },
        {"TITLE": BY_TITLE, "NEWEST": NEWEST},
        _projects,
    ),
    "LabIndexPage": ListKind(
        "LabList",
        "labs",
        "home/lists/labs.html",
        {"topics": TOPICS, "organisations": ORGANISATIONS},
        {"TITLE": BY_TITLE, "NEWEST": NEWEST},
        _labs,
    ),
    "CourseIndexPage": ListKind(
        "CourseList",
        "courses",
        "home/lists/courses.html",
        {"topics": TOPICS, "audiences": AUDIENCES, "organisations": ORGANISATIONS},
        {"TITLE": BY_TITLE, "NEWEST": NEWEST},
        _courses,
    ),
}


def in_address(value: str) -> str:
    """A value of the contract as addresses write it: ``ON_SITE`` is ``on-site``."""
    return value.lower().replace("_", "-")


def of_contract(value: str, values: Any) -> str | None:
    """The value of the contract that an address means, in whatever letters; None for none of ``values``."""
    meant = value.upper().replace("-", "_")
    return meant if meant in values else None
