"""What a project that uses grapple's own schema declares besides: the news of a topic, paginated, and a block's text.

Our models name the field of a block ``rich_text`` and its source ``text``, which grapple does not follow in blocks.
"""

from typing import Any

from django.apps import AppConfig


class GrappleFields(AppConfig):
    """Stands before grapple among the apps, which reads the fields when it is ready."""

    name = "benchmarks.servers"
    label = "benchmark_grapple"

    def ready(self) -> None:
        from grapple.helpers import register_singular_query_field
        from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLRichText
        from grapple.utils import resolve_paginated_queryset

        from content.blocks.text import ParagraphsBlock
        from content.models import NewsPage, Topic

        def news(topic: Any, info: Any, **arguments: Any) -> Any:
            return resolve_paginated_queryset(NewsPage.objects.live().public().filter(topics=topic), info, **arguments)

        Topic.news = news  # type: ignore[attr-defined]
        Topic.graphql_fields = [
            *Topic.graphql_fields,
            GraphQLCollection(GraphQLForeignKey, "news", "content.NewsPage", is_paginated_queryset=True),
        ]
        ParagraphsBlock.graphql_fields = [*ParagraphsBlock.graphql_fields, GraphQLRichText("text")]
        import graphene

        register_singular_query_field("topic", query_params={"id": graphene.ID()})(Topic)
