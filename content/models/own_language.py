"""Keeps references to vocabularies and chosen pages in the language of what refers to them; called by pages."""

from typing import Any, TypeVar

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, TranslatableMixin

Term = TypeVar("Term", bound=TranslatableMixin)


def is_vocabulary(model: Any) -> bool:
    """Say whether rows of `model` exist once per language and are no pages."""
    return isinstance(model, type) and issubclass(model, TranslatableMixin) and not issubclass(model, Page)


def keep_references_in_own_language(page: Page) -> None:
    """Replace each term, and each page chosen in a list, by its translation; one without a translation stays.

    Pages copied for translation come with the terms of the page they were copied from: wagtail-localize does not
    look after many-to-many fields, and would ask for a translation of every page that is chosen.
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
    for relation in get_all_child_relations(page):
        _keep_choices_in_own_language(page, relation)


def _keep_choices_in_own_language(page: Page, relation: models.ManyToOneRel) -> None:
    """Do the same in one list of the page: events that are editions of a course."""
    columns = [
        field
        for field in relation.related_model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and not isinstance(field, ParentalKey)
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, Page)
    ]
    if not columns:
        return
    manager = getattr(page, relation.get_accessor_name())
    choices = list(manager.all())
    is_changed = False
    for choice in choices:
        for column in columns:
            chosen = getattr(choice, column.name)
            own = chosen and _in_language(chosen, page.locale_id)
            if own != chosen:
                setattr(choice, column.name, own)
                is_changed = True
    if is_changed:
        manager.set(choices)


def _in_language(term: Term, locale_id: int) -> Term:
    if term.locale_id == locale_id:
        return term
    return term.get_translation_or_none(locale_id) or term
