"""The GraphQL endpoint over HTTP: plain views that read no session, set no cookie, answer every error as JSON."""

import logging
from collections.abc import Callable
from functools import cache, wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from api import cors, freshness
from api.answering import Asking
from api.answering import answer as answer_question
from api.answers import PLAIN_JSON, Answer, http_response
from api.callers import Caller, Scope
from api.door import Door
from api.errors import ApiError, BadRequestError, BudgetError, InternalError, MethodError
from api.execution_context import ProjectedExecutionContext
from api.keys.recognition import caller_of
from api.language import caller_language
from api.negotiation import media_type
from api.operations import StoredOperations
from api.public_files import public_file
from api.questions import question_from_body, question_from_parameters
from api.sdl import schema_sdl
from api.usage import budgets, records

logger = logging.getLogger("api")

P = ParamSpec("P")


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
                    budgets.require(caller)
                    through = door_for(caller)
                    asking = Asking(caller, chosen, through, stored_operations(through))
                    response = view(request, asking, *args, **kwargs)
                except DisallowedHost:
                    refusal = BadRequestError(reason=_("this host is not served here"))
                    response = http_response(Answer(errors=[refusal]), media_type=chosen)
                except (SuspiciousOperation, UnreadablePostError):  # too many parameters, half a body
                    refusal = BadRequestError(reason=_("it cannot be read"))
                    response = http_response(Answer(errors=[refusal]), media_type=chosen)
                except ApiError as error:
                    if caller is not None and not isinstance(error, BudgetError):
                        budgets.charge(caller, budgets.REFUSAL)
                    records.note(caller or Caller(), None, Answer(errors=[error]))
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
        return answer_question(request, asking, question_from_body(request))
    return answer_question(request, asking, question_from_parameters(request.GET.dict()))


@graphql_view("GET", "HEAD", "OPTIONS")
def stored_operation(request: HttpRequest, asking: Asking, name: str) -> HttpResponse:
    """``/graphql/<Name>``: a stored operation, its variables as plain query parameters."""
    operation = asking.stored.get(name)
    return answer_question(request, asking, operation.question(request.GET), operation)


@public_file
def schema_document(request: HttpRequest) -> HttpResponse:
    """``/graphql/schema.graphql``: the contract, for people and code generators."""
    return freshness.kept_file(request, schema_sdl(door().schema).encode(), "application/graphql; charset=utf-8")
