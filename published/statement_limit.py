"""How long one statement may take: what the public reads runs under the limit, the work of editors does not.

Connections outlive requests (a pool hands them on), so each remembers the limit it has, and the server is told only
when a request of the other kind comes. Called by ``api`` for each request, and for each connection that is taken: by
``published.prepared`` or by Django.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

_seconds: ContextVar[int | None] = ContextVar("statement_seconds", default=None)


@contextmanager
def statement_limit(seconds: int | None) -> Iterator[None]:
    """Within, the server cancels each statement after so many seconds; None: as the database is configured."""
    token = _seconds.set(seconds)
    try:
        if connection.connection is not None:
            fit(connection.connection)
        yield
    finally:
        _seconds.reset(token)


def on_connection_created(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Django opened a connection or took one from the pool."""
    fit(connection.connection)


def fit(raw: Any) -> None:
    """Tells the server the limit that holds here, unless this connection has it already."""
    seconds = _seconds.get()
    if getattr(raw, "statement_seconds", None) == seconds or raw.info.transaction_status == TransactionStatus.INERROR:
        return
    raw.execute("RESET statement_timeout" if seconds is None else f"SET statement_timeout = {seconds * 1000}")
    raw.statement_seconds = seconds
