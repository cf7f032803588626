"""Answers that anybody may keep: kept by browsers and proxies, which ask each time whether they are still right.

The tag is made of the content, so that it is right whatever the content came from: the store, the release, the clock.
Used for pages, feeds, calendars and the sitemap; what is for one person only says ``private, no-store`` itself.

A cache in front of the product that is told of every publication (published/purging.py) may keep them unasked, until
the next change that is known to come.
"""

import hashlib
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from api.freshness import store_state
from published.keeping import ALWAYS_ASKED, EVERYTHING, cache_control

# How long a page may have taken to be made: what has begun or ended since then is not in it.
MAKING = timedelta(seconds=30)
# What caches keep for a while where nothing is said: nobody would see a page that is published there in the meantime.
_KEPT_UNASKED = (301, 404, 410)


def may_be_kept(request: HttpRequest, response: HttpResponse, *, last_modified: datetime | None = None) -> HttpResponse:
    """The answer with its tag, or 304 for whoever has it already.

    ``last_modified`` is for answers that only grow, such as feeds; a page also changes with what stands around it.
    """
    if response.has_header("Cache-Control"):
        return response  # kept from others already
    if response.status_code in _KEPT_UNASKED:
        response["Cache-Control"] = ALWAYS_ASKED
    if response.status_code != 200:
        return response
    # Weak: the answer may be compressed on its way.
    tag = "W/" + quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = tag
    response["Cache-Control"] = ALWAYS_ASKED
    if settings.FRONTEND_CACHE_SECONDS:
        state = store_state(clock=True, now=timezone.now() - MAKING)
        response["Cache-Control"] = cache_control(state.next_change)
        response["Cache-Tag"] = EVERYTHING
    seconds = None
    if last_modified is not None:
        seconds = int(last_modified.timestamp())
        response["Last-Modified"] = http_date(seconds)
    return cast(HttpResponse, get_conditional_response(request, tag, seconds, response))
