"""Automatic persisted queries: a client sends the SHA-256 of its document, and the text only where that is unknown.

Kept in the process, least recently used out first. A process that does not know a hash says so, and the client sends
its text again: several processes need nothing in common. The hashes of stored operations are always known. Called by
``api.answering``.
"""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import replace

from django.utils.translation import gettext as _

from api.errors import BadRequestError, PersistedQueryNotFoundError
from api.operations import StoredOperation
from api.questions import Question

MOST_QUERIES = 5_000
MOST_CHARACTERS = 4_000_000  # of all texts together


class PersistedQueries:
    """The texts by their hash. Only what was sent whole, is valid and fits the limits comes in."""

    def __init__(self, *, most: int = MOST_QUERIES, characters: int = MOST_CHARACTERS) -> None:
        self.most = most
        self.characters = characters
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._texts)

    def complete(self, question: Question, operation: StoredOperation | None = None) -> Question:
        """The question with its text; raises PersistedQueryNotFoundError, or BadRequestError where both disagree."""
        assert question.sha256 is not None
        if not question.query:
            text = operation.text if operation is not None else self._text(question.sha256)
            if text is None:
                raise PersistedQueryNotFoundError()
            return replace(question, query=text)
        if hashlib.sha256(question.query.encode("utf-8", "surrogatepass")).hexdigest() != question.sha256:
            raise BadRequestError(reason=_("“sha256Hash” is not the SHA-256 of “query”"))
        return question

    def keep(self, question: Question) -> None:
        """Remembers the text of a valid question under its hash."""
        assert question.sha256 is not None
        with self._lock:
            if question.sha256 not in self._texts:
                self._texts[question.sha256] = question.query
                self._characters += len(question.query)
            self._texts.move_to_end(question.sha256)
            while len(self._texts) > self.most or self._characters > self.characters:
                _hash, text = self._texts.popitem(last=False)
                self._characters -= len(text)

    def clear(self) -> None:
        with self._lock:
            self._texts.clear()
            self._characters = 0

    def _text(self, sha256: str) -> str | None:
        with self._lock:
            return self._texts.get(sha256)


persisted_queries = PersistedQueries()
