"""The files of the API (schema, explorer): the same for everybody, refused in the words of the rest of the API."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from api import cors
from api.answers import PLAIN_JSON, Answer, http_response
from api.callers import Caller
from api.errors import ApiError, MethodError, UnknownOperationError
from api.language import caller_language

METHODS = "GET, HEAD, OPTIONS"


def public_file(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that only answers GET and HEAD; scripts of other sites may read it. Its Http404 is told as JSON."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "OPTIONS":
            return cors.preflight(request, allowed=METHODS)
        with translation.override(caller_language(request.headers.get("Accept-Language"))):
            if request.method not in ("GET", "HEAD"):
                response = _refusal(MethodError(allowed=METHODS))
            else:
                try:
                    response = view(request, *args, **kwargs)
                except Http404:
                    response = _refusal(UnknownOperationError(name=request.path_info.removeprefix("/graphql/")[:100]))
        cors.allow(request, response, Caller())
        return response

    return answer


def _refusal(error: ApiError) -> HttpResponse:
    response = http_response(Answer(errors=[error]), media_type=PLAIN_JSON)
    for name, value in error.headers().items():
        response[name] = value
    return response
