"""Sends reading statements, prepared: the server plans each once for a connection. Called by ``api`` and for the store.

A statement has a connection of psycopg's pool while it runs and no longer: no request holds one while it thinks, and
nothing of Django's is opened and closed around it. Inside a transaction, or where Django has a connection open anyway,
it is that one.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.types.string import ByteaBinaryLoader

from published.plans import Plans
from published.statement_limit import fit

T = TypeVar("T")

ATTEMPTS = 4  # what other requests had in hand when the server ended it may come back to the pool in the meantime


def prepared_rows(
    statement: str, parameters: Mapping[str, Any], *, using: str = DEFAULT_DB_ALIAS
) -> list[tuple[Any, ...]]:
    """What a statement finds that only reads. Errors are Django's.

    Its own cursors never prepare a statement, so this one is psycopg's.
    """
    connection: Any = connections[using]
    if connection.connection is None and connection.pool is not None:
        return over_pool(connection, lambda raw: rows_on(raw, statement, parameters))
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return rows_on(connection.connection, statement, parameters)


def over_pool(connection: Any, read: Callable[[psycopg.Connection[Any]], T]) -> T:
    """What ``read`` finds on a connection of the pool; called again where the connection turns out to be lost."""
    pool = connection.pool
    pool.open()  # nothing where it is open
    attempts = ATTEMPTS
    with connection.wrap_database_errors:
        while True:
            raw = pool.getconn()
            attempts -= 1
            try:
                fit(raw)
                return read(raw)
            except psycopg.DatabaseError:
                if not attempts or not raw.closed:
                    raise
            finally:
                pool.putconn(raw)
            # The server ended it, most likely all others too: the pool asks each that lies there, and replaces those.
            pool.check()


def rows_on(raw: psycopg.Connection[Any], statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What a statement finds, prepared, on a connection in hand. Errors are psycopg's."""
    prepare = getattr(settings, "DATABASE_PREPARED_STATEMENTS", True)
    if prepare and raw.prepare_threshold is None:
        raw.prepare_threshold = 5
    if prepare:
        own: Any = raw
        plans: Plans | None = getattr(own, "plans", None)
        if plans is None:
            plans = own.plans = Plans(raw)
        rows = plans.rows(statement, parameters)
        if rows is not None:
            return rows
    return rows_by_cursor(raw, statement, parameters)


def rows_by_cursor(
    raw: psycopg.Connection[Any], statement: str, parameters: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """The same over a cursor of psycopg's, which waits as the connection says, and not for ever."""
    prepare = getattr(settings, "DATABASE_PREPARED_STATEMENTS", True)
    if prepare and raw.prepare_threshold is None:
        raw.prepare_threshold = 5
    with psycopg.Cursor(raw) as cursor:
        cursor.adapters.register_loader("json", ByteaBinaryLoader)
        cursor.execute(statement, parameters, prepare=prepare, binary=True)  # type: ignore[arg-type]
        return cursor.fetchall()
