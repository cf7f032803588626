"""What somebody has typed so far, and how titles answer it: whole words first, then one that may be unfinished.

Titles are indexed for it in lexemes of their own, beside the stems: ``search.indexing`` writes them, a
``SuggestReading`` asks for them. They begin with the language, so that a look into the index stays in it.
"""

import re
from dataclasses import dataclass

from search.folding import fold
from search.highlights import Highlight, Range
from search.questions import TooLongError, TooManyTermsError

#: Characters of a word, and of a whole title, that count. PostgreSQL takes 2,046 bytes in a lexeme.
LONGEST_WORD = 100
LONGEST_TITLE = 400

_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")


@dataclass(frozen=True)
class Beginning:
    """Folded words as they were typed; the last one counts as a beginning unless something stands behind it."""

    locale: str
    words: tuple[str, ...] = ()
    is_finished: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no title can answer it: nothing was typed, or a word that no title has."""
        return not self.words or any(len(word) > LONGEST_WORD for word in self.words)

    @property
    def title_query(self) -> str:
        """As a ``tsquery``: titles that begin with all that was typed."""
        end = " " if self.is_finished else ""
        return f"'{_title(self.locale, self.words).rstrip()}{end}':*"

    @property
    def words_query(self) -> str:
        """As a ``tsquery``: titles that have every word, the last one perhaps as a beginning."""
        lexemes = [f"'{_word(self.locale, word)}'" for word in self.words]
        return " & ".join(lexemes) + ("" if self.is_finished else ":*")

    def mark(self, text: str) -> Highlight:
        """The text with the words that were typed, and with the beginnings of words that answer the last one."""
        whole = set(self.words if self.is_finished else self.words[:-1])
        begun = "" if self.is_finished or not self.words else self.words[-1]
        ranges: list[Range] = []
        for match in _WORD.finditer(text):
            folded = fold(match.group(), "")
            if begun and folded.startswith(begun):
                ranges.append((match.start(), _length_of(match.group(), begun)))
            elif folded in whole:
                ranges.append((match.start(), match.end() - match.start()))
        return Highlight(text, tuple(ranges))


def read_beginning(text: str, locale: str, *, longest: int, most_words: int) -> Beginning:
    """What was typed in a language; raises QuestionError beyond ``longest`` characters or ``most_words`` words."""
    text = text.lstrip()
    if len(text) > longest:
        raise TooLongError(limit=longest, asked=len(text))
    words = tuple(fold(text, "").split())
    if len(words) > most_words:
        raise TooManyTermsError(limit=most_words, asked=len(words))
    return Beginning(locale, words, is_finished=bool(words) and not _folds_to_a_word(text[-1]))


def title_lexemes(title: str, locale: str) -> list[str]:
    """What a title is found by while it is typed: the whole of it, and each of its words."""
    words = fold(title, "").split()
    return [_title(locale, tuple(words)), *dict.fromkeys(_word(locale, word) for word in words)] if words else []


def _title(locale: str, words: tuple[str, ...]) -> str:
    """A blank follows the last word too, so that "vale " finds what begins with that word and no "Valeria"."""
    return f"{locale}^{' '.join(words)} "[:LONGEST_TITLE]


def _word(locale: str, word: str) -> str:
    return f"{locale}={word[:LONGEST_WORD]}"


def _folds_to_a_word(character: str) -> bool:
    """Whether a word goes on after a character: a letter, a figure, or an accent that stands by itself."""
    return bool(fold(character, "")) or "\u0300" <= character <= "\u036f"


def _length_of(word: str, beginning: str) -> int:
    """How many characters of a word as it is written make its folded beginning, with the accents on the last one."""
    length = next(length for length in range(1, len(word) + 1) if len(fold(word[:length], "")) >= len(beginning))
    while length < len(word) and "\u0300" <= word[length] <= "\u036f":
        length += 1
    return length
