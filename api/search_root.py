"""The resolver of the root field ``search``: the question is read and its limits are checked before anything is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from api.context import ReadContext
from api.errors import SearchLengthError, SearchTermsError
from api.limits import LIMITS
from api.projection.arguments import window_of
from api.projection.searched import SearchCursor, Searched
from api.projection.values import FacetKind
from api.roots import term_filters
from api.types.connections import TermKind
from search.questions import Question, TooLongError, TooManyTermsError, read_question
from search.reading import Search


@dataclass(frozen=True)
class SearchPages:
    """Searches pages of ``types``; ``terms`` are the fields of the filter by kind of term."""

    types: tuple[str, ...]
    terms: Mapping[str, TermKind]
    facet_kinds: Mapping[str, FacetKind]

    def __call__(self, _root: Any, info: GraphQLResolveInfo, *, query: str, **arguments: Any) -> Searched:
        context: ReadContext = info.context
        locale = arguments.get("locale") or context.locale
        question = _question(query, locale)
        asked = arguments.get("filter") or {}
        types = arguments.get("types")
        search = Search(
            question,
            types=self.types,
            chosen=None if types is None else tuple(types),
            terms=term_filters(self.terms, asked),
            published_after=asked.get("publishedAfter"),
            published_before=asked.get("publishedBefore"),
            facet_kinds=tuple(self.facet_kinds),
        )
        return Searched(search, window_of(arguments, SearchCursor(question)), self.facet_kinds, locale)


def _question(text: str, locale: str) -> Question:
    try:
        return read_question(text, locale, longest=LIMITS.search_characters, most_terms=LIMITS.search_terms)
    except TooLongError as error:
        raise SearchLengthError(field="query", limit=error.limit, asked=error.asked) from None
    except TooManyTermsError as error:
        raise SearchTermsError(field="query", limit=error.limit, asked=error.asked) from None
