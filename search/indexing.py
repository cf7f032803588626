"""Says what of a published document is full text, and how much each part weighs; the store writes it beside the entry.

Called by the published store for every projected document (registered in ``search.apps``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from search.folding import configuration, fold

#: PostgreSQL keeps at most 1 MB in a tsvector; a document's text is cut far below.
LONGEST_TEXT = 200_000

_NOT_WORDS = frozenset({"__typename", "id", "html", "url", "href", "slug", "code", "anchor"})


class Searchable(Protocol):
    """What this module reads of a projected document."""

    type: str
    locale: str
    card: dict[str, Any]
    body: dict[str, Any]


@dataclass(frozen=True)
class SearchText:
    """Folded texts by weight (A most), with the PostgreSQL text search configuration that stems them."""

    configuration: str
    weighted: dict[str, str]


def search_text(document: Searchable) -> SearchText:
    """Return the folded, weighted text of `document`: title (A), summary (B), all other words (C)."""
    card = document.card
    title = str(card.get("title") or card.get("name") or "")
    summary = str(card.get("summary") or "")
    others = {name: value for name, value in card.items() if name not in {"title", "name", "summary"}}
    rest = " ".join([*_words(others), *_words(document.body)])
    weighted = {"A": title, "B": summary, "C": rest[:LONGEST_TEXT]}
    return SearchText(
        configuration=configuration(document.locale),
        weighted={weight: fold(words, document.locale) for weight, words in weighted.items() if words},
    )


def _words(value: Any) -> Iterator[str]:
    """Yield what a person would read in a projected value: not keys of entries, addresses, choices or markup."""
    if isinstance(value, str):
        if " " in value or not (":" in value or value.isupper()):
            yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NOT_WORDS:
                yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)
