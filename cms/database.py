"""Which database a command of this checkout works on: DATABASE_URL, or the embedded PostgreSQL under var/."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from cms import postgres

VAR_DIR = Path(os.environ.get("VAR_DIR") or postgres.BASE_DIR / "var")
CLUSTER = VAR_DIR / "postgres"


@contextmanager
def database(*, share: bool) -> Iterator[str]:
    """Give the address of the database and put it into DATABASE_URL for this process and its children.

    ``share``: a server that `make run` has started will do. Otherwise it is in the way, and the command ends with a
    sentence.
    """
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    running = postgres.recorded_url(CLUSTER)
    if share and running and _answers(running):
        os.environ["DATABASE_URL"] = running
        yield running
        return
    try:
        with postgres.running(CLUSTER) as url:
            os.environ["DATABASE_URL"] = url
            yield url
    except postgres.PostgresError as error:
        sys.exit(str(error))


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False
