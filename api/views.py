"""The GraphQL endpoint over HTTP: plain views that read no session, set no cookie, answer every error as JSON."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from api import cors, freshness
from api.answers import PLAIN_JSON, Answer, http_response
from api.callers import Caller, Scope
from api.context import ReadContext
from api.door import Door, Prepared
from api.errors import ApiError, BadRequestError, InternalError, MethodError
from api.execution_context import ProjectedExecutionContext
from api.keys import access
from api.keys.recognition import caller_of
from api.language import caller_language
from api.negotiation import media_type
from api.operations import StoredOperation, StoredOperations
from api.questions import Question, question_from_body, question_from_parameters
from api.sdl import schema_sdl
from api.usage import budgets, records

logger = logging.getLogger("api")

P = ParamSpec("P")


@dataclass(frozen=True)
class Asking:
    """Who asks, and in which media type they are answered."""

    caller: Caller
    media_type: str


View = Callable[Concatenate[HttpRequest, Asking, P], HttpResponse]


@cache
def door(*, introspection: bool | None = None) -> Door:
    """The product's door; made at the first request, when every app is ready. ``introspection``: None: as is set."""
    from api.schema import schema  # composed when first needed, not by every command that looks at addresses

    return Door(
        schema.graphql_schema,
        execution_context_class=ProjectedExecutionContext,
        introspection=settings.GRAPHQL_INTROSPECTION if introspection is None else introspection,
    )


def door_for(caller: Caller) -> Door:
    """The door, or the one beside it for callers whose key may introspect."""
    return door(introspection=True) if caller.key and caller.may(Scope.INTROSPECT) else door()


@cache
def stored_operations(for_door: Door) -> StoredOperations:
    return StoredOperations(for_door.schema)


def graphql_view(*methods: str) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """A view that is handed who asks and the negotiated media type, and whose every failure is a GraphQL answer."""
    allowed = ", ".join(methods)

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "OPTIONS":
                return cors.preflight(request, allowed=allowed)
            chosen, caller = PLAIN_JSON, None
            with translation.override(caller_language(request.headers.get("Accept-Language"))):
                try:
                    if request.method not in methods:
                        raise MethodError(allowed=allowed)
                    chosen = media_type(request.headers.get("Accept"))
                    caller = caller_of(request)
                    response = view(request, Asking(caller, chosen), *args, **kwargs)
                except DisallowedHost:
                    refusal = BadRequestError(reason=_("this host is not served here"))
                    response = http_response(Answer(errors=[refusal]), media_type=chosen)
                except ApiError as error:
                    if caller is not None:
                        records.note(caller, None, Answer(errors=[error]))
                    response = http_response(Answer(errors=[error]), media_type=chosen)
                    for name, value in error.headers().items():
                        response[name] = value
                except Exception:
                    logger.exception("The door failed")
                    response = http_response(Answer(errors=[InternalError()]), media_type=chosen)
                cors.allow(request, response, caller)
            return response

        return answer

    return decorate


@graphql_view("GET", "HEAD", "OPTIONS", "POST")
def endpoint(request: HttpRequest, asking: Asking) -> HttpResponse:
    """``/graphql``: any operation by POST, queries by GET."""
    if request.method == "POST":
        return _answer(request, asking, question_from_body(request))
    return _answer(request, asking, question_from_parameters(request.GET.dict()))


@graphql_view("GET", "HEAD", "OPTIONS")
def stored_operation(request: HttpRequest, asking: Asking, name: str) -> HttpResponse:
    """``/graphql/<Name>``: a stored operation, its variables as plain query parameters."""
    operation = stored_operations(door()).get(name)
    return _answer(request, asking, operation.question(request.GET), operation)


@require_safe
def schema_document(request: HttpRequest) -> HttpResponse:
    """``/graphql/schema.graphql``: the contract, for people and code generators."""
    return freshness.kept_file(request, schema_sdl(door().schema).encode(), "application/graphql; charset=utf-8")


def _answer(
    request: HttpRequest, asking: Asking, question: Question, operation: StoredOperation | None = None
) -> HttpResponse:
    caller = asking.caller
    prepared = door_for(caller).prepare(question, operation.document if operation else None)
    if isinstance(prepared, Answer):
        budgets.spend(caller, budgets.REFUSAL)
        records.note(caller, None, prepared)
        return http_response(prepared, media_type=asking.media_type)
    access.check(caller, prepared)
    if request.method == "POST":
        return _executed(request, asking, prepared, operation)[0]
    if not prepared.operation.is_query:
        raise MethodError(allowed="POST")
    if prepared.is_private:
        return _executed(request, asking, prepared, operation)[0]
    return _kept_answer(request, asking, prepared, operation)


def _kept_answer(
    request: HttpRequest, asking: Asking, prepared: Prepared, operation: StoredOperation | None
) -> HttpResponse:
    """An answer that may be kept, or 304 to who has it already."""
    # The version is read first: what is published in between makes the answer newer than its tag, never older.
    tag = freshness.entity_tag(
        freshness.store_state(clock=prepared.depends_on_clock),
        freshness.release_fingerprint(door().schema),
        prepared.document.key,
        asking.media_type,
        request.get_host(),
        request.get_full_path(),
    )
    if freshness.is_known(request, tag):
        budgets.spend(asking.caller, budgets.REFUSAL)
        records.note(asking.caller, prepared, None, operation=operation.name if operation else None)
        unchanged = HttpResponseNotModified()
        freshness.may_be_kept(unchanged, tag)
        return unchanged
    response, context, answer = _executed(request, asking, prepared, operation)
    if not answer.errors:
        freshness.may_be_kept(response, tag)
        freshness.name_entries(response, [key for key, entry in context.entries.items() if entry is not None])
    return response


def _executed(
    request: HttpRequest, asking: Asking, prepared: Prepared, operation: StoredOperation | None
) -> tuple[HttpResponse, ReadContext, Answer]:
    budgets.spend(asking.caller, prepared.cost)
    context = ReadContext(host=request.get_host(), document_key=prepared.document.key, caller=asking.caller)
    answer = door_for(asking.caller).execute(prepared, context)
    records.note(asking.caller, prepared, answer, operation=operation.name if operation else None)
    return http_response(answer, media_type=asking.media_type), context, answer
