"""System checks of what page types promise: public fields with descriptions, terms, a place in the tree.

Registered by ``content.apps``; they cover the page types of every app of ours.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core import checks
from wagtail.models import Page

from content.models.base import BasePage


def check_page_types(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """Return an error for each promise that a page type leaves out."""
    models = [model for model in apps.get_models() if issubclass(model, BasePage)]
    return [error for model in models for error in _problems(model)]


def _problems(model: type[BasePage]) -> Iterator[checks.CheckMessage]:
    if len(model.graphql_fields) <= len(BasePage.graphql_fields) and _has_fields_of_its_own(model):
        yield checks.Error(
            f"{model.__name__} publishes none of its own fields.",
            hint="Declare graphql_fields = [*BasePage.graphql_fields, …].",
            obj=model,
            id="content.E010",
        )
    for declaration in model.graphql_fields:
        built = declaration()
        field = built[0] if isinstance(built, tuple) else built
        # A collection keeps its description in its wrapper; grapple hides it there.
        if not isinstance(built, tuple) and not field.description:
            yield checks.Error(
                f"The public field {field.field_name} of {model.__name__} has no description.",
                hint="Add description=…: it is the documentation that front-end developers read.",
                obj=model,
                id="content.E011",
            )
    if "topic" not in model.published_terms:
        yield checks.Error(
            f"{model.__name__} cannot be filtered by topic.",
            hint="Declare published_terms = {**BasePage.published_terms, …}.",
            obj=model,
            id="content.E012",
        )
    for rule in ("parent_page_types", "subpage_types"):
        if rule not in model.__dict__:
            yield checks.Error(
                f"{model.__name__} does not say where it may stand in the tree.",
                hint=f"Declare {rule}; an empty list for none.",
                obj=model,
                id="content.E013",
            )


def _has_fields_of_its_own(model: type[Page]) -> bool:
    common = {field.name for field in BasePage._meta.get_fields()}
    return any(field.name not in common and field.name != "page_ptr" for field in model._meta.local_fields)
