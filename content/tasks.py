"""Work on images that may take seconds, done by the worker: never by a reading request, never in a publication."""

from io import BytesIO

import structlog
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from wagtail.images.models import Filter

from content.models.images import Image, Rendition
from content.presets import missing_filters

logger = structlog.get_logger(__name__)


@task()
def make_image_renditions(image_id: int) -> int:
    """Make the presets that image `image_id` lacks; return how many files were made."""
    image = Image.objects.filter(pk=image_id).first()
    return 0 if image is None else make_missing_renditions(image)


def make_missing_renditions(image: Image) -> int:
    """Make the presets that `image` lacks and save it, so that whoever listens to saved images hears it once.

    The files are drawn outside the transaction: an editor who saves the image meanwhile does not wait. If the file or
    the focal point changed meanwhile, what was drawn is thrown away; that change has a task of its own.
    Raises wagtail.images.models.SourceImageIOError if the original cannot be read.
    """
    missing = missing_filters(image)
    if not missing:
        return 0
    drawn = _draw(image, missing)
    with transaction.atomic():
        present = Image.objects.select_for_update().filter(pk=image.pk).first()
        if present is None or present.rendition_source != image.rendition_source:
            logger.info("renditions_outdated", image=image.pk)
            return 0
        still_missing = {one.spec for one in missing_filters(present)}
        made = [rendition for rendition in drawn if rendition.filter_spec in still_missing]
        Rendition.objects.bulk_create(made)
        present.renditions_made_at = timezone.now()
        present.save(update_fields=["renditions_made_at"])
    logger.info("renditions_made", image=image.pk, files=len(made))
    return len(made)


def _draw(image: Image, filters: list[Filter]) -> list[Rendition]:
    with image.open_file() as file:
        original = file.read()
    return [image.generate_rendition_instance(one, BytesIO(original)) for one in filters]
