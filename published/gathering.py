"""Reads what many projections need in a few statements for all of them, where each would ask by itself.

Called by the publication and by the comparison of the whole store, for instances of one model at a time. What is
projected is the same with it and without it.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import orjson
from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from wagtail.blocks import StreamValue
from wagtail.images.models import AbstractRendition

from published.catalogue import DeclaredField, Kind, declared_fields
from published.rich_text import remembering_pages

_ID_OF_A_LINK = re.compile(r"<a\s[^>]*?\bid=\\?[\"'](\d+)")


@contextmanager
def gathered(instances: Sequence[models.Model]) -> Iterator[None]:
    """Read for instances of one model, within the block, what their projections refer to."""
    if len(instances) < 2:
        yield
        return
    model = type(instances[0])
    prefetch_related_objects(list(instances), *_relations(model))
    linked: set[int] = set()
    for field in declared_fields(model):
        if field.kind is Kind.STREAM:
            linked |= _read_streams(instances, field.source)
        elif field.kind is Kind.RICH_TEXT:
            linked |= {pk for instance in instances for pk in _links(str(getattr(instance, field.source, "")))}
    with remembering_pages(linked):
        yield


def _relations(model: type[models.Model]) -> list[Prefetch]:
    """Return what a model's declared fields, and the presets of an image, are read from in other tables."""
    relations = {field.source: _targets(field) for field in declared_fields(model) if _is_relation(field)}
    for relation in model._meta.related_objects:
        if issubclass(relation.related_model, AbstractRendition):
            relations[relation.get_accessor_name() or ""] = relation.related_model._default_manager.all()
    return [Prefetch(name, queryset) for name, queryset in relations.items()]


def _is_relation(field: DeclaredField) -> bool:
    relation = field.django_field
    return field.is_list and (isinstance(relation, models.ManyToManyField | models.ManyToOneRel))


def _targets(field: DeclaredField) -> "models.QuerySet[models.Model]":
    """Return the rows behind a relation; of what has an entry of its own only the key is printed."""
    rows: models.QuerySet[models.Model] = field.django_field.related_model._default_manager.all()
    return rows.only("pk").order_by() if field.is_reference else rows


def _read_streams(instances: Sequence[models.Model], name: str) -> set[int]:
    """Turn the blocks of all instances into values together; return the keys of pages that their rich text links to."""
    streams = [(instance, getattr(instance, name)) for instance in instances]
    lazy = [(instance, value) for instance, value in streams if isinstance(value, StreamValue) and value.is_lazy]
    if not lazy:
        return set()
    raw = [list(value.raw_data) for _instance, value in lazy]
    for (instance, _value), read in zip(lazy, lazy[0][1].stream_block.bulk_to_python(raw), strict=True):
        setattr(instance, name, read)
    return _links(orjson.dumps(raw).decode())


def _links(text: str) -> set[int]:
    return {int(found) for found in _ID_OF_A_LINK.findall(text)}
