"""Every refusal of the API: one exception class each, and the one table that gives it a code and a status.

Resolvers and the door raise these; ``api.answers`` prints them. ``graphql/README.md`` documents the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from published.document import FieldProblem

Words = str | Promise


class ApiError(Exception):
    """A refusal we mean: its message reaches the client, in the client's language.

    ``values`` fill the message; ``field`` names the argument or parameter; ``limit`` and ``asked`` are the limit that
    was met and what was asked for.
    """

    message: Words = _("The request cannot be answered.")

    def __init__(
        self,
        message: Words | None = None,
        *,
        field: str | None = None,
        limit: int | None = None,
        asked: int | None = None,
        **values: object,
    ) -> None:
        super().__init__()
        if message is not None:
            self.message = message
        self.field = field
        self.limit = limit
        self.asked = asked
        self.values = values

    def __str__(self) -> str:
        values = {"field": self.field, "limit": self.limit, "asked": self.asked, **self.values}
        return str(self.message) % values

    def details(self) -> dict[str, Any]:
        """What stands in ``extensions`` beside the code: the limit that was met, the field it was met at."""
        details = {"field": self.field, "limit": self.limit, "asked": self.asked}
        return {name: value for name, value in details.items() if value is not None}

    def headers(self) -> dict[str, str]:
        """What the response says beside the body, where this is the refusal of the whole request."""
        return {}


# What a resolver may raise.


class BadUserInputError(ApiError):
    message = _("The value of “%(field)s” cannot be used.")


class PageSizeError(BadUserInputError):
    message = _("“%(field)s” may be from 0 to %(limit)s, not %(asked)s.")


class ExpiredCursorError(ApiError):
    message = _("Changes cannot be told from this cursor any more. Throw your copy away and start again without it.")

    def details(self) -> dict[str, Any]:
        return {**super().details(), "startAgain": True}


class SearchLengthError(ApiError):
    message = _("A search may have %(limit)s characters; this one has %(asked)s.")


class SearchTermsError(ApiError):
    message = _("A search may have %(limit)s words; this one has %(asked)s.")


class UnfinishedDraftError(ApiError):
    """``problems`` are those of the projection: each a field as editors read it and what is wrong with it."""

    message = _("This draft cannot be shown yet: %(reason)s")

    def __init__(self, *, problems: Sequence[FieldProblem]) -> None:
        super().__init__(reason="; ".join(map(str, problems)))
        self.problems = problems

    def details(self) -> dict[str, Any]:
        found = [{"field": problem.field, "reason": problem.reason} for problem in self.problems]
        return {**super().details(), "problems": found}


class TimeLimitError(ApiError):
    message = _("The database needed more than %(limit)s seconds. Ask for less at once.")


# What is wrong with a document.


class ParseError(ApiError):
    message = _("The document is not valid GraphQL: %(reason)s")


class ValidationError(ApiError):
    message = "%(reason)s"


class IntrospectionDisabledError(ApiError):
    message = _("Introspection is switched off here. The schema is public: GET /graphql/schema.graphql.")


class OperationResolutionError(ApiError):
    message = _("The document holds several operations: name one of them in “operationName”.")


class DocumentLengthError(ApiError):
    message = _("A document may have %(limit)s characters; this one has %(asked)s.")


class TokenLimitError(ApiError):
    message = _("A document may have %(limit)s tokens; this one has more.")


class DepthLimitError(ApiError):
    message = _("A selection may be %(limit)s levels deep; this one is deeper.")


class AliasLimitError(ApiError):
    message = _("A document may have %(limit)s aliases; this one has %(asked)s.")


class DirectiveLimitError(ApiError):
    message = _("A document may have %(limit)s directives; this one has %(asked)s.")


class CostLimitError(ApiError):
    message = _("An operation may cost %(limit)s; this one costs %(asked)s. Ask for smaller pages or fewer lists.")


# What is wrong with the request around it.


class BadRequestError(ApiError):
    message = _("The request is not a GraphQL request: %(reason)s")


class BatchingError(ApiError):
    message = _("One operation per request: a list of operations is not executed.")


class ParameterError(ApiError):
    message = _("The parameter “%(field)s” cannot be used: %(reason)s")


class PersistedQueryNotFoundError(ApiError):
    message = "PersistedQueryNotFound"  # clients look for these very words, and send the text of the query then


class PersistedQueryNotSupportedError(ApiError):
    message = "PersistedQueryNotSupported"  # as above; they stop sending hashes then


class UnknownOperationError(ApiError):
    message = _("There is no stored operation of the name “%(name)s”.")


class MethodError(ApiError):
    message = _("Use %(allowed)s for this.")

    def headers(self) -> dict[str, str]:
        return {"Allow": str(self.values["allowed"])}


class NotAcceptableError(ApiError):
    message = _("Answers are application/graphql-response+json or application/json; your Accept header allows neither.")


class BodyLengthError(ApiError):
    message = _("A body may have %(limit)s bytes.")


class ContentTypeError(ApiError):
    message = _("A body must be application/json, in UTF-8, not compressed.")


# What is wrong with who asks.


class KeyRefusedError(ApiError):
    message = _("This key is not known, has expired or was revoked.")

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": "Bearer"}


class ScopeError(ApiError):
    message = _("The key does not have the scope “%(scope)s”.")


class OriginError(ApiError):
    message = _("This key may not be used from “%(origin)s”.")


class StoredOnlyError(ApiError):
    message = _("This key may ask stored operations only: GET /graphql/<Name>.")


class BudgetError(ApiError):
    message = _("The budget of %(limit)s a minute is spent. Ask again in %(seconds)s seconds.")

    def details(self) -> dict[str, Any]:
        return {**super().details(), "seconds": self.values["seconds"]}

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.values["seconds"])}


class InternalError(ApiError):
    message = _("Internal error")


@dataclass(frozen=True)
class Code:
    """How a refusal is told: ``extensions.code`` and the HTTP status.

    ``always`` says that the status holds whatever the client accepts. The others are errors *in* a well-formed GraphQL
    request: their status is used under ``application/graphql-response+json``, and 200 under ``application/json``.
    """

    code: str
    status: int
    always: bool = False


CODES: dict[type[ApiError], Code] = {
    BadUserInputError: Code("BAD_USER_INPUT", 400),
    PageSizeError: Code("BAD_USER_INPUT", 400),
    ExpiredCursorError: Code("CURSOR_EXPIRED", 200),
    SearchLengthError: Code("SEARCH_TOO_LONG", 400),
    SearchTermsError: Code("TOO_MANY_SEARCH_TERMS", 400),
    UnfinishedDraftError: Code("DRAFT_UNFINISHED", 200),
    TimeLimitError: Code("TIMEOUT", 200),
    ParseError: Code("GRAPHQL_PARSE_FAILED", 400),
    ValidationError: Code("GRAPHQL_VALIDATION_FAILED", 400),
    IntrospectionDisabledError: Code("INTROSPECTION_DISABLED", 400),
    OperationResolutionError: Code("OPERATION_RESOLUTION_FAILURE", 400),
    DocumentLengthError: Code("DOCUMENT_TOO_LONG", 400),
    TokenLimitError: Code("TOO_MANY_TOKENS", 400),
    DepthLimitError: Code("SELECTION_TOO_DEEP", 400),
    AliasLimitError: Code("TOO_MANY_ALIASES", 400),
    DirectiveLimitError: Code("TOO_MANY_DIRECTIVES", 400),
    CostLimitError: Code("COST_TOO_HIGH", 400),
    PersistedQueryNotFoundError: Code("PERSISTED_QUERY_NOT_FOUND", 200),  # as Apollo's server: a step, not a failure
    PersistedQueryNotSupportedError: Code("PERSISTED_QUERY_NOT_SUPPORTED", 200),
    BadRequestError: Code("BAD_REQUEST", 400, always=True),
    BatchingError: Code("BATCHING_NOT_SUPPORTED", 400, always=True),
    ParameterError: Code("BAD_USER_INPUT", 400, always=True),
    UnknownOperationError: Code("OPERATION_NOT_FOUND", 404, always=True),
    MethodError: Code("METHOD_NOT_ALLOWED", 405, always=True),
    NotAcceptableError: Code("NOT_ACCEPTABLE", 406, always=True),
    BodyLengthError: Code("BODY_TOO_LARGE", 413, always=True),
    ContentTypeError: Code("UNSUPPORTED_MEDIA_TYPE", 415, always=True),
    KeyRefusedError: Code("UNAUTHENTICATED", 401, always=True),
    ScopeError: Code("FORBIDDEN", 403, always=True),
    OriginError: Code("ORIGIN_NOT_ALLOWED", 403, always=True),
    StoredOnlyError: Code("STORED_OPERATIONS_ONLY", 403, always=True),
    BudgetError: Code("BUDGET_EXCEEDED", 429, always=True),
    InternalError: Code("INTERNAL_SERVER_ERROR", 500, always=True),
}


def code_of(error: ApiError) -> Code:
    """The row of the table for an error: its own class, or the nearest class above it."""
    return next(CODES[kind] for kind in type(error).__mro__ if kind in CODES)
