"""The resolver of the root field ``suggest``: what was typed is read and its limits are checked before anything is."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import GraphQLResolveInfo

from api.context import ReadContext
from api.errors import PageSizeError, SearchLengthError, SearchTermsError
from api.limits import LIMITS
from published.reading import StoredEntry
from search.beginnings import Beginning, read_beginning
from search.highlights import Highlight
from search.indexing import title
from search.questions import TooLongError, TooManyTermsError
from search.suggestions import SuggestReading, suggest

DEFAULT_SUGGESTIONS = 8


@dataclass
class Suggestion:
    """A page that answers what was typed so far."""

    entry: StoredEntry
    beginning: Beginning

    @cached_property
    def highlight(self) -> Highlight:
        return self.beginning.mark(title(self.entry.card))


@dataclass(frozen=True)
class SuggestPages:
    """Suggests pages of ``types``, those that stand first before others that answer as well."""

    types: tuple[str, ...]

    def __call__(
        self,
        _root: Any,
        info: GraphQLResolveInfo,
        *,
        prefix: str,
        locale: str | None = None,
        first: int | None = DEFAULT_SUGGESTIONS,
    ) -> list[Suggestion]:
        context: ReadContext = info.context
        size = DEFAULT_SUGGESTIONS if first is None else first
        if not 0 <= size <= LIMITS.suggestions:
            raise PageSizeError(field="first", limit=LIMITS.suggestions, asked=size)
        beginning = _beginning(prefix, locale or context.locale)
        found = suggest(context.store, SuggestReading(beginning, self.types, size))
        context.remember(found)
        return [Suggestion(entry, beginning) for entry in found]


def _beginning(text: str, locale: str) -> Beginning:
    try:
        return read_beginning(text, locale, longest=LIMITS.search_characters, most_words=LIMITS.search_terms)
    except TooLongError as error:
        raise SearchLengthError(field="prefix", limit=error.limit, asked=error.asked) from None
    except TooManyTermsError as error:
        raise SearchTermsError(field="prefix", limit=error.limit, asked=error.asked) from None
