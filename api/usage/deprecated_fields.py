"""What of the schema is deprecated, by the names under which its use is counted. Read by the report."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from graphql import GraphQLSchema, is_enum_type


@cache
def deprecated_fields() -> dict[str, str]:
    """The reasons by name: ``NewsPage.subtitle``, ``Query.news(first:)``, ``When.PAST``."""
    from api.views import door  # made at the first request, not while Django starts

    return dict(deprecations(door().schema))


def deprecations(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """Everything that says that it is deprecated, with its reason."""
    for name, kind in schema.type_map.items():
        if name.startswith("__"):
            continue
        members: dict[str, Any] = getattr(kind, "values" if is_enum_type(kind) else "fields", {})
        for member_name, member in members.items():
            if member.deprecation_reason is not None:
                yield f"{name}.{member_name}", member.deprecation_reason
            for argument_name, argument in getattr(member, "args", {}).items():
                if argument.deprecation_reason is not None:
                    yield f"{name}.{member_name}({argument_name}:)", argument.deprecation_reason
