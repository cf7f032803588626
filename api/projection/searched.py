"""What the root field ``search`` gives: a search that is read in one statement, its hits, and their highlights."""

import base64
import binascii
import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import orjson
from django.utils.translation import gettext_lazy as _

from api.context import ReadContext
from api.errors import BadUserInputError
from api.projection.values import FacetKind, PageOfEntries
from published.listing import Position, Window
from published.reading import StoredEntry
from search.highlights import Highlight, Marker
from search.indexing import other_words, summary, title
from search.questions import Question
from search.reading import Found, Search, SearchReading, StoredHit, find

HITS, COUNT, FACETS, WORDS, PROMOTED = "hits", "count", "facets", "words", "promoted"
EVERYTHING = frozenset({HITS, COUNT, FACETS, WORDS, PROMOTED})

_LONGEST_CURSOR = 200
# As the database writes a rank: never negative, never NaN.
_SCORE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,12})?(e-[0-9]{1,2})?")


@dataclass(frozen=True)
class SearchCursor:
    """Writes and reads the cursors of one question; scores of another one would mean nothing here."""

    question: Question

    @cached_property
    def fingerprint(self) -> str:
        text = f"{self.question.locale} {self.question.tsquery}"
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def write(self, entry: StoredEntry) -> str:
        place = orjson.dumps([self.fingerprint, entry.position, entry.key])
        return base64.urlsafe_b64encode(place).decode().rstrip("=")

    def read(self, cursor: str | None, *, field: str) -> Position | None:
        """The place of a cursor; raises BadUserInputError for what this question has not written."""
        if cursor is None:
            return None
        try:
            if len(cursor) > _LONGEST_CURSOR:
                raise ValueError("too long")
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            fingerprint, score, key = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            if fingerprint != self.fingerprint or not isinstance(score, str) or not isinstance(key, str):
                raise ValueError("of another question")
            if not _SCORE.fullmatch(score) or "\x00" in key:
                raise ValueError("not as we wrote it")
        except (ValueError, TypeError, UnicodeError, binascii.Error):
            raise BadUserInputError(_("“%(field)s” is not a cursor of this search."), field=field) from None
        return Position(score, key)


@dataclass
class Searched:
    """A search that was asked for; what of it is read, the selection decides."""

    search: Search
    window: Window
    facet_kinds: Mapping[str, FacetKind]
    locale: str

    found: Found = field(default_factory=Found)
    has_read: frozenset[str] = frozenset()

    @cached_property
    def cursor(self) -> SearchCursor:
        return SearchCursor(self.search.question)

    @cached_property
    def marker(self) -> Marker:
        return Marker(self.search.question, self.found.lexemes)

    def read(self, context: ReadContext, needs: Collection[str]) -> None:
        """Reads what is needed, in one statement; nothing where all of it was read."""
        if self.has_read >= frozenset(needs):
            return
        reading = self.reading(needs)
        self.take(find(context.store, reading), context)
        self.has_read = frozenset(needs)

    def reading(self, needs: Collection[str]) -> SearchReading:
        """The part of a statement that reads what is needed."""
        return SearchReading(
            self.search,
            self.window if HITS in needs else None,
            count=COUNT in needs,
            facets=FACETS in needs,
            promoted=PROMOTED in needs,
            with_body=WORDS in needs,
        )

    def take(self, found: Found, context: ReadContext) -> None:
        """Keeps what was read."""
        self.found = found
        context.remember(hit.entry for hit in self.hits)
        context.remember(promotion.entry for promotion in found.promoted)

    @cached_property
    def hits(self) -> list["Hit"]:
        """The hits of this page, in their order, without the one more that tells whether there is a next one."""
        stored, size = self.found.hits, self.window.size
        shown = stored[-size:] if self.window.backwards and size else stored[:size]
        return [Hit(self, hit) for hit in shown]

    @cached_property
    def page(self) -> PageOfEntries:
        """The same as any connection has it, for ``pageInfo``."""
        window, more = self.window, len(self.found.hits) > self.window.size
        entries = [hit.entry for hit in self.hits]
        if window.backwards:
            return PageOfEntries(entries, window.before is not None, more)
        return PageOfEntries(entries, more, window.after is not None)


@dataclass
class Hit:
    """A page that was found, with what the question marks in its words."""

    searched: Searched
    stored: StoredHit

    @property
    def entry(self) -> StoredEntry:
        return self.stored.entry

    @cached_property
    def title(self) -> Highlight:
        return self.searched.marker.mark(title(self.entry.card))

    @cached_property
    def snippet(self) -> Highlight | None:
        card = self.entry.card
        return self.searched.marker.snippet([summary(card), *other_words(card, self.entry.body or {})])
