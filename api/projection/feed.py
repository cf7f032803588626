"""What the root field ``changes`` gives: a part of the change feed, read in one statement, and its cursors."""

import base64
import binascii
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import orjson
from django.utils.translation import gettext_lazy as _

from api.context import ReadContext
from api.errors import BadUserInputError, ExpiredCursorError
from published.changes import Changes, ChangesReading, Place, Scope

_LONGEST_CURSOR = 200
_GREATEST = 2**63 - 2


@dataclass(frozen=True)
class FeedCursor:
    """Writes and reads the cursors of a feed of these types and this language: in another one they would miss things.

    A cursor tells nothing that is not public, so that it need not be signed; one from another history is expired.
    """

    scope: Scope

    @cached_property
    def fingerprint(self) -> str:
        if self.scope.is_everything:
            return ""
        types = None if self.scope.types is None else sorted(set(self.scope.types))
        return hashlib.sha256(orjson.dumps([types, self.scope.locale])).hexdigest()[:8]

    def write(self, place: Place) -> str:
        parts = orjson.dumps(["changes", self.fingerprint, place.number, place.key, place.base, place.mark])
        return base64.urlsafe_b64encode(parts).decode().rstrip("=")

    def read(self, cursor: str | None) -> Place | None:
        """The place of a cursor; raises BadUserInputError for what no feed of this kind has written."""
        if cursor is None:
            return None
        try:
            if len(cursor) > _LONGEST_CURSOR:
                raise ValueError("too long")
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            parts = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            kind, fingerprint, number, key, base, mark = parts
            if kind != "changes" or fingerprint != self.fingerprint:
                raise ValueError("of something else")
            if not all(type(one) is int and 0 <= one <= _GREATEST for one in (number, base)):
                raise ValueError("no number")
            if not isinstance(mark, str) or not isinstance(key, str | None) or "\x00" in mark or "\x00" in (key or ""):
                raise ValueError("not as we wrote it")
        except (ValueError, TypeError, UnicodeError, binascii.Error):
            raise BadUserInputError(
                _("“%(field)s” is not a cursor of the changes of these types and this language."), field="after"
            ) from None
        return Place(number, key, base, mark)


@dataclass
class Feed:
    """A part of the feed that was asked for; what of the entries is read, the selection decides."""

    scope: Scope
    after: Place | None
    size: int
    locale: str

    found: Changes | None = None

    @property
    def cursor(self) -> str:
        assert self.found is not None
        return FeedCursor(self.scope).write(self.found.end)

    def reading(self, with_body: Collection[str]) -> ChangesReading:
        return ChangesReading(self.scope, after=self.after, size=self.size, with_body=with_body)

    def take(self, found: Changes, context: ReadContext) -> Changes:
        """Keeps what was read; raises ExpiredCursorError where the client has to start again."""
        if found.is_expired:
            raise ExpiredCursorError(field="after")
        self.found = found
        context.remember(change.entry for change in found.changes if change.entry is not None)
        return found

    def read(self, context: ReadContext) -> Changes:
        """What was found, read where it was not yet (only when graphql-core executes the field itself)."""
        if self.found is None:
            reading = self.reading(())
            context.store.read([reading])
            return self.take(reading.found, context)
        return self.found
