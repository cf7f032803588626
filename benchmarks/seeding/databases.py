"""Databases that were filled once and are used again: found by their name and by the mark of what filled them.

Called by the benchmarks and by ``python -m benchmarks.seeding``; needs no Django. The work is done in a process of its
own (``benchmarks.seeding.__main__``), with the settings of who calls.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

CHECKOUT = Path(__file__).resolve().parent.parent.parent
#: What decides of the contents of a database: change one of these, and it is filled anew.
_MIGRATIONS = ("*/migrations/*.py", "*/*/migrations/*.py")
_SOURCES = ("benchmarks/seeding/*.py", "benchmarks/seeding/*.txt", *_MIGRATIONS)
_LOCK = 0x5EED


def seeded_database(pages: int, *, server_url: str, name: str = "") -> str:
    """Return the address of a database with `pages` pages beside the one of `server_url`; fill it if there is none.

    `name` is ``labx_bench_<pages>`` unless given. One that is complete and was filled by the same code is used again;
    the images' files are drawn where they are missing.
    """
    name = name or f"labx_bench_{pages}"
    url = _beside(server_url, name)
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])  # of several who ask, one fills it
        if is_complete(server, name, pages):
            _run(url, "files")
            return url
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        template = _migrated_template(server, server_url)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        _run(url, "fill", str(pages))
        _mark(server, name, _mark_of(pages))
    return url


def is_complete(server: psycopg.Connection, name: str, pages: int) -> bool:
    """Return whether a database was filled to the end, by the code as it is now."""
    return _comment(server, name) == _mark_of(pages)


def _migrated_template(server: psycopg.Connection, server_url: str) -> str:
    """Return the name of an empty, migrated database: migrating takes longer than filling it with 2,000 pages."""
    name, mark = "labx_bench_empty", f"migrated {_digest(_MIGRATIONS)}"
    if _comment(server, name) != mark:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        _run(_beside(server_url, name), "migrate")
        _mark(server, name, mark)
    return name


def _run(url: str, *arguments: str) -> None:
    """Do something in a Python of its own; its progress bars are shown."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "LOG_LEVEL": "ERROR",
        **os.environ,
        "DATABASE_URL": url,
    }
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.seeding.work", *arguments]
    subprocess.run(command, cwd=CHECKOUT, env=environment, check=True)


def _beside(server_url: str, name: str) -> str:
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def _mark_of(pages: int) -> str:
    return f"{pages} pages, complete, {_digest(_SOURCES)}"


def _digest(patterns: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in CHECKOUT.glob(pattern)}):
        digest.update(path.relative_to(CHECKOUT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _comment(server: psycopg.Connection, name: str) -> str | None:
    row = server.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    return row[0] if row else None


def _mark(server: psycopg.Connection, name: str, mark: str) -> None:
    server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(mark)))
