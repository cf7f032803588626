"""The room of the GraphQL endpoint; when Django starts it hands its type check to the published store."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from published.document import Document, FieldProblem


class ApiConfig(AppConfig):
    name = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from published.projection import register_check

        register_check(check_against_schema)


def check_against_schema(document: "Document") -> "list[FieldProblem]":
    """The schema is built at the first check: while Django starts, not all models are registered."""
    from api.value_check import check_document

    return check_document(document)
