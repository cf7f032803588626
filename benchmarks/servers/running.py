"""Starts and stops what is measured: each in granian, with one worker process and the same number of threads."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.load import HOST
from cms.processes import ends_with_parent

CHECKOUT = Path(__file__).resolve().parents[2]
THREADS = 4
SECONDS_TO_START = 120

_OURS = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "of-a-benchmark-only-and-long-enough-to-be-accepted",
    "ALLOWED_HOSTS": "localhost",
    "SECURE_SSL_REDIRECT": "0",
    "TRUSTED_PROXIES": "0",
    "GRAPHQL_ANONYMOUS_BUDGET": "1000000000",  # counted and written down as always, but never spent
}


@dataclass(frozen=True)
class Kind:
    """A server that is measured: ``application`` with these settings in its environment."""

    name: str
    environment: dict[str, str] = field(default_factory=dict)
    application: str = "cms.wsgi:application"


def _comparator(name: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": f"benchmarks.servers.{name}_settings",
        "BENCHMARK_URLS": f"benchmarks.servers.{name}_urls",
    }


OURS = Kind("ours", {**_OURS, "GRAPHQL_KEPT_BYTES": "0"})
OURS_KEPT = Kind("ours_kept", _OURS)
GRAPPLE = Kind("grapple", _comparator("grapple"), "benchmarks.servers.django_application:application")
REST = Kind("rest", _comparator("rest"), "benchmarks.servers.django_application:application")
BARE = Kind("bare", _comparator("bare"), "benchmarks.servers.django_application:application")
FUNCTION = Kind("function", {}, "benchmarks.servers.wsgi_function:application")
KINDS = (OURS, OURS_KEPT, GRAPPLE, REST, BARE, FUNCTION)


@dataclass
class Server:
    """A running one."""

    kind: Kind
    port: int
    process: subprocess.Popen[bytes]

    @property
    def processes(self) -> list[int]:
        """Return the process and all below it."""
        found = [self.process.pid]
        for pid in found:
            found += [int(child) for child in _children(pid)]
        return found


@contextmanager
def servers(kinds: tuple[Kind, ...], *, database_url: str, folder: Path) -> Iterator[dict[str, Server]]:
    """Run them over a database, with `folder` as their VAR_DIR; yield them by name when all of them answer."""
    with ExitStack() as stack:
        started = {kind.name: stack.enter_context(_running(kind, database_url, folder)) for kind in kinds}
        for server in started.values():
            _wait(server)
        yield started


@contextmanager
def _running(kind: Kind, database_url: str, folder: Path) -> Iterator[Server]:
    port = _free_port()
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        HOST,
        "--port",
        str(port),
    ]
    command += ["--workers", "1", "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"]
    command += ["--workers-kill-timeout", "1", kind.application]
    unset = {"DEBUG", "GRAPHQL_KEPT_BYTES", "DATABASE_REPLICA_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {
        "BASE_URL": "http://localhost",
        "DATABASE_URL": database_url,
        "VAR_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
        **kind.environment,
    }
    process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, preexec_fn=ends_with_parent())
    try:
        yield Server(kind, port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _wait(server: Server) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection((HOST, server.port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The server of “{server.kind.name}” does not start; its words are above.")


def _children(pid: int) -> list[str]:
    try:
        return [
            child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []
