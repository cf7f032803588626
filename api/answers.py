"""How a result becomes an answer: errors told or masked, JSON printed, status chosen. Called by ``api.views``."""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpResponse
from graphql import GraphQLError
from psycopg.errors import QueryCanceled

from api.errors import ApiError, BadUserInputError, InternalError, TimeLimitError, code_of
from api.limits import LIMITS

logger = logging.getLogger("api")

GRAPHQL_JSON = "application/graphql-response+json"
PLAIN_JSON = "application/json"

LONGEST_MESSAGE = 1_000  # a message may quote what was sent


@dataclass
class Answer:
    """A GraphQL response before it is printed: ``data`` only where something was executed."""

    data: dict[str, Any] | None = None
    errors: Sequence[GraphQLError | ApiError] = ()
    cost: int | None = None
    executed: bool = False

    def status(self, media_type: str) -> int:
        """The HTTP status: 200 for what was executed, else that of the first error under the client's media type."""
        if self.executed or not self.errors:
            return 200
        code = code_of(told(self.errors[0]))
        return code.status if code.always or media_type == GRAPHQL_JSON else 200

    def body(self) -> bytes:
        """The response as JSON, errors first, as the specification advises."""
        response: dict[str, Any] = {}
        if self.errors:
            request_id = uuid.uuid4().hex
            reported = self.errors[: LIMITS.errors_reported]
            response["errors"] = [print_error(error, request_id=request_id) for error in reported]
        if self.executed:
            response["data"] = self.data
        if self.cost is not None:
            response["extensions"] = {"cost": self.cost}
        return orjson.dumps(response)


def print_error(error: GraphQLError | ApiError, *, request_id: str) -> dict[str, Any]:
    """One entry of ``errors``: message, locations, path and ``extensions`` with the code of the table."""
    refusal = told(error)
    printed: dict[str, Any] = {"message": str(refusal)[:LONGEST_MESSAGE]}
    if isinstance(error, GraphQLError):
        if error.locations:
            printed["locations"] = [location.formatted for location in error.locations]
        if error.path is not None:
            printed["path"] = error.path
    printed["extensions"] = {"code": code_of(refusal).code, **refusal.details()}
    if isinstance(refusal, InternalError):
        printed["extensions"]["requestId"] = request_id
        logger.error("Masked error %s at %s", request_id, getattr(error, "path", None), exc_info=_cause(error))
    return printed


def told(error: GraphQLError | ApiError) -> ApiError:
    """What the client may know of an error: our own refusals as they are, anything else as an InternalError."""
    cause = _cause(error)
    if isinstance(cause, ApiError):
        return cause
    if isinstance(cause, QueryCanceled) or isinstance(cause.__cause__, QueryCanceled):
        return TimeLimitError(limit=LIMITS.statement_seconds)
    if isinstance(cause, GraphQLError) and cause.message.startswith("Argument '"):
        # graphql-core's own, while it coerces arguments: a null from a variable where null may not stand.
        return BadUserInputError("%(reason)s", reason=cause.message)
    return InternalError()


def _cause(error: Exception) -> Exception:
    while isinstance(error, GraphQLError) and error.original_error is not None:
        error = error.original_error
    return error


def http_response(answer: Answer, *, media_type: str) -> HttpResponse:
    """The answer as an HTTP response; nobody may keep it unless the caller says so afterwards."""
    response = HttpResponse(
        answer.body(), status=answer.status(media_type), content_type=f"{media_type}; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Accept"
    response["X-Content-Type-Options"] = "nosniff"
    return response
