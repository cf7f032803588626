"""Keeps references to translatable vocabularies in the language of what refers to them; called by pages."""

from typing import Any, TypeVar

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page, TranslatableMixin

Term = TypeVar("Term", bound=TranslatableMixin)


def is_vocabulary(model: Any) -> bool:
    """Say whether rows of `model` exist once per language and are no pages."""
    return isinstance(model, type) and issubclass(model, TranslatableMixin) and not issubclass(model, Page)


def keep_references_in_own_language(page: Page) -> None:
    """Replace each term of another language by its translation; a term without one stays.

    Pages copied for translation come with the terms of the page they were copied from: wagtail-localize does not
    look after many-to-many fields.
    """
    for field in page._meta.get_fields():
        if isinstance(field, ParentalManyToManyField) and is_vocabulary(field.related_model):
            terms = list(getattr(page, field.name).all())
            own = [_in_language(term, page.locale_id) for term in terms]
            if own != terms:
                getattr(page, field.name).set(list(dict.fromkeys(own)))
        elif isinstance(field, models.ForeignKey) and is_vocabulary(field.related_model):
            term = getattr(page, field.name)
            if term is not None:
                setattr(page, field.name, _in_language(term, page.locale_id))


def _in_language(term: Term, locale_id: int) -> Term:
    if term.locale_id == locale_id:
        return term
    return term.get_translation_or_none(locale_id) or term
