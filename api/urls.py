"""The addresses of the GraphQL endpoint (see the contract in ``graphql/README.md``)."""

from django.urls import path, re_path

from api import explorer, views

urlpatterns = [
    path("graphql", views.endpoint, name="graphql"),
    path("graphql/schema.graphql", views.schema_document, name="graphql_schema"),
    path("graphql/explorer", explorer.page, name="graphql_explorer"),
    path("graphql/explorer/introspection.json", explorer.introspection, name="graphql_explorer_introspection"),
    path("graphql/explorer/examples.json", explorer.examples, name="graphql_explorer_examples"),
    path("graphql/explorer/<path:name>", explorer.file, name="graphql_explorer_file"),
    re_path(r"^graphql/(?P<name>(?s:.*))\Z", views.stored_operation, name="graphql_operation"),
]
