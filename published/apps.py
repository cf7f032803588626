"""The room of the published store: what the world may read of what editors write."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishedConfig(AppConfig):
    name = "published"
    verbose_name = _("Published store")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from published import checks  # noqa: F401  registers the system checks
        from published.automatic_redirects import mend_automatic_redirects
        from published.signal_handlers import register_signal_handlers

        mend_automatic_redirects()
        register_signal_handlers()
