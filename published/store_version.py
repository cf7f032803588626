"""Which content the store has: asked by every request of the endpoint, so over the shortest way there is.

Called by ``api.freshness``. The number counts publications; the mark of the last one tells a store that was restored
from a backup, the database's own number one that was built anew.
"""

from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus

from published.prepared import over_pool, prepared_rows

DATABASE = "(SELECT oid::bigint FROM pg_database WHERE datname = current_database())"
NUMBER = "(SELECT max(number) FROM published_version)"
MARK = "(SELECT mark FROM published_commit ORDER BY number DESC LIMIT 1)"

_NAME = b"store_version"  # psycopg's own prepared statements begin with _pg3_

Version = tuple[int, int | None, str | None]


def store_version() -> Version:
    """The database's number, that of the last publication and its mark. Always of the database that is written to."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    is_kept = getattr(settings, "DATABASE_PREPARED_STATEMENTS", True)
    if is_kept and connection.connection is None and connection.pool is not None:
        return over_pool(connection, _version_on)
    [(database, number, mark)] = prepared_rows(f"SELECT {DATABASE}, {NUMBER}, {MARK}", {}, using=DEFAULT_DB_ALIAS)
    return database, number, mark


def _version_on(raw: psycopg.Connection[Any]) -> Version:
    """By libpq itself: a cursor would take three times as long as the server. No other thread has the connection."""
    own: Any = raw
    if getattr(own, "store_database", None) is None:
        (database,) = raw.execute(f"SELECT {DATABASE}").fetchone() or (0,)  # as long as it lasts, a connection has one
        _checked(raw, raw.pgconn.prepare(_NAME, f"SELECT {NUMBER}, {MARK}".encode()), ExecStatus.COMMAND_OK)
        own.store_database = database
    result = _checked(raw, raw.pgconn.exec_prepared(_NAME, ()), ExecStatus.TUPLES_OK)
    number, mark = result.get_value(0, 0), result.get_value(0, 1)
    return own.store_database, None if number is None else int(number), None if mark is None else mark.decode()


def _checked(raw: psycopg.Connection[Any], result: Any, expected: ExecStatus) -> Any:
    if result.status != expected:
        raise error_from_result(result, encoding=raw.info.encoding)
    return result
