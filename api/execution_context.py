"""graphql-core's executor, except that what comes from the store is printed by the compiled projection.

Parsing, validation, argument coercion, root fields, introspection and errors stay graphql-core's.
"""

from typing import Any, cast

from graphql import ExecutionContext, GraphQLOutputType, GraphQLResolveInfo, get_nullable_type
from graphql.language import FieldNode
from graphql.pyutils import Path

from api.projection.projecting import project
from api.projection.values import Connection, Reached


class ProjectedExecutionContext(ExecutionContext):
    """Takes a projected value as the finished value of its field, in every position."""

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> Any:
        if isinstance(result, Reached | Connection):
            return project(result, get_nullable_type(cast(Any, return_type)), field_nodes, info, path)
        return super().complete_value(return_type, field_nodes, info, path, result)
