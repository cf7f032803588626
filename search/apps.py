from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from published.projection import register_search
        from search.indexing import search_text

        register_search(search_text)
