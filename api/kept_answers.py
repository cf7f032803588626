"""Answers of this process that are asked again. Called by ``api.front_door``.

Nothing is kept longer than the version of the store that it was read at, and that is asked of the database at every
request: what is given again is what would be answered now. Only what is the same for everybody is kept: no answer to a
key, no draft, nothing with an error in it. Bounded in bytes, least recently used out first.
"""

import threading
import weakref
from collections import OrderedDict
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse

from api import freshness
from api.callers import Caller
from api.documents import Operation
from api.door import Prepared
from api.keys.addresses import client_address
from api.limits import LIMITS
from api.usage import budgets, records

# All of a request that an answer without an error can depend on, beside the body and ``If-None-Match``.
TELLING = (
    *("REQUEST_METHOD", "wsgi.url_scheme", "PATH_INFO", "QUERY_STRING"),
    *("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT"),
    *("HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_ORIGIN", "CONTENT_TYPE", "HTTP_CONTENT_ENCODING"),
)
OVERHEAD = 2_000  # bytes that Python needs for one answer beside its texts
LARGEST_PART = 8  # no answer takes more than this part of the memory

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Basis:
    """What an answer stands on: the version of the store, and what each asking of it spends and is counted as."""

    version: tuple[object, ...]
    depends_on_clock: bool
    tag: str | None  # None: an answer to POST
    cost: int
    name: str | None
    operation: "weakref.ref[Operation]"  # the parse cache decides how long documents are kept
    given: frozenset[str]
    is_unchanged: bool = False


def may_keep(caller: Caller) -> bool:
    """Whether answers to a caller are kept at all."""
    return caller.key is None and settings.GRAPHQL_KEPT_BYTES > 0


def stand_on(
    response: HttpResponse,
    state: freshness.StoreState,
    prepared: Prepared,
    *,
    tag: str | None = None,
    name: str | None = None,
) -> None:
    """Writes on a response what it stands on. ``name`` is that of a stored operation that was asked by its address."""
    is_unchanged = response.status_code == 304
    vars(response)["basis"] = Basis(
        version=state.version,
        depends_on_clock=prepared.depends_on_clock,
        tag=tag,
        cost=budgets.REFUSAL if is_unchanged else prepared.cost,
        name=name,
        operation=weakref.ref(prepared.operation),
        given=prepared.operation.uses.given(prepared.question.variables),
        is_unchanged=is_unchanged,
    )


@dataclass(frozen=True)
class KeptAnswer:
    """A whole response, and under which key it is kept."""

    key: Key
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    basis: Basis
    size: int


class KeptAnswers:
    """The memory of one process. ``most_bytes``: 0 keeps nothing."""

    def __init__(self, *, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._answers: OrderedDict[Key, KeptAnswer] = OrderedDict()
        self._lock = threading.Lock()
        secure = settings.SECURE_PROXY_SSL_HEADER
        self._telling = (*TELLING, secure[0]) if secure else TELLING

    def __len__(self) -> int:
        return len(self._answers)

    def key_of(self, environ: dict[str, Any]) -> Key | None:
        """What an answer to this request is kept under; None where none may be. A body that was read is put back."""
        if not self.most_bytes or "HTTP_AUTHORIZATION" in environ:
            return None
        body = b""
        if environ["REQUEST_METHOD"] == "POST":
            length = environ.get("CONTENT_LENGTH") or ""
            if not length.isdecimal() or len(length) > 9 or int(length) > LIMITS.body_bytes:
                return None
            body = environ["wsgi.input"].read(int(length))
            environ["wsgi.input"] = BytesIO(body)
        elif environ["REQUEST_METHOD"] != "GET":
            return None
        return (*map(environ.get, self._telling), body)

    def find(self, key: Key, environ: dict[str, Any]) -> KeptAnswer | None:
        """The answer, if it is still right, paid for and counted; else the question is new."""
        known = environ.get("HTTP_IF_NONE_MATCH")
        with self._lock:
            found = self._answers.get((*key, known)) if known is not None else None
            if found is None:
                found = self._answers.get(key)
                if found is None or (known is not None and freshness.names(known, found.basis.tag)):
                    return None
        basis = found.basis
        operation = basis.operation()
        if operation is None:
            return None
        try:
            state = freshness.store_state(clock=basis.depends_on_clock)
        except DatabaseError:
            return None  # whoever asks anew is told what is wrong
        if state.version != basis.version:
            return None
        if not budgets.spend_if_left(Caller(address=client_address(environ)), basis.cost):
            return None
        records.note_again(
            operation.uses, basis.given, cost=basis.cost, name=basis.name, is_unchanged=basis.is_unchanged
        )
        with self._lock:
            if found.key in self._answers:
                self._answers.move_to_end(found.key)
        if basis.tag is not None and freshness.is_kept_unasked():  # how long others may keep it depends on the clock
            age = freshness.kept_for(state.next_change)
            return replace(
                found, headers=[(name, age if name == "Cache-Control" else text) for name, text in found.headers]
            )
        return found

    def keep(
        self, key: Key, environ: dict[str, Any], response: HttpResponse, *, status: str, headers: list[tuple[str, str]]
    ) -> None:
        """Remembers a response that says what it stands on."""
        basis: Basis | None = getattr(response, "basis", None)
        if basis is None:
            return
        if basis.is_unchanged:
            key = (*key, environ.get("HTTP_IF_NONE_MATCH"))
        texts = [*filter(None, key), *(text for header in headers for text in header), response.content]
        answer = KeptAnswer(key, status, headers, response.content, basis, size=OVERHEAD + sum(map(len, texts)))
        if answer.size * LARGEST_PART > self.most_bytes:
            return
        with self._lock:
            if (before := self._answers.pop(key, None)) is not None:
                self.bytes -= before.size
            self._answers[key] = answer
            self.bytes += answer.size
            while self.bytes > self.most_bytes:
                _key, oldest = self._answers.popitem(last=False)
                self.bytes -= oldest.size
