"""Measures new files, and has the presets of an image made whenever its file or focal point changed.

Connected by ``content.apps``.
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django_tasks_db import DatabaseBackend

from content.models.documents import Document
from content.models.images import Image
from content.tasks import make_image_renditions


def on_image_saving(instance: Image, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Remember what the renditions in the database were made of."""
    unconcerned = raw or (update_fields is not None and not update_fields & set(Image.RENDITION_SOURCE))
    if unconcerned:
        instance.saved_rendition_source = instance.rendition_source
    else:
        saved = Image.objects.filter(pk=instance.pk).first() if instance.pk else None
        instance.saved_rendition_source = saved.rendition_source if saved else None


def on_file_saving(instance: Image | Document, **kwargs: Any) -> None:
    """Measure a new file, as the admin's forms do: imports and loaders save without them."""
    if instance.file and not getattr(instance.file, "_committed", True):
        measure = (
            instance._set_image_file_metadata if isinstance(instance, Image) else instance._set_document_file_metadata
        )
        measure()


def on_image_saved(instance: Image, **kwargs: Any) -> None:
    """Drop renditions of a replaced file; have the presets made after the commit.

    A queue that is part of the database takes the task at once: it is committed with the image or not at all.
    """
    before, now = instance.saved_rendition_source, instance.rendition_source
    if before == now:
        return
    if before is not None and before[0] != now[0]:
        instance.renditions.all().delete()
    if isinstance(make_image_renditions.get_backend(), DatabaseBackend):
        make_image_renditions.enqueue(instance.pk)
    else:
        transaction.on_commit(partial(make_image_renditions.enqueue, instance.pk))


def register_signal_handlers() -> None:
    for model in (Image, Document):
        pre_save.connect(on_file_saving, sender=model, dispatch_uid=f"content.on_file_saving.{model.__name__}")
    pre_save.connect(on_image_saving, sender=Image, dispatch_uid="content.on_image_saving")
    post_save.connect(on_image_saved, sender=Image, dispatch_uid="content.on_image_saved")
