"""The GraphQL endpoint over HTTP: plain views that read no session, set no cookie, answer every error as JSON."""

import logging
from collections.abc import Callable
from functools import cache, wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from api import freshness
from api.answers import PLAIN_JSON, Answer, http_response
from api.context import ReadContext
from api.documents import Document
from api.door import Door, Prepared
from api.errors import ApiError, BadRequestError, InternalError, MethodError
from api.execution_context import ProjectedExecutionContext
from api.language import caller_language
from api.negotiation import media_type
from api.operations import StoredOperations
from api.questions import Question, question_from_body, question_from_parameters
from api.sdl import schema_sdl

logger = logging.getLogger("api")

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, str, P], HttpResponse]


@cache
def door() -> Door:
    """The product's door; made at the first request, when every app is ready."""
    from api.schema import schema  # composed when first needed, not by every command that looks at addresses

    return Door(
        schema.graphql_schema,
        execution_context_class=ProjectedExecutionContext,
        introspection=settings.GRAPHQL_INTROSPECTION,
    )


@cache
def stored_operations(for_door: Door) -> StoredOperations:
    return StoredOperations(for_door.schema)


def graphql_view(*methods: str) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """A view that is handed the negotiated media type, and whose every failure is a GraphQL answer."""
    allowed = ", ".join(methods)

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": allowed})
            chosen = PLAIN_JSON
            with translation.override(caller_language(request.headers.get("Accept-Language"))):
                try:
                    if request.method not in methods:
                        raise MethodError(allowed=allowed)
                    chosen = media_type(request.headers.get("Accept"))
                    response = view(request, chosen, *args, **kwargs)
                except DisallowedHost:
                    refusal = BadRequestError(reason=_("this host is not served here"))
                    response = http_response(Answer(errors=[refusal]), media_type=chosen)
                except ApiError as error:
                    response = http_response(Answer(errors=[error]), media_type=chosen)
                    if isinstance(error, MethodError):
                        response["Allow"] = str(error.values["allowed"])
                except Exception:
                    logger.exception("The door failed")
                    response = http_response(Answer(errors=[InternalError()]), media_type=chosen)
            return response

        return answer

    return decorate


@graphql_view("GET", "HEAD", "OPTIONS", "POST")
def endpoint(request: HttpRequest, chosen: str) -> HttpResponse:
    """``/graphql``: any operation by POST, queries by GET."""
    if request.method == "POST":
        prepared = door().prepare(question_from_body(request))
        if isinstance(prepared, Prepared):
            answer, _context = _execute(request, prepared)
        else:
            answer = prepared
        return http_response(answer, media_type=chosen)
    return _answer_get(request, chosen, question_from_parameters(request.GET.dict()))


@graphql_view("GET", "HEAD", "OPTIONS")
def stored_operation(request: HttpRequest, chosen: str, name: str) -> HttpResponse:
    """``/graphql/<Name>``: a stored operation, its variables as plain query parameters."""
    operation = stored_operations(door()).get(name)
    return _answer_get(request, chosen, operation.question(request.GET), operation.document)


@require_safe
def schema_document(request: HttpRequest) -> HttpResponse:
    """``/graphql/schema.graphql``: the contract, for people and code generators."""
    return freshness.kept_file(request, schema_sdl(door().schema).encode(), "application/graphql; charset=utf-8")


def _answer_get(
    request: HttpRequest, chosen: str, question: Question, document: Document | None = None
) -> HttpResponse:
    prepared = door().prepare(question, document)
    if isinstance(prepared, Answer):
        return http_response(prepared, media_type=chosen)
    if not prepared.operation.is_query:
        raise MethodError(allowed="POST")
    # The version is read first: what is published in between makes the answer newer than its tag, never older.
    tag = freshness.entity_tag(
        freshness.store_state(clock=prepared.depends_on_clock),
        freshness.release_fingerprint(door().schema),
        prepared.document.key,
        chosen,
        request.get_host(),
        request.get_full_path(),
    )
    if freshness.is_known(request, tag):
        unchanged = HttpResponseNotModified()
        freshness.may_be_kept(unchanged, tag)
        return unchanged
    answer, context = _execute(request, prepared)
    response = http_response(answer, media_type=chosen)
    if not answer.errors:
        freshness.may_be_kept(response, tag)
        freshness.name_entries(response, [key for key, entry in context.entries.items() if entry is not None])
    return response


def _execute(request: HttpRequest, prepared: Prepared) -> tuple[Answer, ReadContext]:
    context = ReadContext(host=request.get_host(), document_key=prepared.document.key)
    return door().execute(prepared, context), context
