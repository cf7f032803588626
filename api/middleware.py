"""Takes requests for the GraphQL endpoint past everything made for pages and people: sessions, sign-in, redirects.

So no answer of the API can set a cookie or vary by one, and reading pays for none of it. Stands right below Django's
SecurityMiddleware.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import get_resolver, reverse

from api import views
from api.compression import compress
from api.limits import LIMITS
from published.statement_limit import statement_limit

URLS = "api.urls"


def door_middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A Django middleware that answers what stands under ``/graphql`` by ``api.urls`` and passes on the rest."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if is_of_endpoint(path):
            return respond(request)
        # Public pages are read as the endpoint reads, under its limit; the work of editors may take longer.
        is_public = request.method in ("GET", "HEAD") and not path.startswith(reverse("wagtailadmin_home"))
        with statement_limit(LIMITS.statement_seconds if is_public else None):
            return get_response(request)

    return middleware


def is_of_endpoint(path: str) -> bool:
    """Whether what stands at a path is answered here."""
    return path == "/graphql" or path.startswith("/graphql/")


def respond(request: HttpRequest) -> HttpResponse:
    """The whole response to a request for the endpoint. Called by the middleware and by ``api.front_door``."""
    with statement_limit(LIMITS.statement_seconds):
        response: HttpResponse
        if request.path_info == "/graphql":  # most questions: no list of addresses is gone through for them
            response = views.endpoint(request)
        else:
            view, args, kwargs = get_resolver(URLS).resolve(request.path_info)
            response = view(request, *args, **kwargs)
    compress(request, response)
    if response.status_code not in (204, 304):
        response["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        response.content = b""
    return response
