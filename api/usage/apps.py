"""The app of this folder: its tables stand beside those of the others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsageConfig(AppConfig):
    name = "api.usage"
    label = "api_usage"
    verbose_name = _("API usage")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from api.keys import uses
        from api.usage.flushing import FLUSHER

        FLUSHER.add("keys", uses.flush)
