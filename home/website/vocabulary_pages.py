"""Pages of the vocabularies: everything about a topic, for an audience, of an organisation, of a series of events.

At the addresses of ``home.website.addresses``: one page for each term, and one that lists all terms of a vocabulary.
A page of the tree at such an address wins. Each is asked in one go, in at most three statements.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from home.website import views
from home.website.addresses import ADDRESSES, address
from home.website.frame import home_pages
from home.website.home_page import index_of
from home.website.lists import with_past
from home.website.visit import Visit, content_languages

Term = dict[str, Any]
Page = dict[str, Any]


@dataclass(frozen=True)
class Vocabulary:
    """One vocabulary: its operation for one term, its parameter in the addresses of lists, and its words.

    ``root`` is its field in the operation ``Vocabularies``, ``flag`` the variable that asks for it there.
    """

    operation: str
    parameter: str
    root: str
    flag: str
    title: Promise
    summary: Promise


#: By their names in ``ADDRESSES``.
VOCABULARIES: Mapping[str, Vocabulary] = {
    "topic": Vocabulary(
        "TopicDetail",
        "topics",
        "topics",
        "topics",
        pgettext_lazy("title of a page", "Topics"),
        _("What LabX works on: each topic with everything that is published about it."),
    ),
    "audience": Vocabulary(
        "AudienceDetail",
        "audiences",
        "audiences",
        "audiences",
        pgettext_lazy("title of a page", "Audiences"),
        _("Whom services, guides and events are for: each audience with everything that is meant for it."),
    ),
    "organisation": Vocabulary(
        "OrganisationDetail",
        "organisations",
        "organisations",
        "organisations",
        pgettext_lazy("title of a page", "Organisations"),
        _("Who works with LabX: each organisation with what it provides, writes and organises."),
    ),
    "series": Vocabulary(
        "SeriesDetail",
        "series",
        "eventSeries",
        "series",
        pgettext_lazy("title of a page", "Series of events"),
        _("Events that belong together: each series with its coming and past events."),
    ),
}

#: What is shown of a term, in this order: the field of its operation, the heading, the form of its entries.
GROUPS: Mapping[str, tuple[Promise, str]] = {
    "services": (_("Services"), "rows"),
    "projects": (_("Projects"), "rows"),
    "labs": (_("Laboratories"), "rows"),
    "courses": (_("Courses"), "rows"),
    "guides": (_("Guides"), "covers"),
    "events": (_("Events"), "events"),
    "news": (_("News"), "cards"),
    "others": (_("Other pages"), "rows"),
}

_NAMES = {(locale, words): name for name in VOCABULARIES for locale, words in ADDRESSES[name].items()}
#: The words after the prefix of a language, for the list of addresses.
PATHS = "|".join(sorted({words for _locale, words in _NAMES}))


@require_safe
def overview(request: HttpRequest, path: str) -> HttpResponseBase:
    """All terms of a vocabulary, each with the number of its pages."""
    visit = Visit.of(request)
    name = _NAMES.get((visit.locale, path.strip("/")))
    if name is None:
        return views.show(request, path)
    vocabulary = VOCABULARIES[name]
    wanted = {one.flag: one is vocabulary for one in VOCABULARIES.values()}
    answers = visit.ask(
        {
            "SiteChrome": {"locale": visit.locale},
            "PageDetail": {"path": visit.path, "children": 0},
            "Vocabularies": {"locale": visit.locale, **wanted},
        }
    )
    if answers["PageDetail"]["page"] is not None:
        return views.show(request, path)
    site = answers["SiteChrome"]["site"]
    page = _page(visit, site, str(vocabulary.title), str(vocabulary.summary), above=[])
    page["translations"] = [
        {"locale": code, "url": f"{site['url']}{address(name, code)}"}
        for code in content_languages()
        if code != visit.locale
    ]
    extra = {"name": name, "terms": answers["Vocabularies"][vocabulary.root]["nodes"]}
    return views.render(visit, "home/pages/vocabulary.html", site, page, extra, request)


@require_safe
def term(request: HttpRequest, path: str, words: str, slug: str) -> HttpResponseBase:
    """One term, with everything that carries it; 404 where the vocabulary has no such term in this language."""
    visit = Visit.of(request)
    name = _NAMES.get((visit.locale, words))
    if name is None:
        return views.show(request, path)
    vocabulary = VOCABULARIES[name]
    answers = visit.ask(
        {
            "SiteChrome": {"locale": visit.locale},
            "PageDetail": {"path": visit.path, "children": 0},
            vocabulary.operation: {"slug": slug, "locale": visit.locale},
        }
    )
    if answers["PageDetail"]["page"] is not None:
        return views.show(request, path)
    answer = answers[vocabulary.operation]
    found = next(iter(answer["terms"]["nodes"]), None)
    if found is None:
        raise Http404
    site = answers["SiteChrome"]["site"]
    overview_page = {"title": str(vocabulary.title), "url": f"{site['url']}{address(name, visit.locale)}"}
    page = _page(visit, site, found["name"], found.get("description", ""), above=[overview_page])
    page["translations"] = _translations(name, visit, site, found)
    extra = {
        "name": name,
        "term": found,
        "groups": groups(visit, vocabulary, answer, found["slug"]),
        "overview": overview_page,
        "area": f"area-{found['area'].lower()}" if found.get("area") else "",
    }
    return views.render(visit, "home/pages/term.html", site, page, extra, request)


def groups(visit: Visit, vocabulary: Vocabulary, answer: dict[str, Any], slug: str) -> list[dict[str, Any]]:
    """What carries a term, by type of page; ``more`` leads to the whole list of one type where not all are shown."""
    found = []
    for field, (title, form) in GROUPS.items():
        nodes = answer.get(field, {}).get("nodes", [])
        nodes = with_past(nodes, visit) if field == "events" else nodes
        if nodes:
            total = answer[field]["totalCount"]
            index = index_of(nodes) if field != "others" and total > len(nodes) else ""
            when = "&when=all" if field == "events" else ""
            more = f"{index}?{vocabulary.parameter}={slug}{when}" if index else ""
            found.append({"id": field, "title": title, "form": form, "nodes": nodes, "total": total, "more": more})
    return found


def _page(visit: Visit, site: dict[str, Any], title: str, summary: str, *, above: list[Page]) -> Page:
    """What the frame and the head of a page need of one that is not in the tree."""
    home = home_pages(site).get(visit.locale)
    return {
        "__typename": "",  # none of those in the tree
        "title": title,
        "summary": summary,
        "locale": visit.locale,
        "publishedAt": None,
        "updatedAt": None,
        "topics": [],
        "url": f"{site['url']}{visit.path}",
        "ancestors": [*([home] if home else []), *above],
        "translations": [],
    }


def _translations(name: str, visit: Visit, site: dict[str, Any], found: Term) -> list[Page]:
    """The same term in the other languages; an organisation has one slug in all of them."""
    others = found.get("translations")
    if others is None:
        others = [{"locale": code, "slug": found["slug"]} for code in content_languages() if code != visit.locale]
    return [
        {"locale": one["locale"], "url": f"{site['url']}{address(name, one['locale'], one['slug'])}"} for one in others
    ]
