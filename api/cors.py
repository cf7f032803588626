"""What browsers are told about other sites' scripts: public reading from anywhere, keys from their own origins only.

Called by ``api.views``. Nobody is ever allowed to send cookies along: the endpoint reads none.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from api.callers import Caller
from api.keys.origins import ANY, allows
from api.keys.reading import some_key_allows

# What clients send (Apollo's and urql's names among them). Without a key, and with one.
HEADERS = (
    "accept, accept-language, apollo-require-preflight, apollographql-client-name, apollographql-client-version, "
    "cache-control, content-language, content-type, if-none-match, x-apollo-operation-id, x-apollo-operation-name, "
    "x-requested-with"
)
HEADERS_WITH_KEY = f"authorization, {HEADERS}"
EXPOSED = "Cache-Tag, Content-Language, ETag, Retry-After, WWW-Authenticate"
SECONDS = 7_200  # as long as browsers keep it


def preflight(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """The answer to OPTIONS: which methods there are and, to a browser that asks for another site, what it may send.

    A browser asks without the key. So the key's header is allowed to the origins that some valid key lists, also where
    public reading is not; which key it is, is checked when it comes.
    """
    response = HttpResponse(status=204, headers={"Allow": allowed})
    del response["Content-Type"]  # there is no content
    origin = request.headers.get("Origin")
    if origin is None or "Access-Control-Request-Method" not in request.headers:
        return response
    asked = request.headers.get("Access-Control-Request-Headers", "").lower()
    with_key = "authorization" in (name.strip() for name in asked.split(",")) and some_key_allows(origin)
    if with_key:
        response["Access-Control-Allow-Origin"] = origin
    elif not _allow_public(response, origin):
        return _varying(response)
    response["Access-Control-Allow-Methods"] = allowed
    response["Access-Control-Allow-Headers"] = HEADERS_WITH_KEY if with_key else HEADERS
    response["Access-Control-Max-Age"] = str(SECONDS)
    return _varying(response)


def allow(request: HttpRequest, response: HttpResponse, caller: Caller | None) -> None:
    """Lets scripts of the request's origin read the answer, where they may. ``caller`` is None where it was refused.

    A refusal is readable from wherever the question may be asked: an app has to learn what is wrong.
    """
    origin = request.headers.get("Origin")
    if caller is not None and caller.key is not None:
        patch_vary_headers(response, ["Authorization", "Origin"])
        if origin is None or not allows(caller.key.origins, origin):
            return
        response["Access-Control-Allow-Origin"] = origin
    elif caller is None and "Authorization" in request.headers:
        response["Access-Control-Allow-Origin"] = ANY
    elif not _allow_public(response, origin):
        return
    response["Access-Control-Expose-Headers"] = EXPOSED


def _allow_public(response: HttpResponse, origin: str | None) -> bool:
    """The same words for every origin where every origin is allowed, so that caches keep one answer for all."""
    origins: frozenset[str] = frozenset(settings.GRAPHQL_PUBLIC_ORIGINS)
    if ANY in origins:
        response["Access-Control-Allow-Origin"] = ANY
        return True
    patch_vary_headers(response, ["Origin"])
    if origin is None or origin not in origins:
        return False
    response["Access-Control-Allow-Origin"] = origin
    return True


def _varying(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"])
    return response
