"""The two addresses that belong to no room: the crossroads at "/" and, where no proxy does it, uploaded files."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe
from django.views.static import serve

from cms.media import FOREVER, PUBLIC_FOLDERS
from home.website.visit import Visit
from home.website.ways import known_of, leading


@require_safe
def crossroads(request: HttpRequest) -> HttpResponse:
    """Lead to the language that the visitor's browser asks for: Portuguese, unless English comes first.

    With a query string it may be an address of an older site: ``/?lang=en``.
    """
    if request.META.get("QUERY_STRING"):
        visit = Visit.of(request)
        found = known_of(visit, request.get_full_path())
        if found["__typename"] == "Redirect":
            return leading(visit, found)
    answer = HttpResponseRedirect(f"/{preferred_language(request.headers.get('Accept-Language', ''))}/")
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


def preferred_language(accepted: str) -> str:
    """The first content language ("pt", "en") in an Accept-Language header; Portuguese when there is none."""
    known = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
    for language, _ in parse_accept_lang_header(accepted.lower()[:500]):
        if (code := language.split("-")[0]) in known:
            return code
    return known[0]


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """An uploaded image. Names are never used twice, so it may be kept for a year.

    Where MEDIA_URL is on another host, it leads there: addresses that were given out before the files moved stay good.
    """
    folder, *rest = path.split("/")
    if folder not in PUBLIC_FOLDERS or any(part in {"", ".", ".."} for part in rest):
        raise Http404
    if "://" in settings.MEDIA_URL:
        return HttpResponsePermanentRedirect(default_storage.url(path))
    try:
        answer = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError:  # no file can have such a name
        raise Http404 from None
    answer.headers["Cache-Control"] = FOREVER
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
