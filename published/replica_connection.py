"""A connection to the replica: it never waits for long, and remembers how far its server is known to have come.

Made by the pool of the database ``replica`` (``cms.settings.base``), used by ``published.replica``. Imports nothing of
Django: settings name it.
"""

from typing import Any, NamedTuple, TypeVar

import psycopg
from psycopg.abc import PQGen

REPLICA = "replica"  # its name in DATABASES
LONGEST_WAIT = 1.0  # seconds

_Found = TypeVar("_Found")


class Commit(NamedTuple):
    """A commit of the store. Its mark, which nobody can guess, tells this history from that of a restored backup."""

    number: int
    mark: str


class NotAStandbyError(psycopg.OperationalError):
    """The server was promoted, or never was a standby: what it holds may be another history."""


class ReplicaConnection(psycopg.Connection[Any]):
    """A connection that waits for no answer longer than a second, whatever the server or the network does.

    ``reached`` is the newest commit that its server is known to have. A connection ends with its server, and within
    the life of a server what it has is never less: so this needs no second look, and nothing wider may remember it.
    """

    reached: Commit | None = None

    def wait(self, gen: PQGen[_Found], interval: float = 0.1, timeout: float | None = None) -> _Found:
        try:
            return super().wait(gen, interval, LONGEST_WAIT if timeout is None else timeout)
        except psycopg.errors._WaitTimeout:
            self.close()  # nothing that comes later may be taken for the answer to something else
            raise psycopg.OperationalError("The replica did not answer in time.") from None

    @property
    def is_of_standby(self) -> bool:
        """What the server says of itself with each answer, without being asked."""
        return self.info.parameter_status("in_hot_standby") == "on"
