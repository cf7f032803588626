"""``make test``: the whole suite against a PostgreSQL of its own. Arguments go to pytest.

The embedded server is thrown away in all but name: it keeps one migrated database per state of the migrations, which
every run copies, so the second run does not migrate again.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from cms import chromium, postgres
from cms.database import VAR_DIR
from cms.processes import ends_with_parent

MOST_AT_ONCE = 9


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(VAR_DIR / "hypothesis"))
    arguments = sys.argv[1:] or ["-n", "2", "--dist", "loadfile"]
    if browser := chromium.find_or_install():
        os.environ["CHROMIUM"] = browser
    elif os.environ.get("CI"):
        sys.exit(f"CI must run the browser tests, and no Chromium is here: {chromium.INSTALL}")
    with _database():
        pytest = [sys.executable, "-m", "pytest", "-o", f"cache_dir={VAR_DIR / 'pytest'}", *arguments]
        sys.exit(_run(pytest))


@contextmanager
def _database() -> Iterator[None]:
    """DATABASE_URL as it is set, or an embedded server with a migrated template."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    for number in range(1, MOST_AT_ONCE + 1):
        try:
            with postgres.running(VAR_DIR / f"test-postgres-{number}", durable=False) as url:
                os.environ["DATABASE_URL"] = url
                os.environ["TEST_TEMPLATE"] = _template(url)
                yield
                return
        except postgres.PostgresInUseError:
            continue
        except postgres.PostgresError as error:
            sys.exit(str(error))
    sys.exit(f"{MOST_AT_ONCE} runs of the tests are under way in this folder; wait for one to end.")


def _template(url: str) -> str:
    """The name of the database that holds all migrations as they are now; made when it is not there."""
    name = f"migrated_{_state_of_migrations()}"
    unfinished = f"{name}_unfinished"
    with psycopg.connect(url.replace("/labx?", "/postgres?"), autocommit=True) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated_%'").fetchall()
        known = [row[0] for row in rows]
        if name in known:
            return name
        print("Migrating the test database (once per state of the migrations) …", flush=True)
        for old in known:
            connection.execute(f'DROP DATABASE "{old}"')  # type: ignore[arg-type]
        connection.execute(f'CREATE DATABASE "{unfinished}"')  # type: ignore[arg-type]
        environment = {**os.environ, "DATABASE_URL": url.replace("/labx?", f"/{unfinished}?"), "TEST_TEMPLATE": ""}
        if _run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], environment):
            sys.exit("The migrations failed; their message is above.")
        connection.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')  # type: ignore[arg-type]
        return name


def _state_of_migrations() -> str:
    state = hashlib.sha256((postgres.BASE_DIR / "requirements/dev.txt").read_bytes())
    for path in sorted([*postgres.BASE_DIR.glob("*/migrations/*.py"), *postgres.BASE_DIR.glob("*/*/migrations/*.py")]):
        state.update(str(path.relative_to(postgres.BASE_DIR)).encode() + path.read_bytes())
    state.update((postgres.BASE_DIR / "cms/settings/base.py").read_bytes())  # which apps there are
    return state.hexdigest()[:16]


def _run(command: list[str], environment: dict[str, str] | None = None) -> int:
    """Run to the end; Ctrl-C reaches the child too (same terminal), so here it only stops the waiting in order."""
    child = subprocess.Popen(command, env=environment, cwd=Path(postgres.BASE_DIR), preexec_fn=ends_with_parent())
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    main()
