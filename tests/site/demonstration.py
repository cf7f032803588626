"""The demonstration site as a visitor meets it: its own database and pictures, served by the product's own server.

Made once per state of the code and kept under ``var/``: a second run of the tests finds it there. While you write
tests, ``DEMONSTRATION=http://127.0.0.1:8000`` points them at a server of your own (with rare_states.py).
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LOCK = 20170902  # of two processes of one run the second waits; the number is arbitrary
COMPILE_WORDS = (
    "from django.conf import settings as s; from cms.messages import compile_messages as c; c(*s.LOCALE_PATHS)"
)
# Pictures are most of the work: tasks run at once, as several workers of the product would run them.
WORKERS = 2
WHAT_IT_IS_MADE_OF = ["content", "home", "published", "search", "api", "cms", "requirements", "graphql/operations"]


def state() -> str:
    """Changes with everything that the demonstration is made of and made by."""
    digest = hashlib.sha256()
    for room in WHAT_IT_IS_MADE_OF:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in {".py", ".toml", ".txt", ".graphql"} and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def environment() -> dict[str, str]:
    """That of the commands: the demonstration's database and folder, and no settings of the tests."""
    name = f"demonstration_{state()}"
    folder = Path(settings.VAR_DIR) / "demonstration" / name
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "TEST_"))},
        "DJANGO_SETTINGS_MODULE": "cms.settings.demonstration",
        "DATABASE_URL": _address(name),
        "DATABASE_NAME": name,
        "VAR_DIR": str(folder),
        "DEBUG": "false",  # visitors never see Django's own error pages
    }


def _address(name: str) -> str:
    """DATABASE_URL of another database on the server of the tests."""
    head, _, tail = os.environ["DATABASE_URL"].partition("://")
    place, question, rest = tail.partition("?")
    return f"{head}://{place.rpartition('/')[0]}/{name}{question}{rest}"


def prepare() -> dict[str, str]:
    """Make the demonstration if it is not there; gives the environment to serve it with."""
    env = environment()
    name = env["DATABASE_NAME"]
    with psycopg.connect(_address("postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        known = [row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()]
        if name in known and Path(env["VAR_DIR"]).is_dir():
            _manage(
                env, "collectstatic", "--noinput", "-v0"
            )  # style sheets change more often than what is in the pages
            return env
        for old in known:
            if old.startswith("demonstration_"):
                connection.execute(f'DROP DATABASE "{old}" WITH (FORCE)')  # type: ignore[arg-type]
        shutil.rmtree(Path(env["VAR_DIR"]).parent, ignore_errors=True)
        unfinished = f"{name}_unfinished"
        template = os.environ.get("TEST_TEMPLATE", "")
        connection.execute(f'CREATE DATABASE "{unfinished}"' + (f' TEMPLATE "{template}"' if template else ""))  # type: ignore[arg-type]
        making = {**env, "DATABASE_URL": _address(unfinished)}
        subprocess.run([sys.executable, "-c", COMPILE_WORDS], cwd=ROOT, env=making, check=True)
        _manage(making, "migrate", "-v0")
        _manage(making, "collectstatic", "--noinput", "-v0")
        _manage(making, "load_demo", "-v0")
        subprocess.run([sys.executable, "-m", "tests.site.rare_states"], cwd=ROOT, env=making, check=True)
        _make_pictures(making)
        connection.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')  # type: ignore[arg-type]
    return env


def _manage(env: dict[str, str], *command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)


def _make_pictures(env: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "work", "--once"]
    workers = [subprocess.Popen(command, cwd=ROOT, env=env) for _ in range(WORKERS)]
    statuses = [worker.wait() for worker in workers]
    if any(statuses):
        raise RuntimeError("The tasks of the demonstration failed; their message is above.")


@contextmanager
def served() -> Iterator[str]:
    """The address of the demonstration, while it is served."""
    if address := os.environ.get("DEMONSTRATION"):
        yield address.rstrip("/")
        return
    env = prepare()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    command += ["cms.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("The demonstration was not served.") from None
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)
