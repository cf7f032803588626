"""Which database a request reads the published store from: the replica, once it has all that was published; else the
primary. Called by ``published.reading``.

What was published last is asked of the primary, by every request, in one cheap statement. So a replica that is late,
lost, or of another history costs time and never an answer that is stale.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, models, router

from published.models import Entry
from published.prepared import prepared_rows
from published.replica import replica
from published.replica_connection import REPLICA, Commit


class ReadingRouter:
    """Django's router: the store, where a ``ReadingDatabase`` asks for it, may be on the replica. No other model is."""

    def db_for_read(self, model: type[models.Model], *, reading: "ReadingDatabase | None" = None, **hints: Any) -> str:
        is_of_store = model._meta.app_label == Entry._meta.app_label
        return REPLICA if reading is not None and is_of_store and replica.may_be_asked else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first: models.Model, second: models.Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == REPLICA else None


class ReadingDatabase:
    """One request: where its statements go is decided at the first, and leads from the replica to the primary only.

    ``commit`` is what the primary had last, where it was asked already.
    """

    def __init__(self, commit: Commit | None = None) -> None:
        self.commit = commit
        self.using: str | None = None

    def rows(self, statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        if self.using is None:
            self.using = self._chosen()
        if self.using == REPLICA and self.commit is not None:
            found = replica.rows(self.commit, statement, parameters)
            if found is not None:
                return found
            self.using = DEFAULT_DB_ALIAS  # it has at least what the replica had
        return prepared_rows(statement, parameters, using=DEFAULT_DB_ALIAS)

    def _chosen(self) -> str:
        if connection.in_atomic_block:  # what this transaction has written is nowhere else yet
            return DEFAULT_DB_ALIAS
        using = router.db_for_read(Entry, reading=self)
        if using == REPLICA and self.commit is None:
            self.commit = newest_commit()
        return using


def newest_commit() -> Commit | None:
    """What was published last; None for a store that nothing was ever written to."""
    rows = prepared_rows(_NEWEST, {}, using=DEFAULT_DB_ALIAS)
    return Commit(*rows[0]) if rows else None


_NEWEST = "SELECT number, mark FROM published_commit ORDER BY number DESC LIMIT 1"


def has_replica() -> bool:
    return REPLICA in settings.DATABASES
