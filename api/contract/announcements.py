"""What a schema says will go: ``@deprecated`` with a date in its reason. Read by the check and by the report.

The form is "Use `title` instead. Removed after 2027-06-30." GraphQL can deprecate fields, arguments, fields of inputs
and values of enumerations. A type it cannot: of a type the last sentence of its description says it.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from graphql import GraphQLNamedType, GraphQLSchema, get_named_type, is_enum_type, is_union_type

FORM = "Removed after YYYY-MM-DD."
_DATE = re.compile(r"\bRemoved after (\d{4}-\d{2}-\d{2})\.$")


def removal_date(text: str | None) -> date | None:
    """The last day on which what the text describes is there; None where it says none that exists."""
    found = _DATE.search((text or "").strip())
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def deprecations(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """Everything that is ``@deprecated``, by name (``NewsPage.subtitle``, ``Query.news(first:)``), with its reason."""
    for name, kind in schema.type_map.items():
        if not name.startswith("__"):
            for member, made in members(kind).items():
                if made.deprecation_reason is not None:
                    yield f"{name}.{member}", made.deprecation_reason
                for argument, given in getattr(made, "args", {}).items():
                    if given.deprecation_reason is not None:
                        yield f"{name}.{member}({argument}:)", given.deprecation_reason


def without_date(schema: GraphQLSchema) -> list[str]:
    """What is deprecated without saying until when."""
    return sorted(name for name, reason in deprecations(schema) if removal_date(reason) is None)


def announced_for(schema: GraphQLSchema, name: str) -> date | None:
    """The last day of something, as a schema says it: of itself, or of what it is a part of."""
    return _last_day(schema, name, frozenset())


def _last_day(schema: GraphQLSchema, name: str, seen: frozenset[str]) -> date | None:
    whole, _, argument = name.removesuffix(":)").partition("(")
    type_name, dot, member = whole.partition(".")
    kind = schema.type_map.get(type_name)
    if kind is None:
        return None
    days = [_last_day_of_type(schema, kind, seen | {type_name})]
    if dot and (made := members(kind).get(member)):
        days.append(removal_date(made.deprecation_reason))
        if is_enum_type(kind) and member in schema.type_map:  # PageType.NewsPage stands for the type
            days.append(removal_date(schema.type_map[member].description))
        if argument and (given := made.args.get(argument)):
            days.append(removal_date(given.deprecation_reason))
    return min((day for day in days if day), default=None)


def _last_day_of_type(schema: GraphQLSchema, kind: GraphQLNamedType, seen: frozenset[str]) -> date | None:
    """What its description says, or else the last day of all that leads to it: a connection goes with its field."""
    said = removal_date(kind.description)
    is_alternative = any(is_union_type(one) and kind in one.types for one in _all(schema))
    if said or is_alternative or getattr(kind, "interfaces", None):
        return said
    leading = [name for name in _leading_to(schema, kind) if name.partition(".")[0] not in seen]
    days = [_last_day(schema, name, seen) for name in leading]
    return max((day for day in days if day), default=None) if all(days) else None


def _leading_to(schema: GraphQLSchema, kind: GraphQLNamedType) -> Iterator[str]:
    for one in _all(schema):
        for member, made in members(one).items() if not is_enum_type(one) else ():
            if get_named_type(made.type) is kind:
                yield f"{one.name}.{member}"
            for argument, given in getattr(made, "args", {}).items():
                if get_named_type(given.type) is kind:
                    yield f"{one.name}.{member}({argument}:)"


def _all(schema: GraphQLSchema) -> list[Any]:
    return [kind for name, kind in schema.type_map.items() if not name.startswith("__")]


def members(kind: Any) -> dict[str, Any]:
    """The fields of a type, or the values of an enumeration."""
    made: dict[str, Any] = getattr(kind, "values" if is_enum_type(kind) else "fields", {})
    return made
