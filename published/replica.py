"""The replica as this process knows it: whether it may be asked, how far it has come, and what becomes of it when lost.

Called by ``published.reading_database``, which decides what a request reads where.
"""

import threading
import time
from collections.abc import Mapping
from typing import Any, cast

import psycopg
import structlog
from django.db import connections

from published.prepared import rows_by_cursor
from published.replica_connection import REPLICA, Commit, NotAStandbyError, ReplicaConnection

logger = structlog.get_logger(__name__)


LEFT_ALONE = 2.0  # seconds between two attempts to reach one that was lost
ASKED_AGAIN = 0.02  # seconds after which one that was behind is asked again how far it is
TOLD_BEHIND = 10.0  # seconds behind after which the log says so


class Replica:
    """One per process. While the replica is lost nobody waits for it: a thread of its own tries to reach it again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_lost = False
        self._asked_again_at = 0.0
        self._awaited: tuple[int, float] | None = None  # the number that it lacks, and since when
        self._is_told_behind = False

    @property
    def may_be_asked(self) -> bool:
        return not self._is_lost and time.monotonic() >= self._asked_again_at

    def rows(self, commit: Commit, statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]] | None:
        """What a statement finds on the replica; None where it does not have the commit, or cannot be asked.

        Whatever goes wrong there is no error yet: the same statement may be right on the primary.
        """
        if not self.may_be_asked:
            return None
        try:
            pool = _pool()
            raw = cast(ReplicaConnection, pool.getconn())
        except psycopg.Error as error:
            self._lose(error)
            return None
        try:
            if raw.reached != commit and not self._reaches(raw, commit):
                return None
            found = rows_by_cursor(raw, statement, parameters)
            if not raw.is_of_standby:  # promoted since
                raise NotAStandbyError("The replica is not a standby any more.")
            return found
        except psycopg.Error as error:
            if raw.closed or isinstance(error, NotAStandbyError):
                self._lose(error)
            else:  # it took too long, or the replay of a change needed what it read
                logger.info("replica_refused", reason=str(error))
            return None
        finally:
            pool.putconn(raw)

    def _reaches(self, raw: ReplicaConnection, commit: Commit) -> bool:
        is_there, number = has_commit(raw, commit)
        if not raw.is_of_standby:
            raise NotAStandbyError("The replica is not a standby.")
        if is_there:
            raw.reached = commit
            self._awaited = None
            if self._is_told_behind:
                self._is_told_behind = False
                logger.warning("replica_caught_up")
        else:
            self._wait_for(commit, number)
        return is_there

    def _wait_for(self, commit: Commit, number: int) -> None:
        now = time.monotonic()
        self._asked_again_at = now + ASKED_AGAIN
        if self._awaited is None or (self._awaited[0] <= number < commit.number):  # it has come further since
            self._awaited = commit.number, now
        elif now - self._awaited[1] > TOLD_BEHIND and not self._is_told_behind:
            self._is_told_behind = True
            # One that has the number and not the commit holds another history: it was not made of this primary.
            logger.warning("replica_behind", lacks=commit.number, has=number)

    def _lose(self, error: Exception) -> None:
        with self._lock:
            if self._is_lost:
                return
            self._is_lost = True
            logger.warning("replica_lost", reason=str(error))
            threading.Thread(target=self._seek, name="replica", daemon=True).start()

    def _seek(self) -> None:
        """Tries at once, a connection may have ended by itself; then every few seconds, until it is there again."""
        while not self._answers():
            time.sleep(LEFT_ALONE)
        with self._lock:
            self._is_lost = False
            logger.warning("replica_found")

    def _answers(self) -> bool:
        try:
            with ReplicaConnection.connect(**connections[REPLICA].get_connection_params(), autocommit=True) as raw:
                if not raw.is_of_standby:
                    return False
            _pool().check()  # the connections of before are asked, and replaced where they are lost
        except psycopg.Error:
            return False
        return True


def has_commit(raw: psycopg.Connection[Any], commit: Commit) -> tuple[bool, int]:
    """Whether the server of a connection has a commit, and the number of the last that it has."""
    [(is_there, number)] = rows_by_cursor(raw, _HAS_COMMIT, commit._asdict())
    return is_there, number


_HAS_COMMIT = """
    SELECT EXISTS (SELECT FROM published_commit WHERE number = %(number)s AND mark = %(mark)s),
           (SELECT coalesce(max(number), 0) FROM published_version)
"""


def _pool() -> Any:
    pool: Any = connections[REPLICA].pool  # type: ignore[attr-defined]
    pool.open()  # nothing where it is open
    return pool


replica = Replica()
