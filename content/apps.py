"""The room of what editors write: page types, vocabularies, blocks, images and documents."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Content")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.snippets.models import register_snippet

        from content.checks import check_page_types
        from content.signal_handlers import register_signal_handlers

        register_signal_handlers()
        checks.register(check_page_types, checks.Tags.models)
        # Deferred by Wagtail until its own snippets app is ready, which comes before grapple reads the models.
        register_snippet("content.vocabulary_views.VocabularyViewSetGroup")
