"""Reads a question as people type it into a web search: words, "phrases", -without, this OR that.

Called by ``api`` for the root field ``search`` and by the website before it asks. What cannot be a question (blanks,
lone operators, an open quotation mark) is passed over; only what breaks a limit is refused.
"""

import re
from dataclasses import dataclass

from search.folding import fold

#: What joins two terms of which either will do. Only in capitals: "or" and "ou" are words like others.
_OR = {"OR", "OU", "|"}

_QUOTES = str.maketrans("“”„«»", '"""""')
_TERM = re.compile(r'(?P<minus>-*)(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))|"')


class QuestionError(Exception):
    """A question that breaks a limit: ``limit`` is the number allowed, ``asked`` what it has."""

    def __init__(self, *, limit: int, asked: int) -> None:
        super().__init__(f"{asked} where {limit} are allowed")
        self.limit = limit
        self.asked = asked


class TooLongError(QuestionError):
    """More characters than a question may have."""


class TooManyTermsError(QuestionError):
    """More words than a question may have."""


@dataclass(frozen=True)
class Phrase:
    """Folded words that must stand one behind the other; mostly it is one."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What is looked for: of each group of ``wanted`` any phrase, and nothing of ``excluded``."""

    locale: str
    wanted: tuple[tuple[Phrase, ...], ...] = ()
    excluded: tuple[Phrase, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for: words to leave out alone are no question."""
        return not self.wanted

    @property
    def plain_words(self) -> str:
        """All its words, where it is nothing but words that must be there: what a promoted result may answer."""
        if self.excluded or any(len(group) > 1 for group in self.wanted):
            return ""
        return " ".join(word for group in self.wanted for phrase in group for word in phrase.words)

    @property
    def tsquery(self) -> str:
        """The text of PostgreSQL's ``to_tsquery``, which stems it and drops words that say nothing."""
        groups = [" | ".join(_quoted(phrase) for phrase in group) for group in self.wanted]
        parts = [f"({group})" for group in groups] + [f"!{_quoted(phrase)}" for phrase in self.excluded]
        return " & ".join(parts)


def read_question(text: str, locale: str, *, longest: int, most_terms: int) -> Question:
    """The question that ``text`` asks in a language; raises QuestionError beyond ``longest`` characters or terms."""
    text = text.strip()
    if len(text) > longest:
        raise TooLongError(limit=longest, asked=len(text))
    wanted: list[list[Phrase]] = []
    excluded: list[Phrase] = []
    joins = False
    for match in _TERM.finditer(text.translate(_QUOTES)):
        words = match["quoted"] if match["quoted"] is not None else match["plain"]
        if words in _OR and match["quoted"] is None and not match["minus"]:
            joins = bool(wanted)
            continue
        phrase = Phrase(tuple(fold(words or "", locale).split()))
        if not phrase.words:
            continue
        if match["minus"]:
            excluded.append(phrase)
        elif joins:
            wanted[-1].append(phrase)
        else:
            wanted.append([phrase])
        joins = False
    number = sum(len(phrase.words) for phrase in [*excluded, *(phrase for group in wanted for phrase in group)])
    if number > most_terms:
        raise TooManyTermsError(limit=most_terms, asked=number)
    return Question(locale, tuple(tuple(dict.fromkeys(group)) for group in wanted), tuple(dict.fromkeys(excluded)))


def _quoted(phrase: Phrase) -> str:
    """Folded words are letters and figures only: nothing in them can end the quotation."""
    return f"'{' '.join(phrase.words)}'"
