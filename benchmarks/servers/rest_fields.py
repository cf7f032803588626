"""The ``api_fields`` that a project writes for the same data: those of news, and of what news refer to."""

from django.apps import AppConfig


class RestFields(AppConfig):
    """Stands before Wagtail's APIs among the apps, which read the fields when they are first used."""

    name = "benchmarks.servers"
    label = "benchmark_rest"

    def ready(self) -> None:
        from wagtail.api import APIField
        from wagtail.images.api.fields import ImageRenditionField

        from content import models

        common = [
            *("summary", "topics"),
            APIField("card", serializer=ImageRenditionField("fill-800x533|format-webp", source="image")),
        ]
        models.NewsPage.api_fields = [*common, "published_on", "author", "organisations", "body"]  # type: ignore[attr-defined]
        models.EventPage.api_fields = [*common, "starts_at", "ends_at", "status", "place_name"]  # type: ignore[attr-defined]
        models.Topic.api_fields = ["name", "slug"]  # type: ignore[attr-defined]
        models.Organisation.api_fields = ["name", "slug"]  # type: ignore[attr-defined]
        models.Person.api_fields = ["name"]  # type: ignore[attr-defined]
