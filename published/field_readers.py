"""One small reader per kind of declared field: from a model instance or block value to what the store holds.

Called by the projection, and by the block readers for what stands inside blocks.
"""

import math
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.models import Page
from wagtail.rich_text import RichText

from published.catalogue import (
    DeclaredField,
    Kind,
    ScalarKind,
    declared_fields,
    entry_key,
    enum_value,
    is_entry_model,
    type_name,
)
from published.document import FieldError, FieldProblem
from published.rich_text import project_rich_text

LARGEST_INTEGER = 2**31 - 1  # GraphQL's Int

Holder = Any  # a model instance or a StructValue
Inside = tuple[DeclaredField | blocks.Block, ...]  # where a value stands; its words are only made for a problem


def project_fields(
    fields: Iterable[DeclaredField], holder: Holder, problems: list[FieldProblem], *, inside: Inside = ()
) -> dict[str, Any]:
    """Return the values of ``fields`` by GraphQL name; what fails is added to ``problems`` and left out."""
    values: dict[str, Any] = {}
    for field in fields:
        place = (*inside, field)
        try:
            value = read_field(field, holder, problems, inside=place)
            if value is None and field.required:
                if field.is_list:
                    value = []
                else:
                    raise FieldError(_("This must not be empty."))
            values[field.graphql_name] = value
        except FieldError as error:
            problems.append(FieldProblem(_name_of(place), str(error)))
        except Exception as error:  # noqa: BLE001  models may compute a field in any way: it must not cost the editor's work
            problems.append(FieldProblem(_name_of(place), f"{type(error).__name__}: {error}"))
    return values


def _name_of(place: Inside) -> str:
    """Return a place as editors read it on the form: "Body > Quotation > Who said it"."""
    names = (one.verbose_name if isinstance(one, DeclaredField) else str(one.label or "") for one in place)
    return " > ".join(name for name in names if name)


def read_field(field: DeclaredField, holder: Holder, problems: list[FieldProblem], *, inside: Inside) -> Any:
    """Return what the store holds of one field."""
    if field.is_reference and not field.is_list:
        key = _foreign_key(field, holder)
        if key is not None:
            return key
    raw = raw_value(holder, field.source)
    if field.kind is Kind.STREAM:
        return _read_stream(field, raw, problems, inside=inside)
    if field.kind is Kind.INLINE:
        return _read_inline(field, raw, problems, inside=inside)
    read = _READERS[field.kind]
    if not field.is_list:
        return read(field, raw)
    if field.is_reference and (keys := _related_keys(raw)) is not None:
        return keys
    values = [read(field, one) for one in _each(raw)]
    return [value for value in values if value is not None] if field.item_required else values


def raw_value(holder: Holder, source: str) -> Any:
    """Return what ``source`` names on a model instance or block value; methods are called, paths are followed."""
    value = holder
    for part in source.split("."):
        if value is None:
            return None
        value = value[part] if isinstance(value, dict) and part in value else getattr(value, part)
        if callable(value) and not isinstance(value, models.Manager):
            value = value()
    return value


def key_of(instance: Any) -> str | None:
    """Return the key of an instance's entry, None for nothing and for what is no entry."""
    if instance is None or instance.pk is None:
        return None
    if isinstance(instance, Page):
        model = instance.cached_content_type.model_class()
        return f"{type_name(model)}:{instance.pk}" if model is not None and is_entry_model(model) else None
    return entry_key(instance) if is_entry_model(type(instance)) else None


def read_scalar(kind: ScalarKind | None, value: Any) -> Any:
    """Return a scalar as it is printed."""
    if value is None or (value == "" and kind not in (None, ScalarKind.STRING)):
        return False if kind is ScalarKind.BOOLEAN else None
    return _SCALARS[kind](value) if kind is not None else _as_text(value)


def _read_scalar_field(field: DeclaredField, value: Any) -> Any:
    return read_scalar(field.scalar, value)


def _read_reference(field: DeclaredField, value: Any) -> str | None:
    return key_of(value)


def _read_rich_text(field: DeclaredField, value: Any) -> dict[str, str] | None:
    source = value.source if isinstance(value, RichText) else force_str(value or "")
    return project_rich_text(source) if source or field.required else None


_READERS: dict[Kind, Callable[[DeclaredField, Any], Any]] = {
    Kind.SCALAR: _read_scalar_field,
    Kind.RICH_TEXT: _read_rich_text,
    Kind.IMAGE: _read_reference,
    Kind.DOCUMENT: _read_reference,
    Kind.PAGE: _read_reference,
    Kind.REFERENCE: _read_reference,
}


def _read_stream(field: DeclaredField, value: Any, problems: list[FieldProblem], *, inside: Inside) -> Any:
    from published.block_readers import read_block, read_list, read_stream

    if value is None:
        return [] if field.is_list else None
    if isinstance(value, blocks.StreamValue):
        return read_stream(value, problems, inside=inside)
    if isinstance(value, ListValue):
        return read_list(value, problems, inside=inside)
    if isinstance(value, blocks.StructValue):
        struct = read_block(value.block, value, problems, inside=inside)
        return [struct] if field.is_list else struct
    raise FieldError(_("This holds no blocks."))


def _read_inline(field: DeclaredField, value: Any, problems: list[FieldProblem], *, inside: Inside) -> Any:
    from published.block_readers import read_list, read_struct

    if isinstance(value, ListValue):
        return read_list(value, problems, inside=inside)
    if not field.is_list:
        return _inline(value, problems, inside=inside, position=0)
    if isinstance(field.target, type) and issubclass(field.target, blocks.StructBlock):
        return [
            read_struct(one, problems, inside=inside, identifier=str(position))
            for position, one in enumerate(_each(value), 1)
        ]
    return [_inline(one, problems, inside=inside, position=position) for position, one in enumerate(_each(value), 1)]


def _inline(instance: Any, problems: list[FieldProblem], *, inside: Inside, position: int) -> dict[str, Any] | None:
    """Return a model instance that has no entry of its own, with its fields; a StructValue likewise."""
    if instance is None:
        return None
    if isinstance(instance, blocks.StructValue):
        from published.block_readers import read_struct

        return read_struct(instance, problems, inside=inside, identifier=str(position))
    identifier = str(instance.pk) if instance.pk is not None else f"new-{position}"  # a draft's child has no row yet
    fields = project_fields(declared_fields(type(instance)), instance, problems, inside=inside)
    return {"__typename": type_name(type(instance)), "id": identifier, **fields}


def _foreign_key(field: DeclaredField, holder: Holder) -> str | None:
    """Return the key behind a foreign key without loading its target, where the column alone tells it."""
    column = field.django_field
    if not isinstance(column, models.ForeignKey):
        return None
    target = column.related_model
    if not isinstance(target, type) or not is_entry_model(target):
        return None
    identifier = getattr(holder, column.attname)
    return None if identifier is None else f"{type_name(target)}:{identifier}"


def _related_keys(value: Any) -> list[str] | None:
    """Return the keys behind a relation without loading what it leads to; None if that does not tell their types."""
    if not isinstance(value, models.Manager | models.QuerySet):
        return None
    model = value.model
    if issubclass(model, Page) or not is_entry_model(model):
        return None
    rows = value.all()
    if isinstance(rows, models.QuerySet) and rows._result_cache is not None:  # read before, for many together
        return [f"{type_name(model)}:{pk}" for pk in sorted(one.pk for one in rows)]
    primary_key = model._meta.pk.name  # by its own name: relations held in memory do not know "pk"
    return [f"{type_name(model)}:{pk}" for pk in sorted(value.values_list(primary_key, flat=True))]


def _each(value: Any) -> list[Any]:
    """Return the items of a list field in the order of its owner.

    Things with entries of their own, reached through a relation, stand by primary key: their model may order them by
    name, and a renamed topic must not change the pages that carry it.
    """
    if value is None:
        return []
    if not isinstance(value, models.Manager | models.QuerySet):
        return list(value)
    items = list(value.all())
    if items and is_entry_model(type(items[0])):
        return sorted(items, key=lambda one: one.pk or 0)
    return items


def _as_text(value: Any) -> str:
    if isinstance(value, date | time):
        return _as_datetime(value) if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, Decimal):
        return _as_decimal(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return force_str(value)


def _as_datetime(value: Any) -> str:
    if not isinstance(value, datetime):
        raise FieldError(_("This is not a date with a time."))
    aware = timezone.make_aware(value) if timezone.is_naive(value) else value
    return aware.astimezone(UTC).isoformat()


def _as_date(value: Any) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if not isinstance(value, date):
        raise FieldError(_("This is not a date."))
    return value.isoformat()


def _as_decimal(value: Any) -> str:
    return format(value if isinstance(value, Decimal) else Decimal(str(value)), "f")


def _as_integer(value: Any) -> int:
    number = int(value)
    if not -LARGEST_INTEGER - 1 <= number <= LARGEST_INTEGER:
        raise FieldError(_("This number is too large to publish: at most %(limit)d.") % {"limit": LARGEST_INTEGER})
    return number


def _as_float(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise FieldError(_("This is not a number."))
    return number


_SCALARS: dict[ScalarKind, Callable[[Any], Any]] = {
    ScalarKind.STRING: _as_text,
    ScalarKind.INTEGER: _as_integer,
    ScalarKind.FLOAT: _as_float,
    ScalarKind.BOOLEAN: bool,
    ScalarKind.DATETIME: _as_datetime,
    ScalarKind.DATE: _as_date,
    ScalarKind.DECIMAL: _as_decimal,
    ScalarKind.CHOICE: enum_value,
}
