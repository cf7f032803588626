"""The door without HTTP: a question in, an answer out. Called by ``api.views`` and by whoever asks in process."""

from dataclasses import dataclass
from typing import Any

from graphql import ExecutionContext, GraphQLError, GraphQLSchema, default_field_resolver, default_type_resolver
from graphql.execution.execute import CollectedErrors, assume_not_awaitable
from graphql.execution.values import get_variable_values

from api.answers import Answer
from api.documents import Document, Documents, Operation
from api.errors import ApiError, BadUserInputError, CostLimitError
from api.limits import LIMITS
from api.questions import Question, items


@dataclass(frozen=True)
class Prepared:
    """A question that may be executed: its document is valid, its variables fit, its cost is within the limit."""

    question: Question
    document: Document
    operation: Operation
    cost: int
    variables: dict[str, Any]  # coerced

    @property
    def depends_on_clock(self) -> bool:
        """Whether the answer may change while nothing is published: something asks for what is coming or past."""
        return "when" in self.question.query or any(item == "when" for item in items(self.question.variables))

    @property
    def is_private(self) -> bool:
        """Whether the answer may be meant for one reader: a draft is looked at. Nobody keeps it."""
        return "preview" in self.operation.root_fields


class Door:
    """One schema with its parse cache. ``introspection`` also decides whether messages suggest names."""

    def __init__(
        self,
        schema: GraphQLSchema,
        *,
        execution_context_class: type[ExecutionContext] = ExecutionContext,
        introspection: bool,
    ) -> None:
        self.schema = schema
        self.execution_context_class = execution_context_class
        self.introspection = introspection
        self.documents = Documents(schema, introspection=introspection)

    def prepare(self, question: Question, document: Document | None = None) -> Prepared | Answer:
        """Everything that needs no data. Gives an Answer where the question is refused."""
        try:
            document = document or self.documents.get(question.query)
            if document.errors:
                return Answer(errors=document.errors)
            operation = document.operation(question.operation_name)
            coerced = self._variables(operation, question)
            if isinstance(coerced, list):
                return Answer(errors=coerced)
            cost = operation.cost.value(coerced)
            if cost > LIMITS.cost:
                raise CostLimitError(limit=LIMITS.cost, asked=min(cost, 2**31 - 1))
        except ApiError as error:
            return Answer(errors=[error])
        return Prepared(question, document, operation, cost, coerced)

    def execute(self, prepared: Prepared, context: Any) -> Answer:
        """Runs a prepared question; ``context`` is what its resolvers read with."""
        execution = self.execution(prepared, context)
        collected = execution.collected_errors
        try:
            data: Any = execution.execute_operation(execution.operation, None)
        except GraphQLError as error:
            collected.add(error, None)
            data = None
        result = execution.build_response(data, collected.errors)
        return Answer(result.data, result.errors or (), prepared.cost, executed=True)

    def execution(self, prepared: Prepared, context: Any) -> ExecutionContext:
        """What executes a prepared question, for whoever executes several together.

        As graphql-core's ``execute`` makes it, but that operation, fragments and variables are in hand already.
        """
        return self.execution_context_class(
            self.schema,
            prepared.document.fragments,
            None,
            context,
            prepared.operation.node,
            prepared.variables,
            default_field_resolver,
            default_type_resolver,
            default_field_resolver,
            CollectedErrors(),
            None,
            assume_not_awaitable,
        )

    def _variables(self, operation: Operation, question: Question) -> dict[str, Any] | list[ApiError]:
        coerced = get_variable_values(
            self.schema,
            operation.node.variable_definitions or (),
            question.variables,
            max_errors=LIMITS.errors_reported,
            hide_suggestions=not self.introspection,
        )
        if isinstance(coerced, list):
            return [BadUserInputError("%(reason)s", reason=error.message) for error in coerced]
        return coerced
