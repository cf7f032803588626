"""Scalars that are stored ready to print; they were checked when they were written (``api.value_check``)."""

from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from graphql import GraphQLError, GraphQLScalarType
from graphql.language import StringValueNode, ValueNode


def _as_stored(value: Any) -> str:
    if not isinstance(value, str):
        raise GraphQLError(f"Not stored ready to print: {value!r}")
    return value


def _moment(value: Any) -> datetime:
    """ISO 8601; a day alone is its first moment, and what has no offset is UTC."""
    try:
        if not isinstance(value, str):
            raise ValueError
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise GraphQLError("DateTime: ISO 8601 is needed, as in “2026-03-01T10:00:00+00:00”.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(value: Any) -> datetime:
    try:
        if not isinstance(value, str):
            raise ValueError
        return datetime.combine(date.fromisoformat(value), time(), UTC)
    except ValueError:
        raise GraphQLError("Date: a day is needed, as in “2026-03-01”.") from None


def _decimal(value: Any) -> Decimal:
    try:
        if not isinstance(value, str):
            raise InvalidOperation
        return Decimal(value)
    except InvalidOperation:
        raise GraphQLError("Decimal: a number in a text is needed, as in “12.50”.") from None


def _scalar(name: str, description: str, parse: Any) -> GraphQLScalarType:
    def parse_literal(node: ValueNode, _variables: Any = None) -> Any:
        return parse(node.value if isinstance(node, StringValueNode) else None)

    return GraphQLScalarType(
        name, serialize=_as_stored, parse_value=parse, parse_literal=parse_literal, description=description
    )


DATE_TIME = _scalar("DateTime", "A moment in ISO 8601 with its offset: `2026-03-01T10:00:00+00:00`.", _moment)
DATE = _scalar("Date", "A day in ISO 8601: `2026-03-01`.", _day)
DECIMAL = _scalar("Decimal", "A decimal number of exact value, as a text: `12.50`.", _decimal)
