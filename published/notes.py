"""What may have changed, noted while it happens and read again from the database at the end of the publication."""

from dataclasses import dataclass, field
from typing import Any, cast

from django.db import models
from django.db.models.fields.related import ForeignKey
from modelcluster.fields import ParentalKey
from wagtail.images.models import AbstractRendition
from wagtail.models import Page, Site

from published.catalogue import Kind, declared_fields, entry_models, is_entry_model, type_name

Thing = models.Model | type[models.Model] | str


@dataclass
class Notes:
    """Primary keys of pages and of other entries by type; what needs more than a look at single rows."""

    pages: set[int] = field(default_factory=set)
    others: dict[str, set[Any]] = field(default_factory=dict)
    branches: set[int] = field(default_factory=set)  # pages whose whole branch may have moved, appeared or vanished
    siblings: set[int] = field(default_factory=set)  # pages whose children may have been renumbered
    has_whole_tree: bool = False
    has_collections: bool = False  # privacy or place of a collection changed
    deleted: set[str] = field(default_factory=set)  # keys whose rows are gone: others may have referred to them
    redirects: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        noted = (self.pages, self.others, self.branches, self.siblings, self.deleted, self.redirects)
        return self.has_whole_tree or self.has_collections or any(noted)

    @property
    def is_structural(self) -> bool:
        """Whether things appear or vanish that nobody saved."""
        return bool(self.branches or self.siblings or self.has_whole_tree or self.has_collections)

    def add(self, thing: Thing) -> None:
        """Note a key, an instance (of an entry model or of something that is part of an entry), or all of a model."""
        if isinstance(thing, str):
            self._add_key(thing)
        elif isinstance(thing, type):
            for primary_key in thing._base_manager.values_list("pk", flat=True):
                self._add(thing, primary_key)
        else:
            self._add_instance(thing)

    def _add_key(self, key: str) -> None:
        name, _, identifier = key.partition(":")
        model = Site if name == type_name(Site) else entry_models().get(name)
        if model is not None:
            self._add(model, model._meta.pk.to_python(identifier))

    def _add(self, model: type[models.Model], primary_key: Any) -> None:
        if issubclass(model, Page):
            self.pages.add(primary_key)
        elif is_entry_model(model):
            self.others.setdefault(type_name(model), set()).add(primary_key)

    def _add_instance(self, instance: models.Model) -> None:
        if instance.pk is None:
            return
        if isinstance(instance, Page) or is_entry_model(type(instance)):
            self._add(type(instance), instance.pk)
        elif isinstance(instance, AbstractRendition):
            self._add(cast(type[models.Model], instance._meta.get_field("image").related_model), instance.image_id)
        else:
            self._add_owners(instance)

    def _add_owners(self, part: models.Model) -> None:
        """Note the entries that a row without an entry of its own is part of: its parent, or whoever refers to it."""
        for parental_key in parental_keys(type(part)):
            model, primary_key = parental_key.related_model, getattr(part, parental_key.attname)
            if primary_key is None:
                continue
            if issubclass(model, Page) or is_entry_model(model):
                self._add(model, primary_key)
            else:
                for owner in model._base_manager.filter(pk=primary_key):
                    self._add_owners(owner)
        for owner_model, source in _owners_by_reference(type(part)):
            for owner in owner_model._base_manager.filter(**{source: part.pk}):
                self._add_instance(owner)


def parental_keys(model: type[models.Model]) -> list[Any]:
    return [column for column in model._meta.fields if isinstance(column, ParentalKey)]


def parts_of_entries() -> set[type[models.Model]]:
    """Return the models whose rows are printed inside entries: children of any, and targets of inline fields."""
    from django.apps import apps

    parts: set[type[models.Model]] = set()
    pending: list[type[models.Model]] = [*entry_models().values(), Page]
    known = set(pending)
    children: dict[type[models.Model], list[type[models.Model]]] = {}
    for model in apps.get_models():
        for column in parental_keys(model):
            children.setdefault(column.related_model, []).append(model)
    while pending:
        owner = pending.pop()
        targets = [one.target for one in declared_fields(owner) if one.kind is Kind.INLINE and one.target is not None]
        found = {one for one in targets if issubclass(one, models.Model)} | set(children.get(owner, ()))
        new = {model for model in found if model not in known}
        parts |= new
        known |= new
        pending += new
    return parts


def _owners_by_reference(part: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Return the models, with the field, that print rows of ``part`` reached through a column of their own."""
    return [
        (owner, declared.source)
        for owner in [*entry_models().values(), *parts_of_entries()]
        for declared in declared_fields(owner)
        if declared.kind is Kind.INLINE
        and declared.target is part
        and isinstance(declared.django_field, ForeignKey | models.ManyToManyField)
    ]
