"""The lists of the site: services, projects, news, events and others, with filters in plain addresses and pages.

Called by ``home.website.kinds``; the lists are described in ``home.website.list_kinds``. What is wrong with an address
is told on the page: values that no form offers are left out, terms that do not exist find nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext

from api.in_process import Answers
from home.website.addresses import CALENDAR
from home.website.dates import part, read
from home.website.list_addresses import Asked, Problem, unknown
from home.website.list_kinds import ALL, LISTS, PAST, Filter, ListKind, in_address
from home.website.visit import Visit, content_languages
from published.folding import without_accents

__all__ = ["LISTS", "Asked", "ListKind", "context", "questions"]

Page = dict[str, Any]


def questions(kind: ListKind, visit: Visit) -> dict[str, dict[str, Any]]:
    """The page of the list itself, what stands in it, and the terms that were chosen."""
    asked = Asked.of(kind, visit.parameters)
    terms = {name: list(asked.chosen[name]) for name in kind.vocabularies if asked.chosen[name]}
    return {
        "PageDetail": {"path": visit.path, "children": 0},
        kind.operation: asked.variables(kind, visit.locale),
        **({"Terms": {"locale": visit.locale, **terms}} if terms else {}),
    }


def context(kind: ListKind, visit: Visit, answers: Answers, page: Page) -> dict[str, Any]:
    """What the template needs beside the page: entries, filters with their counts, links to other parts of the list."""
    asked = Asked.of(kind, visit.parameters)
    listed = answers[kind.operation][kind.root]
    terms = {name: answer["nodes"] for name, answer in answers.get("Terms", {}).items()}
    missing = _unknown_terms(kind, asked, terms)
    problems = [*asked.problems, *missing]
    filters = [_filter(kind, asked, name, listed["facets"], terms, problems) for name in kind.filters]
    shown = [one for one in filters if one["values"]]
    info, whole = listed["pageInfo"], asked.parameters(kind)
    only_time = Asked({}, asked.when).parameters(kind)
    if kind.has_time:
        listed = {**listed, "nodes": with_past(listed["nodes"], visit)}
    return {
        "listing": listed,
        "asked": asked,
        "heading": kind.counted(listed["totalCount"]),
        "filters": shown,
        "chosen": [
            {"label": value["label"], "address": _at(asked.parameters(kind, without=(one["name"], value["asked"])))}
            for one in filters
            for value in one["values"]
            if value["is_chosen"]
        ],
        "all": _at(only_time),
        "start": _at(whole),
        "orders": [
            {"value": in_address(value), "label": label, "is_chosen": value == (asked.order or next(iter(kind.orders)))}
            for value, label in kind.orders.items()
        ],
        "next": _at(whole, "after", info["endCursor"]) if info["hasNextPage"] else None,
        "previous": _at(whole, "before", info["startCursor"]) if info["hasPreviousPage"] else None,
        "problems": problems,
        "anchors": [one["name"] for one in shown],
        "languages": _languages(kind, asked, visit, page, terms),
        **_for_machines(asked, missing, page),
        **(_of_events(asked, answers[kind.operation], listed, kind) if kind.has_time else {}),
    }


def _at(parameters: str, name: str = "", place: str = "") -> str:
    """What comes after the path of the list."""
    query = QueryDict(parameters, mutable=True)
    if name:
        query[name] = place
    return f"?{query.urlencode()}" if query else ""


def _filter(
    kind: ListKind,
    asked: Asked,
    name: str,
    facets: list[Page],
    terms: Mapping[str, list[Page]],
    problems: list[Problem],
) -> dict[str, Any]:
    """One filter of the form: the values that occur, the most frequent first, and those chosen that do not occur."""
    one, chosen = kind.filters[name], asked.chosen[name]
    occurring: list[Page] = next((facet["values"] for facet in facets if facet["name"] == name), [])
    values = [
        {**value, "asked": value["value"], "label": _label(one, value["value"], value["label"])} for value in occurring
    ]
    names = {
        term[key]: _label(one, term["slug"], term["name"]) for term in terms.get(name, ()) for key in ("slug", "id")
    }
    ids = {term["id"]: term["slug"] for term in terms.get(name, ())}
    for value in chosen:
        if ids.get(value, value) not in {known["asked"] for known in values}:
            values.append({"asked": value, "label": names.get(value, value), "count": 0})
    return {
        "name": name,
        "legend": one.legend,
        "errors": [problem.message for problem in problems if problem.name == name],
        "values": [
            {
                **value,
                "value": value["asked"] if one.choices is None else in_address(value["asked"]),
                "label": value["label"] if one.choices is None else one.choices[value["asked"]],
                "is_chosen": value["asked"] in chosen,
            }
            for value in sorted(values, key=lambda value: (-value["count"], without_accents(value["label"]).casefold()))
        ],
    }


def _label(one: Filter, slug: str, words: str) -> str:
    return f"{slug} {words}" if one.is_numbered else capfirst(words)


def _unknown_terms(kind: ListKind, asked: Asked, terms: Mapping[str, list[Page]]) -> list[Problem]:
    """The chosen terms that do not exist."""
    return [
        unknown(name, str(kind.filters[name].legend), value)
        for name in kind.vocabularies
        for value in asked.chosen[name]
        if all(value not in (term["slug"], term["id"]) for term in terms.get(name, ()))
    ]


def _for_machines(asked: Asked, missing: list[Problem], page: Page) -> dict[str, Any]:
    """Views of a list stay out of indexes but are followed; a page of the list itself stands for itself."""
    status = {"status": 400} if asked.problems else {}
    if asked.is_filtered or asked.problems or missing:
        return {"robots": "noindex, follow", **status}
    if asked.is_continued:
        name, place = ("before", asked.before) if asked.before else ("after", asked.after)
        return {"canonical": f"{page['url']}{_at('', name, place or '')}", **status}
    return status


def _languages(
    kind: ListKind, asked: Asked, visit: Visit, page: Page, terms: Mapping[str, list[Page]]
) -> list[dict[str, Any]]:
    """The same view in the other languages, with the slugs that the chosen terms have there.

    Only the list itself is announced as a translation.
    """
    is_whole = not (asked.is_filtered or asked.is_continued)
    translations = {one["locale"]: one for one in page["translations"]}
    found = []
    for code in content_languages():
        if code == visit.locale:
            url = f"{page['url']}{_at(asked.parameters(kind))}"
            found.append({"code": code, "url": url, "is_current": True, "is_translation": False})
        elif code in translations:
            chosen = {
                name: _in_language(values, terms.get(name, []), code) if name in kind.vocabularies else values
                for name, values in asked.chosen.items()
            }
            query = _at(Asked(chosen, asked.when, asked.order).parameters(kind))
            url = f"{translations[code]['url']}{query}"
            found.append({"code": code, "url": url, "is_current": False, "is_translation": is_whole})
    return found


def _in_language(values: tuple[str, ...], terms: list[Page], code: str) -> tuple[str, ...]:
    """The slugs of terms in a language; an organisation has one in all of them."""
    slugs: dict[str, str] = {}
    for term in terms:
        in_all = [{"locale": code, "slug": term["slug"]}]
        slug = next((one["slug"] for one in term.get("translations", in_all) if one["locale"] == code), None)
        if slug:
            slugs |= {term["slug"]: slug, term["id"]: slug}
    return tuple(slugs[value] for value in values if value in slugs)


def _of_events(asked: Asked, answer: Page, listed: Page, kind: ListKind) -> dict[str, Any]:
    """What only a list of events has: tabs, months, what is happening now, the calendar under the same filters."""
    tabs = [
        {"label": label, "address": _at(Asked(asked.chosen, when).parameters(kind)), "is_current": when == asked.when}
        for when, label in (
            ("", gettext("Coming events")),
            (PAST, gettext("Past events")),
            (ALL, gettext("All events")),
        )
    ]
    return {
        "tabs": tabs,
        "months": months(listed["nodes"]),
        "ongoing": (answer.get("ongoing") or {}).get("nodes", []),
        "calendar": f"{CALENDAR}{_at(Asked(asked.chosen).parameters(kind))}",
    }


def with_past(events: list[Page], visit: Visit) -> list[Page]:
    """Events, each with whether it is over; one without an end is over once it has started."""
    now = visit.context.now
    return [{**one, "isPast": datetime.fromisoformat(one["endsAt"] or one["startsAt"]) <= now} for one in events]


def months(events: list[Page]) -> list[dict[str, Any]]:
    """Events by the month in which they start, in their order."""
    found = []
    for _month, group in groupby(events, key=lambda event: f"{read(event['startsAt'], event['timeZone']):%Y-%m}"):
        of_month = list(group)
        title = capfirst(part(of_month[0]["startsAt"], "YEAR_MONTH_FORMAT", of_month[0]["timeZone"]))
        found.append({"title": title, "events": of_month})
    return found
