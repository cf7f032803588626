"""The types of the root field ``suggest``: pages whose titles hold what somebody has typed, and the field itself."""

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.limits import LIMITS
from api.projection.search_readers import HighlightOf, HitPage, Simple
from api.suggest_root import DEFAULT_SUGGESTIONS, SuggestPages
from api.types.declared import read_by
from api.types.enums import FIRST_LANGUAGE, LOCALE
from api.types.pages import PAGE_TYPE, PageTypes, page_models
from api.types.search import HIGHLIGHT

#: The types that stand before the others: what people come for.
FIRST_TYPES = ("ServicePage", "GuidePage", "EventPage", "NewsPage")


def suggest_field(pages: PageTypes) -> GraphQLField:
    """The root field."""
    types = (*(name for name in FIRST_TYPES if name in page_models()), *page_models())
    return GraphQLField(
        GraphQLNonNull(GraphQLList(GraphQLNonNull(_suggestion(pages)))),
        args={
            "prefix": GraphQLArgument(
                GraphQLNonNull(GraphQLString),
                description=(
                    "What is typed so far, from one letter on: whole words, and the last one perhaps unfinished; behind"
                    f" a blank it is finished. Accents and capitals make no difference. At most"
                    f" {LIMITS.search_characters} characters and {LIMITS.search_terms} words. Without a letter or a"
                    " figure, nothing is suggested."
                ),
            ),
            "locale": GraphQLArgument(LOCALE, description=f"Language of the pages; {FIRST_LANGUAGE}."),
            "first": GraphQLArgument(
                GraphQLInt,
                default_value=DEFAULT_SUGGESTIONS,
                description=f"How many at most: up to {LIMITS.suggestions}.",
            ),
        },
        resolve=SuggestPages(tuple(dict.fromkeys(types))),
        description=(
            "Pages to go to while somebody types: those whose title has all the words. The best first: titles that"
            f" begin with it, then {', '.join(f'`{name}`' for name in FIRST_TYPES)} and the other types, then the"
            " newest. Of pages with the same title, one."
        ),
    )


def _suggestion(pages: PageTypes) -> GraphQLObjectType:
    return GraphQLObjectType(
        "Suggestion",
        lambda: {
            "text": read_by(
                Simple(lambda suggestion: suggestion.highlight.text),
                GraphQLNonNull(GraphQLString),
                "The title of the page: what to show, or to put into the field.",
            ),
            "highlight": read_by(
                HighlightOf("highlight"), GraphQLNonNull(HIGHLIGHT), "The same with what was typed marked."
            ),
            "type": read_by(
                Simple(lambda suggestion: suggestion.entry.type), GraphQLNonNull(PAGE_TYPE), "The type of the page."
            ),
            "page": read_by(HitPage(), GraphQLNonNull(pages.interface), "The page, to go straight there."),
        },
        description="A page whose title holds what somebody has typed so far.",
    )
