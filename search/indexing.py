"""Says what of a published document is full text, and how much each part weighs; the store writes it beside the entry.

Called by the published store for every projected document (registered in ``search.apps``).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from search.beginnings import title_lexemes
from search.folding import configuration, fold

#: PostgreSQL keeps at most 1 MB in a tsvector; a document's text is cut far below.
LONGEST_TEXT = 200_000

_OF_THEIR_OWN = frozenset({"title", "name", "summary"})
_NOT_WORDS = frozenset({"__typename", "id", "html", "url", "href", "slug", "code", "anchor", "timeZone"})
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Searchable(Protocol):
    """What this module reads of a projected document."""

    type: str
    locale: str
    path: str | None
    card: dict[str, Any]
    body: dict[str, Any]


@dataclass(frozen=True)
class SearchText:
    """Folded texts by weight (A most), with the PostgreSQL text search configuration that stems them.

    ``exact`` are lexemes that are indexed as they are, without weight: what suggestions are found by.
    """

    configuration: str
    weighted: dict[str, str]
    exact: list[str]


def search_text(document: Searchable) -> SearchText:
    """Return the folded, weighted text of `document`: title (A), summary (B), all other words (C).

    Pages are suggested by their titles too.
    """
    card = document.card
    rest = " ".join(other_words(card, document.body))
    weighted = {"A": title(card), "B": summary(card), "C": rest[:LONGEST_TEXT]}
    return SearchText(
        configuration=configuration(document.locale),
        weighted={weight: fold(words, document.locale) for weight, words in weighted.items() if words},
        exact=title_lexemes(weighted["A"], document.locale) if document.path is not None else [],
    )


def title(card: Mapping[str, Any]) -> str:
    """The title of a page, the name of anything else."""
    return str(card.get("title") or card.get("name") or "")


def summary(card: Mapping[str, Any]) -> str:
    return str(card.get("summary") or "")


def other_words(card: Mapping[str, Any], body: Mapping[str, Any]) -> Iterator[str]:
    """Every other text of a document, one after the other."""
    yield from _words({name: value for name, value in card.items() if name not in _OF_THEIR_OWN})
    yield from _words(body)


def _words(value: Any) -> Iterator[str]:
    """Yield what a person would read in a projected value: not keys of entries, addresses, dates, choices, markup."""
    if isinstance(value, str):
        if " " in value or not (":" in value or value.isupper() or _DATE.fullmatch(value)):
            yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in _NOT_WORDS:
                yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)
