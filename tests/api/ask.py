"""Asks the real schema in process, through the compiled projection or through graphql-core's own executor."""

from dataclasses import dataclass
from typing import Any

import orjson
from graphql import ExecutionContext, execute_sync, parse, validate

from api.context import ReadContext
from api.execution_context import ProjectedExecutionContext
from api.schema import schema


@dataclass
class Answer:
    data: dict[str, Any] | None
    errors: list[Any]
    statements: int

    @property
    def body(self) -> bytes:
        return orjson.dumps(self.data)


def ask(query: str, *, document_key: str | None = None, host: str = "labx.example", now: Any = None, **variables: Any):
    """The answer of the compiled projection; the document must be valid and answered without errors."""
    answer = answer_of(query, variables, document_key=document_key, host=host, now=now)
    assert answer.errors == [], answer.errors
    return answer


def refusal(query: str, **variables: Any):
    """The one error of a question."""
    answer = answer_of(query, variables)
    (error,) = answer.errors
    return error.original_error


def answer_of(
    query: str,
    variables: dict[str, Any],
    *,
    document_key: str | None = None,
    host: str = "labx.example",
    now: Any = None,
    executor: type[ExecutionContext] = ProjectedExecutionContext,
) -> Answer:
    document = parse(query)
    errors = validate(schema.graphql_schema, document)
    assert errors == [], errors
    context = ReadContext(host=host, document_key=document_key, **({"now": now} if now else {}))
    result = execute_sync(
        schema.graphql_schema,
        document,
        context_value=context,
        variable_values=variables,
        execution_context_class=executor,
    )
    return Answer(result.data, result.errors or [], context.store.statements)
