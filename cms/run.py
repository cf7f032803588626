"""``make run``: bring up the whole product, and end all of it again with this command.

Database, migrations, demonstration content, server and worker. Everything that takes time is done once and is quick the
next time.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

import django

from cms.accounts import ensure_accounts, secret_key
from cms.database import CLUSTER, VAR_DIR, database
from cms.processes import ends_with_parent

SETTINGS = "cms.settings.development"
CHILD_SECONDS = 15  # to end by itself when told
FIRST_PAUSE, LONGEST_PAUSE = 1, 60  # seconds before a fallen worker is started again


def main() -> None:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ.setdefault("BASE_URL", f"http://{host}:{port}")
    os.environ.setdefault("SECRET_KEY", secret_key(VAR_DIR / "secret-key"))
    stop = _Stop()
    try:
        _require_free(host, port)
        with database(share=False):
            passwords = prepare(host, int(port))
            serve(host, port, passwords, stop)
    except KeyboardInterrupt:
        pass
    sys.exit(stop.status)


class _Stop:
    """Remembers that we were told to end; SIGTERM raises KeyboardInterrupt like Ctrl-C does."""

    def __init__(self) -> None:
        self.status = 0
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        for told in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(told, signal.SIG_IGN)
        raise KeyboardInterrupt


def _require_free(host: str, port: str) -> None:
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT={port} is not a port number.")
    deadline = time.monotonic() + 4  # a run that was just killed may still be closing its port
    while True:
        try:
            with socket.create_server((host, int(port))):
                return
        except PermissionError:
            sys.exit(f"Port {port} needs root: choose one above 1023, for example make run PORT=8000.")
        except OSError as error:
            if time.monotonic() > deadline:
                sys.exit(f"Port {port} on {host} cannot be had ({os.strerror(error.errno or 0)}): make run PORT=9000")
            time.sleep(0.2)


def prepare(host: str, port: int) -> dict[str, str]:
    """Bring the database up to date and give the passwords of the first accounts."""
    django.setup()
    from django.conf import settings
    from django.core.management import CommandError, call_command
    from django.db import connections

    from cms.messages import compile_messages

    compile_messages(*settings.LOCALE_PATHS)
    if _migrations_are_missing():
        print("Preparing the database …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
        try:
            call_command("rebuild_published", verbosity=0)  # the models may publish other fields now
        except CommandError as error:
            print(error, flush=True)  # the admin's report names them; everything else is served
    passwords = ensure_accounts(VAR_DIR / "sign-in.json")
    _keep_addresses(host, port)
    _load_demonstration()
    connections.close_all()
    return passwords


def _migrations_are_missing() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _keep_addresses(host: str, port: int) -> None:
    """Have the site's public addresses lead to this server, unless somebody gave the site a name of its own."""
    from django.apps import apps

    from published.publication import publication

    site = apps.get_model("wagtailcore", "Site").objects.filter(is_default_site=True).first()
    if site and site.hostname in ("localhost", "127.0.0.1") and (site.hostname, site.port) != (host, port):
        with publication():
            site.hostname, site.port = host, port
            site.save()


def _load_demonstration() -> None:
    """Once per database: what editors change afterwards is theirs. A load that was cut short is repeated."""
    from django.apps import apps
    from django.core.management import call_command, get_commands
    from django.db import connection

    if "load_demo" not in get_commands():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        (identity,) = cursor.fetchone()
    loaded = VAR_DIR / f"demonstration-loaded-{connection.settings_dict['NAME']}-{identity}"
    if loaded.exists() and apps.get_model("home", "HomePage").objects.exists():
        return
    print("Loading the demonstration content …", flush=True)
    call_command("load_demo")
    loaded.touch()


def serve(host: str, port: str, passwords: dict[str, str], stop: _Stop) -> None:
    """Run the server and the worker until told to stop. A worker that falls is started again; a server is not."""
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", port]
    server += ["--workers", os.environ.get("WORKERS", "2"), "--blocking-threads", "4", "--no-ws"]
    server += ["--log-level", "warning", "--workers-kill-timeout", "5", "cms.wsgi:application"]
    worker = [sys.executable, "manage.py", "work"]
    children: list[subprocess.Popen[bytes]] = []
    try:
        children.append(_child(server))
        _wait_until_served(host, port, children[0])
        children.append(_child(worker))
        _tell(f"http://{host}:{port}", passwords)
        pause = FIRST_PAUSE
        while children[0].poll() is None:
            time.sleep(0.25)
            if children[1].poll() is not None:
                print(f"The worker ended unexpectedly; starting it again in {pause} s.", file=sys.stderr, flush=True)
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                children[1] = _child(worker)
        print("The server ended unexpectedly.", file=sys.stderr)
        stop.status = 1
    finally:
        _end(children)


def _child(command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own, so that Ctrl-C reaches this process alone, which then ends the others in order.
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=ends_with_parent(signal.SIGTERM)
    )


def _wait_until_served(host: str, port: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            with socket.create_connection((host, int(port)), timeout=1):
                return
        except OSError:
            time.sleep(0.1)


def _tell(base: str, passwords: dict[str, str]) -> None:
    print(f"\n  Site      {base}/\n  Admin     {base}/admin/\n  GraphQL   {base}/graphql")
    print(f"  Explorer  {base}/graphql/explorer")
    for name, password in passwords.items():
        print(f"  Sign in   {name} / {password or 'the password you chose'}")
    kept = "the database of DATABASE_URL" if not CLUSTER.with_name("postgres.url").exists() else VAR_DIR
    print(f"\n  Content is kept in {kept}. Ctrl-C ends everything.\n", flush=True)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + CHILD_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    main()
