"""The pages of refusals: not found, gone, not allowed, bad request, and the one for when everything else fails.

Each stands in the frame of the site, in the language of the address; where the frame cannot be read, without it.
"""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from api.in_process import OperationRefusedError
from home.website import ways
from home.website.caching import may_be_kept
from home.website.views import render
from home.website.visit import Visit, locale_of

logger = logging.getLogger("home")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing public stands at the address; unless it leads elsewhere, or what stood there was withdrawn."""
    visit = Visit.of(request)
    found = ways.known_of(visit, request.get_full_path())
    if found["__typename"] == "Redirect":
        return ways.leading(visit, found)
    return _framed(request, found["status"] if found["__typename"] == "Gone" else 404, visit, found=found)


def gone(request: HttpRequest) -> HttpResponse:
    """410: what stood at the address was withdrawn."""
    return _framed(request, 410)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not for this."""
    return _framed(request, 403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token, for example one that stood open too long. The reason is for developers."""
    return _framed(request, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be read; not even its host can be trusted, so the frame is left out."""
    return _plain(request, 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: something failed that should not have; reads nothing, so that it cannot fail too."""
    return _plain(request, 500)


def _framed(
    request: HttpRequest, status: int, visit: Visit | None = None, *, found: ways.Found | None = None
) -> HttpResponse:
    with translation.override(locale_of(request.path_info)):
        try:
            visit = visit or Visit.of(request)
            site = visit.ask({"SiteChrome": {"locale": visit.locale}})["SiteChrome"]["site"]
            answer = render(
                visit, f"home/errors/{status}.html", site, None, {"status": status, "found": found}, status=status
            )
            return may_be_kept(request, answer)
        except (OperationRefusedError, DatabaseError):  # no site yet, or no database
            logger.exception("The frame of a page with status %s could not be read", status)
            return _plain(request, status)


def _plain(request: HttpRequest, status: int) -> HttpResponse:
    locale = locale_of(request.path_info)
    with translation.override(locale):
        words = render_to_string("home/errors/plain.html", {"status": status, "locale": locale})
        return may_be_kept(request, HttpResponse(words, status=status))
