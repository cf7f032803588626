"""The embedded PostgreSQL as commands see it: ``with postgres.running(folder) as url``.

Used by ``make run``, ``make test`` and ``make shell``. The server lives under a supervisor of its own
(``cms/postgres_server.py``) that watches a pipe held by this process: when the command ends, however it ends, the pipe
closes and the server is stopped.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


class PostgresError(Exception):
    """The embedded PostgreSQL did not start; the message is a sentence for the person at the keyboard."""


class PostgresInUseError(PostgresError):
    """Another living command already runs the server of this folder."""


@contextmanager
def running(data: Path, *, durable: bool = True) -> Iterator[str]:
    """Start the server of the cluster in ``data``, made when it is not there, and give its address.

    The address is a URL for DATABASE_URL naming the database ``labx``. ``durable=False`` trades safety against power
    cuts for speed: for tests only. Raises ``PostgresError`` when it cannot start.
    """
    command = [sys.executable, "-m", "cms.postgres_server", str(data), *([] if durable else ["--fast"])]
    supervisor = subprocess.Popen(
        command, cwd=BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert supervisor.stdin is not None
    assert supervisor.stdout is not None
    try:
        word, _, rest = supervisor.stdout.readline().strip().partition(" ")
        if word == "ready":
            yield rest
        elif word == "busy":
            raise PostgresInUseError(rest)
        else:
            raise PostgresError(rest or "The embedded PostgreSQL ended while it was starting.")
    finally:
        supervisor.stdin.close()
        supervisor.wait()
        supervisor.stdout.close()


def recorded_url(data: Path) -> str | None:
    """The address that a running supervisor of this folder left behind; a connection tells whether it still holds."""
    try:
        return url_file(data).read_text().strip() or None
    except OSError:
        return None


def url_file(data: Path) -> Path:
    return data.with_name(data.name + ".url")
