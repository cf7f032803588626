"""Marks in the original words what a question has found, and cuts the piece around it out of a long text.

Made in Python: PostgreSQL knows the folded words only. Called by ``api`` for the hits that it prints.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice

from search.questions import Phrase, Question
from search.stems import stem_of_folded, stems

SNIPPET_LENGTH = 200
#: How much of a text is looked through; a hit further down is found, but the piece shown is the beginning.
LOOKED_THROUGH = 20_000

_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_BLANKS = re.compile(r"\s+")
_ELLIPSIS = "…"
_SENTENCE = 60  # characters from which on a passage says more than a title
_NEAR = 20  # hits that are counted where one of them may begin a snippet

Range = tuple[int, int]


@dataclass(frozen=True)
class Highlight:
    """A text and the ranges in it (start, length) that answer the question, in order and apart from each other."""

    text: str
    ranges: tuple[Range, ...] = ()

    @property
    def html(self) -> str:
        """The text as HTML: the ranges in ``mark`` elements, everything else escaped."""
        pieces, end = [], 0
        for start, length in self.ranges:
            pieces += [escape(self.text[end:start]), f"<mark>{escape(self.text[start : start + length])}</mark>"]
            end = start + length
        return "".join([*pieces, escape(self.text[end:])])


class Marker:
    """Finds a question's phrases in texts. ``lexemes`` are those that the database looked for, without empty words."""

    def __init__(self, question: Question, lexemes: Iterable[str]) -> None:
        self.locale = question.locale
        known = frozenset(lexemes)
        phrases = [_stemmed(phrase, self.locale) for group in question.wanted for phrase in group]
        self.phrases = [phrase for phrase in dict.fromkeys(phrases) if known.intersection(phrase)]
        self.firsts = frozenset(phrase[0] for phrase in self.phrases)

    def mark(self, text: str) -> Highlight:
        """The whole text with all that is found in it."""
        return Highlight(text, _joined((start, end) for start, end, _ in self._found(text)))

    def snippet(self, passages: Iterable[str]) -> Highlight | None:
        """A piece of at most SNIPPET_LENGTH characters around the best hit in any passage; None without words.

        The best holds most of the different phrases, is more than a title, holds most hits; between equals the earlier
        one is taken. The first passage is the summary: it never counts as a title.
        """
        best: tuple[tuple[int, bool, int], str, int] | None = None
        left = LOOKED_THROUGH
        for passage in passages:
            text = _BLANKS.sub(" ", passage).strip()
            if not text or (best is not None and left <= 0):
                continue
            at, (different, hits) = self._best_place(text[: max(left, 0)])
            score = (different, best is None or len(text) >= _SENTENCE, hits)
            left -= len(text)
            if best is None or score > best[0]:
                best = score, text, at
            if score[:2] == (len(self.phrases), True):
                break
        return None if best is None else self._cut(best[1], best[2])

    def _best_place(self, text: str) -> tuple[int, tuple[int, int]]:
        """Where the piece with most hits begins, and (different phrases, hits) in it."""
        found = list(self._found(text))
        best, place = (0, 0), 0
        for index, (start, _, _) in enumerate(found):
            near = islice(found, index, index + _NEAR)
            inside = [phrase for _, end, phrase in near if end - start <= SNIPPET_LENGTH // 2]
            score = (len(set(inside)), len(inside))
            if score > best:
                best, place = score, start
        return place, best

    def _cut(self, text: str, at: int) -> Highlight:
        """The piece around a place, from word to word, with an ellipsis where something is left out."""
        if len(text) <= SNIPPET_LENGTH:
            return self.mark(text)
        start = max(0, min(at - SNIPPET_LENGTH // 4, len(text) - SNIPPET_LENGTH + 2))
        if start and text[start - 1] != " ":
            blank = text.find(" ", start, at + 1)
            start = at if blank < 0 else blank + 1
        end = min(len(text), start + SNIPPET_LENGTH - 2)
        if end < len(text):
            blank = text.rfind(" ", start + 1, end + 1)
            end = end if blank < 0 else blank
        piece = text[start:end].strip()
        if end < len(text):
            piece = piece.rstrip(".,;:")
        return self.mark(f"{_ELLIPSIS if start else ''}{piece}{_ELLIPSIS if end < len(text) else ''}")

    def _found(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """The start and end of every place where a phrase stands, and the phrase."""
        words = [(match.start(), match.end(), stem) for match in _WORD.finditer(text) for stem in self._stems(match)]
        for index, (start, _, stem) in enumerate(words):
            if stem not in self.firsts:
                continue
            for phrase in self.phrases:
                following = words[index : index + len(phrase)]
                if tuple(one for _, _, one in following) == phrase:
                    yield start, following[-1][1], phrase

    def _stems(self, match: re.Match[str]) -> tuple[str, ...]:
        return stems(match.group(), self.locale)


def _stemmed(phrase: Phrase, locale: str) -> tuple[str, ...]:
    return tuple(stem_of_folded(word, locale) for word in phrase.words)


def _joined(places: Iterable[Range]) -> tuple[Range, ...]:
    """Ranges of places that overlap or repeat, each once."""
    joined: list[list[int]] = []
    for start, end in sorted(places):
        if joined and start < joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return tuple((start, end - start) for start, end in joined)
