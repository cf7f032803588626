"""The app of this folder: its tables stand beside those of the others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreviewsConfig(AppConfig):
    name = "api.previews"
    label = "api_previews"
    verbose_name = _("preview links")
    default_auto_field = "django.db.models.BigAutoField"
