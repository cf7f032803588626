"""The app of this folder: its tables stand beside those of the others."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class KeysConfig(AppConfig):
    name = "api.keys"
    label = "api_keys"
    verbose_name = _("API keys")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from api.keys.checks import check_settings

        register(check_settings)
