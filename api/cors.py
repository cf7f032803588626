"""What browsers are told about other sites' scripts: public reading from anywhere, keys from their own origins only."""

from django.http import HttpRequest, HttpResponse

from api.callers import Caller


def preflight(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """The answer to OPTIONS: which methods there are and, to a browser that asks for another site, what it may send."""
    return HttpResponse(status=204, headers={"Allow": allowed})


def allow(request: HttpRequest, response: HttpResponse, caller: Caller | None) -> None:
    """Lets scripts of the request's origin read the answer, where they may. ``caller`` is None where it was refused."""
