"""The search of the site, at /pt/pesquisa/ and /en/search/: a plain form, filters with counts, pages of results.

Everything on it is asked in one go; the question is checked before, so that a visitor is told what is wrong with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from api.in_process import Answers, OperationRefusedError
from api.limits import LIMITS
from api.types.pages import page_models
from home.website import views
from home.website.addresses import ADDRESSES, address
from home.website.frame import home_pages
from home.website.visit import Visit, content_languages
from search.questions import TooLongError, TooManyTermsError, read_question

PAGE_SIZE = 10
MOST_CHOSEN = 20  # values of one filter that are taken from an address

#: The filters of the form in their order: the parameter, which is also the name of the facet, and its legend.
FILTERS: Mapping[str, Promise] = {
    "types": _("Type of content"),
    "topics": _("Topic"),
    "audiences": _("Audience"),
}
#: What a result is called. A type that is not here goes by the name of its facet.
KINDS: Mapping[str, Promise] = {
    "ServicePage": _("Service"),
    "NewsPage": _("News item"),
    "EventPage": _("Event"),
    "GuidePage": _("Guide"),
    "GuideChapterPage": _("Guide chapter"),
    "ProjectPage": _("Project"),
    "LabPage": _("Laboratory"),
    "CoursePage": _("Course"),
    "StandardPage": _("Information"),
    "SectionPage": _("Section"),
    "HomePage": _("Home page"),
    "ServiceIndexPage": _("List of services"),
    "NewsIndexPage": _("List of news"),
    "GuideIndexPage": _("List of guides"),
    "EventIndexPage": _("List of events"),
    "ProjectIndexPage": _("List of projects"),
    "LabIndexPage": _("List of laboratories"),
    "CourseIndexPage": _("List of courses"),
}
#: The words after the prefix of a language, for the list of addresses.
PATHS = "|".join(ADDRESSES["search"].values())


class SearchForm(forms.Form):
    """The question. Nothing typed is no error: the page then says what can be searched."""

    q = forms.CharField(required=False, label=_("What are you looking for?"))

    def __init__(self, data: Mapping[str, str], *, locale: str) -> None:
        super().__init__(data, auto_id="%s")
        self.locale = locale

    def clean_q(self) -> str:
        text = str(self.cleaned_data["q"])
        try:
            read_question(text, self.locale, longest=LIMITS.search_characters, most_terms=LIMITS.search_terms)
        except TooLongError as error:
            raise forms.ValidationError(
                gettext("Search with at most %(limit)s characters: these are %(asked)s."),
                params={"limit": error.limit, "asked": error.asked},
            ) from None
        except TooManyTermsError as error:
            raise forms.ValidationError(
                gettext("Search with at most %(limit)s words: these are %(asked)s."),
                params={"limit": error.limit, "asked": error.asked},
            ) from None
        return text


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the question, the values chosen of each filter, the place among the results."""

    text: str
    chosen: Mapping[str, tuple[str, ...]]
    after: str | None = None
    before: str | None = None

    @classmethod
    def of(cls, parameters: QueryDict) -> "Asked":
        chosen = {name: _values(parameters.getlist(name)) for name in FILTERS}
        chosen["types"] = tuple(value for value in chosen["types"] if value in page_models())
        text = _clean(parameters.get("q", "")).strip()
        return cls(text, chosen, parameters.get("after") or None, parameters.get("before") or None)

    @property
    def unfiltered(self) -> "Asked":
        """The same question alone."""
        return Asked(self.text, dict.fromkeys(FILTERS, ()))

    def variables(self, locale: str) -> dict[str, Any]:
        """The variables of the operation ``Search``."""
        size = {"last": PAGE_SIZE, "before": self.before} if self.before else {"first": PAGE_SIZE, "after": self.after}
        chosen = {name: list(values) for name, values in self.chosen.items() if values}
        return {"query": self.text, "locale": locale, **chosen, **size}

    def address(self, *, without: tuple[str, str] | None = None, **place: str) -> str:
        """The address of the same search without one value of a filter, or at another place among the results."""
        parameters = QueryDict(mutable=True)
        parameters["q"] = self.text
        for name, values in self.chosen.items():
            parameters.setlist(name, [value for value in values if (name, value) != without])
        parameters.update(place)
        return f"?{parameters.urlencode()}"


@require_safe
def show(request: HttpRequest, path: str) -> HttpResponseBase:
    """The search in the language of its address; a real page at the same address is shown instead."""
    visit = Visit.of(request)
    if visit.path != address("search", visit.locale):
        return views.show(request, path)
    asked = Asked.of(visit.parameters)
    form = SearchForm({"q": asked.text}, locale=visit.locale)
    answers = _answers(visit, asked if form.is_valid() else None)
    if answers["PageDetail"]["page"] is not None:
        return views.show(request, path)
    return _response(visit, request, asked, form, answers)


def _answers(visit: Visit, asked: Asked | None) -> Answers:
    """All that the page shows. Cursors that somebody changed are left out: that is the first page of results."""
    frame = {"SiteChrome": {"locale": visit.locale}, "PageDetail": {"path": visit.path}}
    if asked is None or not asked.text:
        return visit.ask(frame)
    try:
        return visit.ask({**frame, "Search": asked.variables(visit.locale)})
    except OperationRefusedError:
        if not (asked.after or asked.before):
            raise
        return visit.ask({**frame, "Search": Asked(asked.text, asked.chosen).variables(visit.locale)})


def _response(visit: Visit, request: HttpRequest, asked: Asked, form: SearchForm, answers: Answers) -> HttpResponse:
    site = answers["SiteChrome"]["site"]
    results = answers.get("Search", {}).get("search")
    home = home_pages(site).get(visit.locale)
    page = {
        "title": pgettext("title of a page", "Search"),
        "ancestors": [home] if home else [],
        # Topics and places among the results are those of one language: only the question goes along.
        "translations": [
            {"locale": code, "url": address("search", code) + (asked.unfiltered.address() if asked.text else "")}
            for code in content_languages()
            if code != visit.locale
        ],
    }
    extra = {"form": form, "asked": asked, "action": visit.path, "kinds": KINDS}
    if results is not None:
        extra |= _results(asked, results)
    return views.render(visit, "home/pages/search.html", site, page, extra, request)


def _results(asked: Asked, results: dict[str, Any]) -> dict[str, Any]:
    """What the template needs beside the results: filters with their counts, the chosen ones, links to the pages."""
    facets = {facet["name"]: facet["values"] for facet in results["facets"]}
    filters, chosen = [], []
    for name, legend in FILTERS.items():
        values = [
            {**value, "label": capfirst(value["label"]), "is_chosen": value["value"] in asked.chosen[name]}
            for value in facets.get(name, ())
        ]
        labels = {value["value"]: value["label"] for value in values}
        if values:
            filters.append({"name": name, "legend": legend, "values": values})
        chosen += [
            {"label": labels.get(value, value), "address": asked.address(without=(name, value))}
            for value in asked.chosen[name]
        ]
    info, hits, total = results["pageInfo"], results["nodes"], results["totalCount"]
    promoted = [] if asked.after or asked.before else results["promoted"]
    plural_names = {value["value"]: capfirst(value["label"]) for value in facets.get("types", ())}
    return {
        "results": results,
        "heading": _heading(asked.text, total, is_more=bool(promoted)),
        "promoted": [{**one, "kind": _kind(one["page"], plural_names)} for one in promoted],
        "first": hits[0]["place"] if hits else 0,
        "last": hits[-1]["place"] if hits else 0,
        "hits": [{**hit, "kind": _kind(hit["page"], plural_names)} for hit in hits],
        "filters": filters,
        "chosen": chosen,
        "all": asked.unfiltered.address(),
        "next": asked.address(after=info["endCursor"]) if info["hasNextPage"] else None,
        "previous": asked.address(before=info["startCursor"]) if info["hasPreviousPage"] else None,
    }


def _kind(page: Mapping[str, Any], plural_names: Mapping[str, str]) -> str:
    """What a page is called. One that was found without being named here goes by its facet."""
    name = page["__typename"]
    return str(KINDS.get(name) or plural_names.get(name, ""))


def _heading(text: str, total: int, *, is_more: bool) -> str:
    """How much was found; ``is_more`` says that recommended pages stand above it."""
    if not total and is_more:
        return gettext("No other results for “%(text)s”") % {"text": text}
    if not total:
        return gettext("No results for “%(text)s”") % {"text": text}
    words = ngettext("%(total)s result for “%(text)s”", "%(total)s results for “%(text)s”", total)
    return words % {"total": total, "text": text}


def _values(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_clean(value)[:100] for value in values if value))[:MOST_CHOSEN]


def _clean(text: str) -> str:
    """The database has no U+0000, and half a character cannot be written."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()
