"""graphql-core's executor, except that what comes from the store is read and printed by the compiled projection.

Parsing, validation, argument coercion, root fields, introspection and errors stay graphql-core's. What resolvers give
waits: when all fields of all operations asked together have been resolved, everything is read level by level.
"""

import copy
from collections.abc import Sequence
from typing import Any, cast

from graphql import (
    ExecutionContext,
    ExecutionResult,
    GraphQLError,
    GraphQLOutputType,
    GraphQLResolveInfo,
    OperationType,
    get_nullable_type,
    located_error,
)
from graphql.execution.collect_fields import collect_fields
from graphql.execution.execute import CollectedErrors
from graphql.execution.values import get_argument_values
from graphql.language import FieldNode, OperationDefinitionNode
from graphql.pyutils import Path

from api.context import Entrance, ReadContext
from api.errors import ApiError
from api.projection.compiler import Selection
from api.projection.feed import Feed
from api.projection.projecting import Pending, compiled_selection, finish
from api.projection.searched import Searched
from api.projection.values import Connection, Reached

ENTRANCE = "entrance"  # the key, in GraphQLField.extensions, of what notes in an Entrance what a root field starts from


class ProjectedExecutionContext(ExecutionContext):
    """Takes a projected value as the finished value of its field, in every position."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document_key: str | None = getattr(self.context_value, "document_key", None)
        self.pending: list[Pending] = []
        # The fields of a mutation are executed one after the other: each reads before the next one writes.
        self.is_deferred = self.operation.operation is OperationType.QUERY

    def execute_operation(self, operation: OperationDefinitionNode, root_value: Any) -> Any:
        """Executes one operation by itself."""
        if not self.is_deferred:
            return super().execute_operation(operation, root_value)
        enter([self])
        data = self.resolve()
        return data if read_together([self]) else self.resolve_field_by_field()

    def resolve(self) -> dict[str, Any]:
        """Runs the resolvers; objects of the store stand as empty placeholders in what this gives."""
        return cast(dict[str, Any], super().execute_operation(self.operation, self.root_value))

    def resolve_field_by_field(self) -> dict[str, Any]:
        """Executes again, each field read by itself: so a refusal found while reading is told at its field."""
        again = copy.copy(self)
        again.is_deferred, again.collected_errors = False, CollectedErrors()
        try:
            return again.resolve()
        finally:
            self.collected_errors.errors[:] = again.collected_errors.errors

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> Any:
        if not isinstance(result, Reached | Connection | Searched | Feed):
            return super().complete_value(return_type, field_nodes, info, path, result)
        kind: Any = get_nullable_type(cast(Any, return_type))
        selection = compiled_selection(self.document_key, info, kind, field_nodes, path)
        type_name = result.type_name if isinstance(result, Reached) else kind.name
        selection.of(type_name)  # what is wrong in the selection is refused here
        pending = Pending(result, selection, type_name, field_nodes, path)
        if self.is_deferred:
            self.pending.append(pending)
        else:
            finish(info.context, [pending])
        return pending.placeholder

    def note_entrance(self, entrance: Entrance) -> None:
        """Notes what the root fields start from. What cannot be told is left to the field, which refuses it."""
        root_type = self.schema.query_type
        assert root_type is not None
        fields = collect_fields(
            self.schema, self.fragments, self.variable_values, root_type, self.operation.selection_set
        )
        for name, nodes in fields.items():
            definition = root_type.fields.get(nodes[0].name.value)
            note = definition.extensions.get(ENTRANCE) if definition else None
            if definition is None or note is None:
                continue
            path = Path(None, name, root_type.name)
            info = self.build_resolve_info(definition, nodes, root_type, path)

            def selection(
                definition: Any = definition, nodes: Any = nodes, info: Any = info, path: Any = path
            ) -> Selection:
                kind = get_nullable_type(definition.type)
                return compiled_selection(self.document_key, info, kind, nodes, path)

            try:
                note(entrance, info, selection, **get_argument_values(definition, nodes[0], self.variable_values))
            except (ApiError, GraphQLError):
                continue


def execute_together(executions: Sequence[ProjectedExecutionContext]) -> list[ExecutionResult]:
    """Executes queries that share one ReadContext, and reads what all of them need together."""
    try:
        enter(executions)
        data = [_attempt(one, one.resolve) for one in executions]
        if not read_together(executions):
            data = [_attempt(one, one.resolve_field_by_field) for one in executions]
    except GraphQLError as error:  # the store could not be read: nothing is answered
        return [ExecutionResult(None, [error]) for _ in executions]
    return [
        one.build_response(of_one, one.collected_errors.errors) for one, of_one in zip(executions, data, strict=True)
    ]


def enter(executions: Sequence[ProjectedExecutionContext]) -> None:
    """Reads what all root fields start from in one statement; raises a GraphQLError if that cannot be read."""
    entrance = Entrance()
    try:
        for one in executions:
            one.note_entrance(entrance)
    except RecursionError:
        return  # execution refuses it
    try:
        cast(ReadContext, executions[0].context_value).enter(entrance)
    except Exception as error:
        raise located_error(error, [executions[0].operation]) from error


def read_together(executions: Sequence[ProjectedExecutionContext]) -> bool:
    """Fills the placeholders; False where something was refused. Raises a GraphQLError if the store cannot be read."""
    pending = [waiting for one in executions for waiting in one.pending]
    if not pending:
        return True
    try:
        finish(executions[0].context_value, pending)
    except (ApiError, GraphQLError):
        return False
    except Exception as error:
        raise located_error(error, pending[0].nodes, pending[0].path.as_list()) from error
    return True


def _attempt(execution: ProjectedExecutionContext, execute: Any) -> dict[str, Any] | None:
    try:
        return cast(dict[str, Any], execute())
    except GraphQLError as error:
        execution.pending.clear()
        execution.collected_errors.add(error, None)
        return None
