"""The room of what editors write: page types, vocabularies, blocks, images and documents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Content")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.signal_handlers import register_signal_handlers

        register_signal_handlers()
