"""Middleware that compresses the pages of the public site on their way; static files are compressed beforehand.

Only what is the same for everybody: an answer that carries a secret (a form's token, something of one visitor) together
with words of the address could be read out of its length once compressed (the BREACH attack). Such answers vary by
cookie, set one or may not be kept.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import has_vary_header, patch_vary_headers

WORDS = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/xml",
    "application/rss+xml",
    "application/atom",
)


class CompressionMiddleware(GZipMiddleware):
    """Django's own, for public answers made of words; files are passed on as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 304 and response.has_header("ETag") and not is_personal(response):
            patch_vary_headers(response, ["Accept-Encoding"])  # as that which it stands for
            return response
        if response.streaming or not response.get("Content-Type", "").startswith(WORDS) or is_personal(response):
            return response
        return super().process_response(request, response)


def is_personal(response: HttpResponseBase) -> bool:
    kept_from_others = any(word in response.get("Cache-Control", "") for word in ("private", "no-store"))
    return kept_from_others or bool(response.cookies) or has_vary_header(response, "Cookie")
