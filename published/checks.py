"""System checks that turn the store's conventions into errors with hints; run by every management command."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from wagtail.contrib.frontend_cache.utils import get_backends
from wagtail.models import Page

from published.catalogue import declared_fields, entry_models


@register("published")
def check_page_types(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every page type of the project declares its public fields, its terms and where it may stand."""
    return [
        problem
        for model in apps.get_models()
        if issubclass(model, Page) and model is not Page and _is_ours(model)
        for problem in _page_type_problems(model)
    ]


@register("published")
def check_declarations(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every declaration can be read, and what it names exists."""
    problems: list[CheckMessage] = []
    for model in entry_models().values():
        try:
            fields = declared_fields(model)
        except (ImproperlyConfigured, LookupError) as error:
            problems.append(
                _error(model, "E004", f"The public fields cannot be read: {error}", "See published.catalogue.")
            )
            continue
        for field in fields:
            if not _exists(model, field.source):
                problems.append(
                    _error(
                        model,
                        "E005",
                        f"The public field “{field.name}” reads “{field.source}”, which does not exist.",
                        "Name a field, property or method of the model as source.",
                    )
                )
            if field.is_reference and not field.is_list and field.required:
                problems.append(
                    _error(
                        model,
                        "E006",
                        f"The public field “{field.name}” is required, but what it refers to may be unpublished.",
                        "Remove required=True: a reference to something that is not published reads as null.",
                    )
                )
        problems += _term_problems(model)
    return problems


@register("published")
def check_frontend_caches(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What is kept unasked must be forgotten with a publication: by a cache that knows tags."""
    problems: list[CheckMessage] = []
    if settings.FRONTEND_CACHE_SECONDS > 0 and not all(
        hasattr(cache, "purge_tags") for cache in get_backends().values() or [None]
    ):
        problems.append(
            Error(
                "FRONTEND_CACHE_SECONDS is set, but no cache is told of publications by tag.",
                hint="Set FRONTEND_CACHE_URL or FRONTEND_CACHE_CLOUDFLARE_ZONE (docs/production.md), or 0 seconds.",
                id="published.E008",
            )
        )
    if settings.FRONTEND_CACHE_SECONDS < 0 or settings.GRAPHQL_MAX_AGE < 0:
        problems.append(
            Error(
                "FRONTEND_CACHE_SECONDS and GRAPHQL_MAX_AGE are numbers of seconds.",
                hint="Set them to 0 or more.",
                id="published.E009",
            )
        )
    return problems


def _page_type_problems(model: type[Page]) -> Iterator[CheckMessage]:
    if not getattr(model, "graphql_fields", ()):
        yield _error(
            model,
            "E001",
            "The page type declares no public fields, so nothing of it is ever published.",
            "Add graphql_fields = [*BasePage.graphql_fields, …].",
        )
    if not isinstance(getattr(model, "published_terms", None), dict):
        yield _error(
            model,
            "E002",
            "The page type does not say what it can be filtered by.",
            'Add published_terms = {"topic": "topics"}, or {} if there is nothing.',
        )
    if not any("parent_page_types" in vars(base) for base in model.__mro__ if base is not Page):
        yield _error(
            model,
            "E003",
            "The page type does not say below which pages it may stand.",
            'Add parent_page_types = ["app.ParentPage"].',
        )


def _term_problems(model: type[models.Model]) -> Iterator[CheckMessage]:
    for kind, attribute in (getattr(model, "published_terms", None) or {}).items():
        if not _exists(model, attribute):
            yield _error(
                model,
                "E007",
                f"The term “{kind}” reads “{attribute}”, which does not exist.",
                "Name a relation, a choice field or a property of the model.",
            )


def _exists(model: type[models.Model], source: str) -> bool:
    name = source.partition(".")[0]
    if hasattr(model, name):
        return True
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _is_ours(model: type[models.Model]) -> bool:
    """Say whether a model belongs to the project: page types of libraries cannot follow its conventions."""
    return not model._meta.abstract and "site-packages" not in str(apps.get_app_config(model._meta.app_label).path)


def _error(model: type[models.Model], number: str, message: str, hint: str) -> Error:
    return Error(message, hint=hint, obj=model, id=f"published.{number}")
