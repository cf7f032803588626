"""The one thread of a process that writes what was counted to PostgreSQL, every few seconds.

Requests only count in memory. Whoever counts (``budgets``, ``records``, ``api.keys``) adds its writing here and calls
``ensure_running`` for each request. The thread starts at the first of them: in each process after the server forked.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.util import Finalize

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from api.limits import LIMITS
from published.statement_limit import statement_limit

log = structlog.get_logger(__name__)

LAST_WAIT = 3.0  # seconds that the end of a process waits for the last writing


class Flusher:
    """Calls every writing that was added; one that fails does not hinder the others."""

    def __init__(self) -> None:
        self._writings: dict[str, Callable[[], None]] = {}
        self._failing: set[str] = set()
        self._start = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, name: str, write: Callable[[], None]) -> None:
        """``write`` is called every few seconds with the thread's own connection; it opens ``writing()`` where it has
        something to write. After what it raises it is called again.
        """
        self._writings[name] = write

    def ensure_running(self) -> None:
        """Starts the thread unless it runs; GRAPHQL_USAGE_SECONDS=0 keeps it from ever starting."""
        if self._thread is None and settings.GRAPHQL_USAGE_SECONDS > 0:
            with self._start:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, args=[self._stop], name="usage", daemon=True)
                    self._thread.start()
                    # Run at the end of a plain process and of a child of multiprocessing (a worker of the server),
                    # which leaves out what is registered with atexit.
                    Finalize(None, self.stop, exitpriority=100)

    def flush(self) -> bool:
        """Writes now, on the connection of whoever calls; False where something could not be written."""
        written = [self._write(name, write) for name, write in self._writings.items()]
        return all(written)

    def stop(self) -> None:
        """Writes the last counts and ends the thread."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._stop.set()
            thread.join(LAST_WAIT)
            self._stop = threading.Event()

    def forget(self) -> None:
        """In a process that was forked: the thread was left behind in its parent."""
        self._thread = None
        self._start = threading.Lock()
        self._stop = threading.Event()

    def _run(self, stop: threading.Event) -> None:
        while not stop.wait(settings.GRAPHQL_USAGE_SECONDS):
            self.flush()
            connection.close()
        self.flush()
        connection.close()

    def _write(self, name: str, write: Callable[[], None]) -> bool:
        try:
            with statement_limit(LIMITS.statement_seconds):
                write()
        except Exception:
            if name not in self._failing:
                log.exception("usage_not_written", what=name)
            self._failing.add(name)
            return False
        if name in self._failing:
            self._failing.discard(name)
            log.info("usage_written_again", what=name)
        return True


@contextmanager
def writing() -> Iterator[CursorWrapper]:
    """The transaction of a writing. What a crash of the next half second may lose is not worth waiting for a disk."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        yield cursor


FLUSHER = Flusher()
os.register_at_fork(after_in_child=FLUSHER.forget)
