"""The resolver of the root field ``changes``: which changes are asked for, and after which place."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from graphql import GraphQLResolveInfo

from api.context import ReadContext
from api.projection.arguments import page_size
from api.projection.feed import Feed, FeedCursor
from published.changes import Scope


@dataclass(frozen=True)
class ReadChanges:
    """Reads changes of ``types``, or of those of them that are asked for."""

    types: tuple[str, ...]

    def __call__(self, _root: Any, info: GraphQLResolveInfo, **arguments: Any) -> Feed:
        context: ReadContext = info.context
        types, locale = arguments.get("types"), arguments.get("locale")
        scope = Scope(
            self.types,
            types=None if types is None else tuple(dict.fromkeys(types)),  # each is read once
            locale=locale,
            locales=tuple(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES),
        )
        after = FeedCursor(scope).read(arguments.get("after"))
        return Feed(scope, after, page_size(arguments.get("first")), locale or context.locale)
