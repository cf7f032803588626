"""Checks a document against the GraphQL type it will be read as, when it is written: reading does not check again.

``api.apps`` registers it with the published store, which tells the editor what does not fit and keeps the old entry.
"""

import math
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from graphql import (
    GraphQLBoolean,
    GraphQLError,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLObjectType,
    GraphQLString,
    get_named_type,
    is_abstract_type,
    is_enum_type,
    is_list_type,
    is_non_null_type,
)

from api.projection.compiler import READER
from api.projection.readers import Inline, Inlines, Part, Plain, Reference, References
from api.projection.site_readers import InLanguage, Label, TranslatedReference
from api.projection.text_readers import Html
from api.schema import schema
from api.types.scalars import DATE, DATE_TIME, DECIMAL
from published.catalogue import declared_fields, entry_models
from published.document import Document, FieldProblem

Check = Callable[[Any], str | None]  # gives what is wrong with a value, or None


def check_document(document: Document) -> list[FieldProblem]:
    """What of a document does not fit its type, by the names of the fields that editors know."""
    if document.type not in schema.stored_fields():
        return []
    return [
        FieldProblem(_name_for_editors(document.type, name), reason)
        for name, check in _checks(document.type)
        if (reason := check(document)) is not None
    ]


def _name_for_editors(type_name: str, name: str) -> str:
    """What a field is called on the form, in the editor's language."""
    model = entry_models().get(type_name)
    declared = declared_fields(model) if model else []
    return next((field.verbose_name for field in declared if field.graphql_name == name), name)


@cache
def _checks(type_name: str) -> list[tuple[str, Check]]:
    """A check of each field of an entry's type that a document holds."""
    checks = []
    for name, field in schema.stored_fields()[type_name].items():
        for stored_name, part, check in _stored(field):
            checks.append((stored_name or name, _of_entry(stored_name, part, check)))
    return checks


def _of_entry(name: str, part: Part, check: Check) -> Check:
    if part is Part.BODY:
        return lambda document: check(document.body.get(name))
    return lambda document: check(document.card.get(name))


def _stored(field: GraphQLField) -> Iterator[tuple[str, Part, Check]]:
    """The values that a field is read from: where each is kept, and its check."""
    reader = field.extensions.get(READER)
    if isinstance(reader, Plain) and reader.default is None:
        yield reader.name, reader.part, _value_check(field.type)
    elif isinstance(reader, Plain):
        yield reader.name, reader.part, _or_nothing(_value_check(field.type))
    elif isinstance(reader, Reference | TranslatedReference):
        yield reader.name, reader.part, _or_nothing(_key_check(field.type))
    elif isinstance(reader, References):
        yield reader.name, reader.part, _each(_key_check(field.type))
    elif isinstance(reader, Inline):
        check = _part_check(field.type, reader.type_name)
        yield reader.name, reader.part, check if is_non_null_type(field.type) else _or_nothing(check)
    elif isinstance(reader, Inlines):
        yield reader.name, reader.part, _each(_part_check(field.type, reader.type_name))
    elif isinstance(reader, InLanguage | Label):
        words = reader.words if isinstance(reader, Label) else reader
        for name in words.names.values():
            yield name, words.part, _or_nothing(_value_check(GraphQLString))
    elif isinstance(reader, Html):
        yield "html", Part.INLINE, _value_check(field.type)


def _value_check(kind: Any) -> Check:
    """The check of a plain value, or a list of them."""
    if is_non_null_type(kind):
        inner = _value_check(kind.of_type)
        return lambda value: _("This is needed.") if value is None else inner(value)
    if is_list_type(kind):
        return _each(_value_check(kind.of_type))
    return _or_nothing(_LEAVES[kind.name] if kind.name in _LEAVES else _enum_check(kind))


def _or_nothing(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _each(check: Check) -> Check:
    def check_all(values: Any) -> str | None:
        if values is None:
            return None
        if not isinstance(values, list):
            return _("This should be a list.")
        return next((reason for value in values if (reason := check(value)) is not None), None)

    return check_all


def _enum_check(kind: Any) -> Check:
    assert is_enum_type(kind)
    values = frozenset(kind.values)
    return lambda value: None if value in values else _("“%(value)s” is not one of the choices.") % {"value": value}


def _key_check(kind: Any) -> Check:
    """A reference is the key of an entry whose type may stand there."""
    types = _possible_types(kind)

    def check(value: Any) -> str | None:
        if isinstance(value, str) and value.partition(":")[0] in types:
            return None
        return _("“%(value)s” cannot stand here.") % {"value": value}

    return check


def _part_check(kind: Any, type_name: str | None) -> Check:
    """A part of a document fits one of the types that may stand there, field by field."""
    types = _possible_types(kind)

    def check(value: Any) -> str | None:
        if not isinstance(value, dict):
            return _("This should have fields of its own.")
        name = type_name or value.get("__typename")
        if name not in types:
            return _("“%(value)s” cannot stand here.") % {"value": name}
        return next((reason for one in _part_checks(name) if (reason := one(value)) is not None), None)

    return check


@cache
def _part_checks(type_name: str) -> list[Check]:
    kind = schema.graphql_schema.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType)
    return [
        _of_part(name, check, label=field_name)
        for field_name, field in kind.fields.items()
        for name, _part, check in _stored(field)
    ]


def _of_part(name: str, check: Check, *, label: str) -> Check:
    def check_one(part: Any) -> str | None:
        reason = check(part.get(name))
        return None if reason is None else f"{label}: {reason}"

    return check_one


def _possible_types(kind: Any) -> frozenset[str]:
    named: Any = get_named_type(kind)
    if is_abstract_type(named):
        return frozenset(possible.name for possible in schema.graphql_schema.get_possible_types(named))
    return frozenset({named.name})


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) else _("This should be a text.")


def _integer(value: Any) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return _("This should be a whole number.")
    if not -(2**31) <= value < 2**31:
        return _("%(value)s is too large a number: ±2,147,483,647 at most.") % {"value": value}
    return None


def _number(value: Any) -> str | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return None if is_number else _("This should be a number.")


def _boolean(value: Any) -> str | None:
    return None if isinstance(value, bool) else _("This should be yes or no.")


def _parsed(parse: Callable[[Any], Any]) -> Check:
    def check(value: Any) -> str | None:
        try:
            parse(value)
        except GraphQLError as error:
            return error.message
        return None

    return check


_LEAVES: dict[str, Check] = {
    GraphQLString.name: _text,
    GraphQLID.name: _text,
    GraphQLInt.name: _integer,
    GraphQLFloat.name: _number,
    GraphQLBoolean.name: _boolean,
    DATE_TIME.name: _parsed(DATE_TIME.parse_value),
    DATE.name: _parsed(DATE.parse_value),
    DECIMAL.name: _parsed(DECIMAL.parse_value),
}
