"""Turns one thing into the document the world reads, from what its model declares. Pure: writes nothing.

Called by the publication (for rows just re-read from the database), by the dry run, the preview and the benchmark.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.images.models import AbstractImage
from wagtail.models import Locale, Page, Site, TranslatableMixin

from published.catalogue import (
    ScalarKind,
    base_page_fields,
    declared_fields,
    entry_key,
    enum_value,
    is_entry_model,
    type_name,
)
from published.document import Document, FieldError, FieldProblem, ProjectionError
from published.field_readers import key_of, project_fields, raw_value
from published.folding import without_accents
from published.part_names import name_parts
from published.visibility import Address, address_of

__all__ = [
    "Document",
    "FieldError",
    "FieldProblem",
    "ProjectionError",
    "project",
    "register_check",
    "register_search",
    "search_of",
]

Check = Callable[[Document], list[FieldProblem]]

_checks: list[Check] = []
_searches: list[Callable[[Document], Any]] = []


def register_check(check: Check) -> None:
    """Have every document checked when it is projected; called from ``AppConfig.ready``."""
    if check not in _checks:
        _checks.append(check)


def register_search(vectorise: Callable[[Document], Any]) -> None:
    """Say what of a document is full text (``configuration``, ``weighted``, ``exact``); called from ``ready``."""
    _searches[:] = [vectorise]


def search_of(document: Document) -> Any:
    """Return the full text of a document, None where nobody registered or the document is not to be found."""
    return _searches[0](document) if _searches and document.listed else None


def project(instance: models.Model, *, address: Address | None = None) -> Document:
    """Return the document of a page (of its specific class), snippet, image, document, site or site settings.

    ``address`` of a page is found if it is not given. Raises ProjectionError with every field that failed.
    """
    problems: list[FieldProblem] = []
    document = Document(key=entry_key(instance), type=type_name(type(instance)))
    if isinstance(instance, Site):
        document.card = _site_card(instance)
        document.site = instance.pk
    else:
        _project_declared(instance, document, problems)
    if isinstance(instance, Page):
        _place_page(instance, document, address or address_of(instance))
    elif isinstance(instance, TranslatableMixin):
        document.locale = instance.locale.language_code
        document.translation_key = instance.translation_key
    elif isinstance(locale := getattr(instance, "locale", None), Locale):  # words in one language, no translations
        document.locale = locale.language_code
    elif isinstance(instance, BaseSiteSetting):
        document.site = instance.site_id
    if not problems:
        problems += [problem for check in _checks for problem in check(document)]
    if problems:
        raise ProjectionError(document.key, problems)
    return document


def _project_declared(instance: models.Model, document: Document, problems: list[FieldProblem]) -> None:
    model = type(instance)
    fields = [*(base_page_fields(model) if isinstance(instance, Page) else ()), *declared_fields(model)]
    document.card = project_fields([field for field in fields if not field.is_long], instance, problems)
    document.body = project_fields([field for field in fields if field.is_long], instance, problems)
    if isinstance(instance, AbstractImage):
        document.card |= _image_card(instance)
    name_parts(document)
    document.sort_title = without_accents(str(raw_value(instance, _title_attribute(instance)) or ""))
    document.sort_at = _moment(instance, "published_sort", default=_default_sort(instance))
    document.starts_at = _moment(instance, "published_starts")
    document.ends_at = _moment(instance, "published_ends")
    document.terms = _terms(instance, document.card, problems)


def _title_attribute(instance: models.Model) -> str:
    declared = getattr(instance, "published_title", None)
    if declared:
        return str(declared)
    return next((name for name in ("title", "name", "pk") if hasattr(instance, name)), "pk")


def _default_sort(instance: models.Model) -> str | None:
    return "first_published_at" if isinstance(instance, Page) else None


def _moment(instance: models.Model, declaration: str, *, default: str | None = None) -> datetime | None:
    """Return the moment that a declared attribute holds; a date counts from its first minute."""
    attribute = getattr(type(instance), declaration, None) or default
    value = raw_value(instance, attribute) if attribute else None
    if isinstance(value, datetime):
        return timezone.make_aware(value) if timezone.is_naive(value) else value
    return timezone.make_aware(datetime.combine(value, time.min)) if isinstance(value, date) else None


def _terms(instance: models.Model, card: dict[str, Any], problems: list[FieldProblem]) -> list[str]:
    """Return ``"topic:Topic:7"`` for each value of each declared term kind, sorted and without repetition.

    Where the attribute is a public field as well, its keys or choices stand in the card already.
    """
    terms: set[str] = set()
    in_card = {
        field.source: card.get(field.graphql_name)
        for field in declared_fields(type(instance))
        if field.is_reference or field.scalar is ScalarKind.CHOICE
    }
    for kind, attribute in getattr(type(instance), "published_terms", {}).items():
        if attribute in in_card:
            value = in_card[attribute]
            terms |= {f"{kind}:{one}" for one in (value if isinstance(value, list) else [value]) if one}
            continue
        try:
            terms |= {f"{kind}:{value}" for value in _term_values(raw_value(instance, attribute))}
        except Exception as error:  # noqa: BLE001  models may compute a term in any way
            problems.append(FieldProblem(attribute, f"{type(error).__name__}: {error}"))
    return sorted(terms)


def _term_values(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, models.Manager):
        value = value.all()
    if isinstance(value, models.Model):
        key = key_of(value) if is_entry_model(type(value)) or isinstance(value, Page) else None
        return [key] if key else []
    if isinstance(value, str | int):
        return [enum_value(value)]
    return [one for item in value for one in _term_values(item)]


def _place_page(page: Page, document: Document, address: Address) -> None:
    document.site, document.path, document.tree = address.site, address.path, address.tree
    document.translation_key = page.translation_key
    document.locale = page.locale.language_code
    source = page
    while source.alias_of_id is not None and source.alias_of_id != source.pk:
        source = source.alias_of
    if source.locale_id != page.locale_id:  # words of another language, standing in for a translation
        document.locale = source.locale.language_code
        document.listed = False
        document.terms = []


def _image_card(image: Any) -> dict[str, Any]:
    """Return what every image publishes beside its declared fields: its words, its focal point, its presets."""
    names = {
        "alt": "published_alt",
        "focalPoint": "published_focal_point",
        "renditions": "published_renditions",
    }
    return {name: getattr(image, attribute) for name, attribute in names.items() if hasattr(image, attribute)}


def _site_card(site: Site) -> dict[str, Any]:
    return {
        "hostname": site.hostname,
        "port": site.port,
        "rootUrl": site.root_url,
        "siteName": site.site_name,
        "isDefault": site.is_default_site,
        "rootPage": key_of(site.root_page),
    }
