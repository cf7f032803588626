"""What every room's tests may use: folders that vanish, a site tree after a flush, and a real browser."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from cms import chromium
from cms.messages import compile_messages
from tests import database_snapshot
from tests.site import html_check

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django import DjangoDbBlocker
    from pytest_django.live_server_helper import LiveServer

MEDIA = pytest.StashKey[Path]()
SNAPSHOT = pytest.StashKey[database_snapshot.Snapshot]()
# Root cannot use Chromium's sandbox; the rest keeps it from calling anybody but our own server.
CHROMIUM_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    # Playwright's synchronous interface keeps an event loop running, which Django would take for async code.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    config.stash[MEDIA] = Path(tempfile.mkdtemp(prefix="labx-test-media-"))
    settings.MEDIA_ROOT = str(config.stash[MEDIA])
    compile_messages(*settings.LOCALE_PATHS)


def pytest_unconfigure(config: pytest.Config) -> None:
    if folder := config.stash.get(MEDIA, None):
        shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a Chromium the browser tests are left out, loudly; in CI that is a failure.

    A browser on a busy machine may be late: what it was waited for in vain is done once more, and the summary says so.
    What it showed and was wrong fails at once.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError"]))
        if commits(item):
            item.fixturenames.append("django_db_serialized_rollback")
    if chromium.find():
        return
    kept = [item for item in items if not item.get_closest_marker("browser")]
    if len(kept) == len(items):
        return
    if os.environ.get("CI"):
        raise pytest.UsageError(f"No Chromium for the browser tests: {chromium.INSTALL}")
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not chromium.find():
        terminalreporter.write_sep("!", f"BROWSER TESTS LEFT OUT, no Chromium here: {chromium.INSTALL}", red=True)
    elif not html_check.is_possible():
        terminalreporter.write_sep("!", f"HTML NOT CHECKED: {html_check.WHY_NOT}", red=True)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """pytest-django's database, remembered as the migrations left it."""
    with django_db_blocker.unblock():
        request.config.stash[SNAPSHOT] = database_snapshot.take()
        # Tests that commit are marked serialized_rollback (above) so that Django does not fill the emptied tables with
        # new content types and permissions; the rows to put back are ours, not Django's copy.
        connection._test_serialized_contents = "[]"  # type: ignore[attr-defined]
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # Processes that tests have killed leave sessions behind for a while, and they keep the database from going.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    yield
    cache.clear()
    translation.deactivate()  # a request leaves its language behind in the thread
    # After the last test the database itself is gone, unless it is kept for the next run.
    is_kept = bool(nextitem) or item.config.getoption("reuse_db")
    if is_kept and commits(item) and (rows := item.config.stash.get(SNAPSHOT, None)) is not None:
        with item.config.stash[blocking_manager_key].unblock():
            database_snapshot.put_back(rows)


def commits(item: pytest.Item) -> bool:
    """Whether a test commits to the database, so that its tables are emptied after it."""
    marker = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", [])
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in names or "live_server" in names


@pytest.fixture
def site_tree(transactional_db: None) -> None:
    """A database with real commits that starts, like any other test's, from what the migrations made."""


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    arguments = [*CHROMIUM_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium_browser: "Browser", site_tree: None, live_server: "LiveServer") -> Iterator["Page"]:
    """An empty browser page; ``page.goto("/admin/")`` reaches the live server. Mark such tests ``browser``."""
    context = chromium_browser.new_context(
        base_url=live_server.url, locale="pt-PT", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(15_000)
    opened = context.new_page()
    yield opened
    opened.goto("about:blank")  # the editor says goodbye now, not while tables are emptied
    context.close()
