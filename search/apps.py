"""The room of full text: what is indexed, how a question is read, suggestions, promoted results."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.snippets.models import register_snippet

        from published.projection import register_search
        from published.signal_handlers import watch
        from search.indexing import search_text
        from search.models import PromotedPage, Promotion

        register_search(search_text)
        watch(Promotion)
        watch(PromotedPage)
        register_snippet("search.promotion_views.PromotionViewSet")
