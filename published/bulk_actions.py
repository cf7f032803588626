"""Wagtail's "Add to collection" for images and documents updates rows without a word; ours says what it moved."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from wagtail.documents.views.bulk_actions.add_to_collection import AddToCollectionBulkAction as AddDocumentsToCollection
from wagtail.images.views.bulk_actions.add_to_collection import AddToCollectionBulkAction as AddImagesToCollection

from published.publication import noting


class AddImagesToCollectionBulkAction(AddImagesToCollection):
    @classmethod
    def execute_action(cls, images: Iterable[models.Model], collection: Any = None, **kwargs: Any) -> Any:
        moved = list(images)
        result = super().execute_action(moved, collection=collection, **kwargs)
        _note_all(moved)
        return result


class AddDocumentsToCollectionBulkAction(AddDocumentsToCollection):
    @classmethod
    def execute_action(cls, objects: Iterable[models.Model], collection: Any = None, **kwargs: Any) -> Any:
        moved = list(objects)
        result = super().execute_action(moved, collection=collection, **kwargs)
        _note_all(moved)
        return result


def _note_all(instances: list[models.Model]) -> None:
    with noting() as notes:
        for instance in instances:
            notes.add(instance)
