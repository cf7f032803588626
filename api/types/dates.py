"""What the entries of a list are dated by, in words: for orders and for ``publishedAfter``, ``publishedBefore``."""

from collections.abc import Iterable

from django.db import models
from graphql import GraphQLInputField
from wagtail.models import Page

from api.types.scalars import DATE_TIME
from published.catalogue import base_page_fields, declared_fields, type_name

Types = Iterable[type[models.Model]]


def dates_of(listed: Types) -> str:
    """The fields that tell the dates: ```publishedOn```; of several types those that differ come first."""
    by_field: dict[str, list[str]] = {}
    for model in listed:
        by_field.setdefault(_date_field(model), []).append(type_name(model))
    if len(by_field) <= 1:
        return "".join(f"`{field}`" for field in by_field) or "when they were made"
    usual = max(by_field, key=lambda field: len(by_field[field]))
    others = [
        f"{' and '.join(f'`{name}`' for name in sorted(names))} by `{field}`"
        for field, names in sorted(by_field.items())
        if field != usual
    ]
    return f"`{usual}` ({', '.join(others)})"


def dated_filters(listed: Types) -> dict[str, GraphQLInputField]:
    """The inputs that choose by date; ``listed`` are the types of the list."""
    dates = dates_of(listed)
    return {
        "publishedAfter": GraphQLInputField(DATE_TIME, description=f"Only what is dated at or after this, by {dates}."),
        "publishedBefore": GraphQLInputField(DATE_TIME, description=f"Only what is dated before this, by {dates}."),
    }


def _date_field(model: type[models.Model]) -> str:
    attribute = getattr(model, "published_sort", None) or "first_published_at"
    fields = [*(base_page_fields(model) if issubclass(model, Page) else ()), *declared_fields(model)]
    return next((field.graphql_name for field in fields if field.source == attribute), "publishedAt")
