"""Starts the product as production does, on the database of the tests: servers and workers, each in processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import requests
from django.conf import settings

from cms.postgres import BASE_DIR
from tests.database import database_url

HOST = "labx.example.org"
WORKERS = 2
SERVER_COMMAND = [  # as docs/production.md and docs/deploy/ have it
    *("-m", "granian", "--interface", "wsgi", "--workers", str(WORKERS), "--blocking-threads", "4", "--no-ws"),
    "cms.wsgi:application",
]


def production(**more: str) -> dict[str, str]:
    """The environment of a process in production that uses the database of the tests."""
    ours = ("PYTEST", "TEST_", "DEBUG", "MEDIA", "STATIC", "GRAPHQL", "FRONTEND", "AWS_")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(ours)},
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": database_url(),
        "DATABASE_POOL_SIZE": "4",
        "LOG_LEVEL": "WARNING",
        **more,
    }


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def manage(environment: dict[str, str], *command: str) -> "subprocess.Popen[bytes]":
    # A session of its own: whoever kills it kills all of it, as a machine that loses its power does.
    return subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=BASE_DIR, env=environment, start_new_session=True
    )


@dataclass
class Server:
    """An app server: granian with its worker processes, started as docs/production.md says."""

    environment: dict[str, str]
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        place = ["--host", "127.0.0.1", "--port", str(self.port)]
        command = [sys.executable, *SERVER_COMMAND, *place, "--log-level", "warning"]
        self.process = subprocess.Popen(command, cwd=BASE_DIR, env=self.environment, start_new_session=True)

    def wait(self) -> None:
        wait_until(self.answers, seconds=120)

    def answers(self) -> bool:
        headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
        try:
            requests.get(f"http://127.0.0.1:{self.port}/graphql?query={{__typename}}", headers=headers, timeout=30)
        except requests.RequestException:
            return False
        return True

    def stop(self) -> int:
        """As the service manager stops it: what is under way is ended first."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(60)

    def kill(self) -> None:
        """As a machine that loses its power: every process of it, at once."""
        assert self.process is not None
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
