"""The demonstration site for the tests of this room, served once per process, and a visitor's browser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.site import demonstration

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the demonstration, without a slash at its end."""
    with demonstration.served() as address:
        yield address


@pytest.fixture
def visitor(chromium_browser: "Browser", site: str) -> Iterator["BrowserContext"]:
    """A browser that knows nothing yet; ``visitor.new_page().goto("/pt/")``."""
    context = chromium_browser.new_context(base_url=site, locale="pt-PT", viewport={"width": 1280, "height": 900})
    yield context
    context.close()
