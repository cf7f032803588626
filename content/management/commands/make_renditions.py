"""``manage.py make_renditions``: makes the presets of images that lack some, after an import or a new preset."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from wagtail.images.models import SourceImageIOError

from content.models.images import Image
from content.presets import missing_filters
from content.tasks import make_image_renditions, make_missing_renditions


class Command(BaseCommand):
    help = "Make the presets of images that lack some."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--enqueue", action="store_true", help="Leave the work to the worker.")

    def handle(self, *args: Any, **options: Any) -> None:
        images = files = unreadable = 0
        for image in Image.objects.order_by("pk").iterator():
            if not missing_filters(image):
                continue
            images += 1
            if options["enqueue"]:
                make_image_renditions.enqueue(image.pk)
                continue
            try:
                files += make_missing_renditions(image)
            except SourceImageIOError as error:
                unreadable += 1
                self.stderr.write(f"Image {image.pk} ({image.title}): {error}")
        verb = "enqueued" if options["enqueue"] else f"{files} files made"
        self.stdout.write(f"{images} images lacked presets: {verb}, {unreadable} unreadable.")
