"""Folds words so that people find them however they type; the same function reads the text and the question.

The embedded PostgreSQL has neither ICU nor `unaccent`, so accents are folded here. Portuguese endings that the
stemmer only knows with their accents (-ção, -ões) are put back, or "inovacao" would not find "inovações".

Only letters and figures are kept: PostgreSQL would read "e/ou" as a file, "2021-2024" as a negative number and
"labx@exemplo.pt" as one word that nobody types.
"""

import re
from functools import lru_cache

from published.folding import without_accents

#: PostgreSQL's text search configuration by content locale; other locales are indexed without stemming.
CONFIGURATIONS = {"pt": "portuguese", "en": "english"}

_SEPARATORS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W\d_]+")
# Longest first. Plurals of -l need five letters, so that "mais", "dois" and "leis" stay what they are.
_PORTUGUESE_ENDINGS = (
    (re.compile(r"(?:coes|cao)$"), "ção", 4),
    (re.compile(r"(?:oes|aos|aes|ao)$"), "ão", 3),
    (re.compile(r"ais$"), "al", 5),
    (re.compile(r"eis$"), "el", 5),
    (re.compile(r"ois$"), "ol", 5),
)
_NOT_PLURALS = frozenset({"demais", "depois", "jamais", "maes"})


def configuration(locale: str) -> str:
    """Return the name of PostgreSQL's text search configuration for a content locale ("pt", "en")."""
    return CONFIGURATIONS.get(locale, "simple")


def fold(text: str, locale: str) -> str:
    """Return the words of `text` between single blanks, as they are indexed and asked for in `locale`."""
    folded = _SEPARATORS.sub(" ", without_accents(text)).strip()
    return " ".join(map(_with_endings, folded.split(" "))) if locale == "pt" else folded


@lru_cache(maxsize=20_000)  # most words of a text are those of another
def _with_endings(word: str) -> str:
    return _WORD.sub(_restore_ending, word)


def _restore_ending(match: re.Match[str]) -> str:
    word = match.group()
    if word in _NOT_PLURALS:
        return word
    for ending, replacement, shortest in _PORTUGUESE_ENDINGS:
        if len(word) >= shortest and ending.search(word):
            return ending.sub(replacement, word)
    return word
