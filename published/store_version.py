"""Which content the store has: asked by every request of the endpoint, so over the shortest way there is.

Called by ``api.freshness``. The number counts publications; the mark of the last one tells a store that was restored
from a backup, the database's own number one that was built anew.
"""

from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from published.prepared import over_pool, prepared_rows, rows_on

DATABASE = "(SELECT oid::bigint FROM pg_database WHERE datname = current_database())"
NUMBER = "(SELECT max(number) FROM published_version)"
MARK = "(SELECT mark FROM published_commit ORDER BY number DESC LIMIT 1)"

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
    """No other thread has the connection, and as long as it lasts, it has one database."""
    own: Any = raw
    if getattr(own, "store_database", None) is None:
        (own.store_database,) = raw.execute(f"SELECT {DATABASE}").fetchone() or (0,)
    [(number, mark)] = rows_on(raw, f"SELECT {NUMBER}, {MARK}", {})
    return own.store_database, number, mark
