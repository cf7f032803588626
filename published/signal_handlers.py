"""Note what Wagtail and Django say may have changed; connected by ``published.apps``. Nothing is read here.

The instance in hand may hold a draft's words, or be half saved: only its key is used.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from published.catalogue import entry_models, is_entry_model
from published.field_readers import key_of
from published.models import Entry
from published.notes import parts_of_entries
from published.publication import note, noting
from published.whole_store import rebuild

# Saved with every draft of a live page; the world does not read them.
_EDITORS_COLUMNS = frozenset(
    {
        *("latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes", "numchild"),
        *("locked", "locked_at", "locked_by", "go_live_at", "expire_at"),
    }
)


def on_saved(
    instance: models.Model, raw: bool = False, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """Something that is an entry or part of one was saved."""
    if not raw and not (update_fields is not None and set(update_fields) <= _EDITORS_COLUMNS):
        note(instance)


def on_deleted(instance: models.Model, **kwargs: Any) -> None:
    """A row is gone; what referred to it is read again, since the database may have emptied its columns."""
    with noting() as notes:
        notes.add(instance)
        # A page is heard twice: first the row of its type goes, then the one that links to it are resolved by.
        key = key_of(instance) if type(instance) is Page or not isinstance(instance, Page) else None
        if key is not None:
            notes.deleted.add(key)


def on_many_to_many_changed(
    instance: models.Model,
    action: str,
    reverse: bool,
    model: type[models.Model],
    pk_set: set[Any] | None,
    **kwargs: Any,
) -> None:
    """Terms or other references were added to or removed from an entry, from either side."""
    if not reverse:
        if action.startswith("post_"):
            note(instance)
    elif action == "pre_clear":  # afterwards nobody knows who had referred to it
        with noting() as notes:
            key = key_of(instance)
            if key is not None:
                notes.deleted.add(key)
    elif action.startswith("post_"):
        with noting() as notes:
            for owner in model._base_manager.filter(pk__in=pk_set or ()):
                notes.add(owner)


def on_announced(instance: models.Model, **kwargs: Any) -> None:
    """A page or snippet was published or unpublished."""
    note(instance)


def on_page_moved(instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """A page was moved or reordered: Wagtail also shifts the siblings, without saving them."""
    with noting() as notes:
        notes.branches.add(instance.pk)
        notes.siblings |= {parent_page_before.pk, parent_page_after.pk}


def on_page_renamed(instance: Page, **kwargs: Any) -> None:
    """A slug changed; heard after the commit, when all pages below have their new path and their redirects as well."""
    with noting() as notes:
        notes.branches.add(instance.pk)


def on_redirect_changed(instance: Redirect, raw: bool = False, **kwargs: Any) -> None:
    """A redirect was written or deleted. Its page is noted too, so that nobody hides that meanwhile unseen."""
    if raw or instance.pk is None:
        return
    with noting() as notes:
        notes.redirects.add(instance.pk)
        if instance.redirect_page_id is not None:
            notes.pages.add(instance.redirect_page_id)


def on_page_privacy_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    with noting() as notes:
        notes.branches.add(instance.page_id)


def on_collection_changed(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    """A collection was moved, or its privacy changed: counts for all collections below."""
    if not raw:
        with noting() as notes:
            notes.has_collections = True


def on_site_changed(instance: Site, raw: bool = False, **kwargs: Any) -> None:
    """Addresses depend on all sites: which one a page belongs to may have changed."""
    if not raw:
        with noting() as notes:
            notes.add(instance)
            notes.has_whole_tree = True


def on_locale_changed(instance: Locale, raw: bool = False, created: bool = False, **kwargs: Any) -> None:
    """A language got another code: every address and every entry in it has that code."""
    if raw or created:
        return
    with noting() as notes:
        notes.has_whole_tree = True
        notes.add(Site)
        for model in entry_models().values():
            if any(column.name == "locale" for column in model._meta.fields):
                for primary_key in model._base_manager.filter(locale=instance).values_list("pk", flat=True):
                    notes.add(f"{model.__name__}:{primary_key}")


def on_copied_for_translation(target_obj: models.Model, **kwargs: Any) -> None:
    """A page was copied into another language, as an alias or as a draft, perhaps with everything below it."""
    with noting() as notes:
        notes.add(target_obj)
        if isinstance(target_obj, Page):
            notes.branches.add(target_obj.pk)


def on_migrated(plan: Sequence[tuple[Any, bool]] = (), **kwargs: Any) -> None:
    """Migrations make the first site and its home pages without a signal: an empty store is filled once."""
    goes_back = any(is_backwards for _migration, is_backwards in plan)  # tables may be missing then
    if not goes_back and not Entry.objects.exists():
        for _step in rebuild():
            pass


def register_signal_handlers() -> None:
    post_migrate.connect(on_migrated, sender=apps.get_app_config("published"), dispatch_uid="published.on_migrated")
    for model in {*entry_models().values(), *parts_of_entries(), Page, get_image_model().get_rendition_model()}:
        watch(model)
    for signal in (page_published, page_unpublished, published, unpublished):
        signal.connect(on_announced, dispatch_uid="published.on_announced")
    post_page_move.connect(on_page_moved, dispatch_uid="published.on_page_moved")
    page_slug_changed.connect(on_page_renamed, dispatch_uid="published.on_page_renamed")
    copy_for_translation_done.connect(on_copied_for_translation, dispatch_uid="published.on_copied_for_translation")
    for handler, sender in (
        (on_page_privacy_changed, PageViewRestriction),
        (on_collection_changed, CollectionViewRestriction),
        (on_collection_changed, Collection),
        (on_site_changed, Site),
        (on_redirect_changed, Redirect),
    ):
        for signal in (post_save, post_delete):
            signal.connect(handler, sender=sender, dispatch_uid=f"published.{handler.__name__}.{sender.__name__}")
    post_save.connect(on_locale_changed, sender=Locale, dispatch_uid="published.on_locale_changed")


def watch(model: type[models.Model]) -> None:
    """Hear what becomes of the rows of a model, entries or parts of them.

    Called from ``ready`` of apps above for snippets that no page refers to: those are not known here when it is early.
    """
    post_save.connect(on_saved, sender=model, dispatch_uid=f"published.on_saved.{model._meta.label}")
    post_delete.connect(on_deleted, sender=model, dispatch_uid=f"published.on_deleted.{model._meta.label}")
    for relation in model._meta.many_to_many:
        if is_entry_model(relation.related_model):
            m2m_changed.connect(
                on_many_to_many_changed,
                sender=relation.remote_field.through,
                dispatch_uid=f"published.on_many_to_many_changed.{model._meta.label}.{relation.name}",
            )
