"""Files for machines below the pages they tell of: ``rss.xml``, ``atom.xml``, ``calendar.ics``, ``event.ics``.

Each is made of the answers of stored operations in at most three statements, sets no cookie and may be kept.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http import HttpResponsePermanentRedirect as Permanent
from django.http import HttpResponseRedirect as Temporary
from django.views.decorators.http import require_safe

from home.website import errors
from home.website.caching import may_be_kept
from home.website.lists import LISTS, Asked
from home.website.machines import calendars, feeds
from home.website.machines.text import moment
from home.website.visit import Visit

CALENDAR_TYPE = "text/calendar; charset=utf-8"
EVENTS = LISTS["EventIndexPage"]


@require_safe
def feed(request: HttpRequest, path: str, name: str) -> HttpResponseBase:
    """``<list>rss.xml`` and ``<list>atom.xml``: what is newest in the list."""
    visit, at = Visit.of(request), _path_above(request, name)
    index = _route(visit, at)
    if "path" not in index:
        return _elsewhere(request, index, name)
    if index["__typename"] not in feeds.LISTS:
        raise Http404
    answer = visit.ask({"Feed": {"path": at, "parent": index["id"]}})["Feed"]
    content, updated = feeds.feed_of(answer, name, address=_own_address(request, answer["site"]))
    return may_be_kept(request, HttpResponse(content, content_type=feeds.FORMATS[name][1]), last_modified=updated)


@require_safe
def calendar(request: HttpRequest, path: str, name: str) -> HttpResponseBase:
    """``<list of events>calendar.ics``, with the same filters as the list: ``?topics=…&format=ONLINE``."""
    visit, at = Visit.of(request), _path_above(request, name)
    asked = Asked.of(EVENTS, request.GET)
    if not asked.is_understood:
        raise Http404  # a calendar of something else would be kept for years
    filters = {name: list(values) for name, values in asked.chosen.items() if values}
    answer = visit.ask({"EventCalendar": {"path": at, "locale": visit.locale, **filters}})["EventCalendar"]
    index = answer["page"]
    if index is None:
        return _elsewhere(request, _route(visit, at), name)
    if index["__typename"] != "EventIndexPage":
        raise Http404
    events = [event for part in ("past", "underWay", "coming") for event in answer[part]["nodes"]]
    events.sort(key=lambda event: (event["startsAt"], event["id"]))
    source = _own_address(request, answer["site"], urlencode(filters, doseq=True))
    return may_be_kept(request, _ics(calendars.calendar_of(index, answer["site"], events, source=source), name))


@require_safe
def event(request: HttpRequest, path: str, name: str) -> HttpResponseBase:
    """``<event>event.ics``: one event to keep in one's own calendar."""
    visit, at = Visit.of(request), _path_above(request, name)
    page = visit.ask({"EventDetail": {"path": at}})["EventDetail"]["page"]
    if page is None:
        return _elsewhere(request, _route(visit, at), name)
    if page["__typename"] != "EventPage":
        raise Http404
    response = _ics(calendars.event_file(page), f"{page['slug']}.ics")
    return may_be_kept(request, response, last_modified=moment(page["updatedAt"]))


def _ics(content: bytes, file_name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=CALENDAR_TYPE, headers={"Content-Disposition": f'inline; filename="{file_name}"'}
    )


def _path_above(request: HttpRequest, name: str) -> str:
    """The path of the page that the file tells of."""
    return request.path_info.removesuffix(name)


def _route(visit: Visit, path: str) -> dict[str, Any]:
    found: dict[str, Any] = visit.ask({"Route": {"path": path}})["Route"]["route"]
    return found


def _elsewhere(request: HttpRequest, found: dict[str, Any], name: str) -> HttpResponseBase:
    """Where no page stands: the file of the page that the address leads to, so that subscribers follow a move."""
    if found["__typename"] == "Redirect" and found["page"]:
        return may_be_kept(request, (Permanent if found["status"] == 301 else Temporary)(f"{found['target']}{name}"))
    if found["__typename"] == "Gone":
        return errors.gone(request)
    raise Http404


def _own_address(request: HttpRequest, site: dict[str, Any], query: str = "") -> str:
    """The public address of a file, whatever host it was asked at; of its parameters, those that choose."""
    return f"{site['url']}{request.path_info}" + (f"?{query}" if query else "")
