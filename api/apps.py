"""The room of the GraphQL endpoint; when Django starts it connects its checks and its limits."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.backends.signals import connection_created

if TYPE_CHECKING:
    from published.document import Document, FieldProblem


class ApiConfig(AppConfig):
    name = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from published.projection import register_check
        from published.statement_limit import on_connection_created

        connection_created.connect(on_connection_created)
        register_check(check_against_schema)


def check_against_schema(document: "Document") -> "list[FieldProblem]":
    """The schema is built at the first check: while Django starts, not all models are registered."""
    from api.value_check import check_document

    return check_document(document)
