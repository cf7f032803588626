"""``manage.py check_replica``: how far behind the replica is, for monitoring. Ends with 1 if it serves nobody."""

from argparse import ArgumentParser
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from published.reading_database import has_replica, newest_commit
from published.replica import has_commit
from published.replica_connection import REPLICA, ReplicaConnection

SECONDS = 60


class Command(BaseCommand):
    help = "Tell how far the replica is behind the primary. Exits 1 where readers have nothing of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", type=float, default=SECONDS, help=f"so much behind is too much ({SECONDS})")

    def handle(self, *args: Any, **options: Any) -> None:
        if not has_replica():
            raise CommandError("There is no replica: DATABASE_REPLICA_URL is not set.")
        commit = newest_commit()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_lsn()")
            (written,) = cursor.fetchone()
        try:
            parameters: dict[str, Any] = connections[REPLICA].get_connection_params()
            with ReplicaConnection.connect(**parameters, autocommit=True) as raw:
                if not raw.is_of_standby:
                    raise CommandError("DATABASE_REPLICA_URL leads to a server that is no standby: it is not read.")
                [(behind, silent)] = raw.execute(_DISTANCE, [written]).fetchall()
                is_there, number = has_commit(raw, commit) if commit else (True, 0)
        except psycopg.Error as error:
            raise CommandError(f"The replica cannot be asked: {error}") from error
        if commit and not is_there and number >= commit.number:
            raise CommandError(f"The replica is at {number} of another history: make it anew from this primary.")
        said = f"{behind} bytes behind" if behind > 0 else "up to date"
        lacks = "" if is_there else f"; the store is at {number} there, at {commit.number if commit else 0} here"
        said += f", last change replayed {silent:.0f} seconds ago{lacks}"
        if not is_there and silent > options["seconds"]:
            raise CommandError(f"The replica is of no use now: {said}.")
        self.stdout.write(f"The replica is {said}.")


_DISTANCE = """
    SELECT greatest(pg_wal_lsn_diff(%s::pg_lsn, pg_last_wal_replay_lsn()), 0)::bigint,
           coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0)::float
"""
