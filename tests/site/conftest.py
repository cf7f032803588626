"""The demonstration site for the tests of this room, served once per process, and a visitor's browser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.site import demonstration
from tests.site.crawl import Answer, crawl

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the demonstration, without a slash at its end."""
    with demonstration.served() as address:
        yield address


@pytest.fixture(scope="session")
def answers(site: str) -> dict[str, Answer]:
    """What every address of the site answered, by path."""
    return crawl(site)


@pytest.fixture(scope="session")
def pages(answers: dict[str, Answer]) -> dict[str, Answer]:
    return {path: answer for path, answer in answers.items() if answer.is_page}


@pytest.fixture
def visitor(chromium_browser: "Browser", site: str) -> Iterator["BrowserContext"]:
    """A browser that knows nothing yet; ``visitor.new_page().goto("/pt/")``."""
    context = chromium_browser.new_context(base_url=site, locale="pt-PT", viewport={"width": 1280, "height": 900})
    yield context
    context.close()


def _first_with(pages: dict[str, Answer], selector: str) -> str:
    return next(path for path, page in pages.items() if page.soup.select_one(selector))


@pytest.fixture(scope="session")
def with_accordion(pages: dict[str, Answer]) -> str:
    return _first_with(pages, ".acc details")


@pytest.fixture(scope="session")
def with_video(pages: dict[str, Answer]) -> str:
    return _first_with(pages, "figure.video button[data-video]")
