"""Two real PostgreSQL servers, one a streaming replica of the other: made of the wheel's binaries, gone afterwards.

Used by ``tests/published/test_replica.py``. Each stays at its address when it is stopped, killed or frozen.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from cms import postgres_server
from cms.processes import ends_with_parent
from cms.unprivileged import ServerUser, server_user

# What was committed is sent at once; after a power cut nobody needs it.
SETTINGS = ["listen_addresses=", "unix_socket_permissions=0700", "fsync=off", "full_page_writes=off"]
SETTINGS += ["wal_keep_size=256MB", "log_min_messages=fatal", "jit=off", "max_standby_streaming_delay=0"]


class Server:
    """One server in a folder of its own, with its socket beside its data."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o755)
        self.user: ServerUser = server_user(folder / "data", postgres_server.installation())
        self.sockets = folder / "socket"
        self.sockets.mkdir(mode=0o700)
        self.user.own(self.sockets)
        if self.user.account:
            os.chown(folder, self.user.account.pw_uid, self.user.account.pw_gid)
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "labx") -> str:
        return f"postgres://{postgres_server.ROLE}@/{database}?host={quote(str(self.sockets))}"

    def run(self, program: str, *arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
        command = [str(self.user.installation / "bin" / program), *arguments]
        return subprocess.run(
            command, **self.user.arguments(), env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}, check=True, **more
        )

    def start(self) -> None:
        options = [part for setting in SETTINGS for part in ("-c", setting)]
        command = [str(self.user.installation / "bin/postgres"), "-D", str(self.user.data), *options]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "-c", f"unix_socket_directories={self.sockets}"],
                **self.user.arguments(),
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                preexec_fn=ends_with_parent(signal.SIGINT),
            )
        deadline = time.monotonic() + 30
        while True:
            try:
                self.ask("SELECT 1", database="postgres")
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"PostgreSQL did not start: {self.log.read_text()[-600:]}") from None
                time.sleep(0.02)

    def ask(self, statement: str, *, database: str = "labx") -> list[tuple[Any, ...]]:
        """What a statement finds, on a connection of its own; once more where the replay of a change cancels it."""
        with psycopg.connect(self.url(database), autocommit=True, connect_timeout=5) as connection:
            while True:
                try:
                    cursor = connection.execute(statement)  # type: ignore[arg-type]
                except psycopg.errors.SerializationFailure:
                    continue
                return cursor.fetchall() if cursor.description else []

    def stop(self) -> None:
        """Ends it in order, with the sessions of all who are connected."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Ends it as a crash does, in the middle of whatever it does."""
        self._end(signal.SIGQUIT)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(number)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Within, it takes connections and says nothing, as a machine does that hangs."""
        processes = postgres_server.processes_of(self.user.data)
        for pid in processes:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in processes:
                os.kill(pid, signal.SIGCONT)


@contextmanager
def primary_and_replica(content_of: str) -> Iterator[tuple[Server, Server]]:
    """A primary that holds what the database at a URL does, and its replica, up to date."""
    folder = Path(tempfile.mkdtemp(prefix="labx-pair-", dir="/tmp"))
    folder.chmod(0o755)
    primary, replica = Server(folder / "primary"), Server(folder / "replica")
    try:
        primary.run(
            "initdb",
            "-D",
            str(primary.user.data),
            *postgres_server.INITDB_OPTIONS,
            "--no-sync",
            stdout=subprocess.DEVNULL,
        )
        primary.start()
        primary.ask("CREATE DATABASE labx", database="postgres")
        dump = subprocess.run(
            [str(primary.user.installation / "bin/pg_dump"), "--no-owner", content_of], check=True, capture_output=True
        )
        primary.run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", primary.url(), input=dump.stdout)
        connection = f"host={primary.sockets} user={postgres_server.ROLE}"
        options = ["--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
        replica.run("pg_basebackup", "-d", connection, "-D", str(replica.user.data), *options)
        replica.start()
        yield primary, replica
    finally:
        replica.stop()
        primary.stop()
        shutil.rmtree(folder, ignore_errors=True)
