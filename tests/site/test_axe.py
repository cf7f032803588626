"""axe finds no breach of WCAG 2.2 AA on any type and state of page, in either language, at three widths."""

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import RequestFactory
from playwright.sync_api import expect

from home.website import errors
from tests.site.states import ADDRESSES, STATUS

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (320, 768, 1280)
OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(one => { one.open = true })"
RUN = """async tags => (await axe.run({runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})).violations
    .flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.target.join(" ")} (${node.failureSummary})`))"""


@pytest.fixture
def page(visitor: "BrowserContext") -> "Page":
    return visitor.new_page()


def breaches(page: "Page", *, widths: tuple[int, ...] = WIDTHS) -> dict[int, list[str]]:
    """What axe finds on the page as it stands, by width; nothing stays folded."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(OPEN_EVERYTHING)
    found = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if wrong := page.evaluate(RUN, TAGS):
            found[width] = wrong
    return found


@pytest.mark.parametrize("language", [0, 1], ids=["pt", "en"])
@pytest.mark.parametrize("state", ADDRESSES)
def test_axe_finds_nothing(page, state, language):
    answer = page.goto(ADDRESSES[state][language])

    assert answer.status == STATUS.get(state, 200)
    assert breaches(page) == {}


@pytest.mark.parametrize("path", ["/pt/", "/en/"])
def test_axe_finds_nothing_in_the_open_menu(page, path):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(path)
    page.click("button.menu")

    assert breaches(page, widths=(320, 768)) == {}


@pytest.mark.parametrize(("state", "language"), [("password", 0), ("password", 1), ("sign in", 0), ("sign in", 1)])
def test_axe_finds_nothing_in_a_form_with_errors(page, state, language):
    page.goto(ADDRESSES[state][language])
    if state == "sign in":
        page.fill("#id_username", "nobody")
    page.fill("[name=password]", "wrong")
    page.click("main form button[type=submit]")

    expect(page.locator("main [role=alert]")).to_have_count(1)
    assert breaches(page) == {}


@pytest.mark.parametrize("path", ["/pt/broken/", "/en/broken/"])
def test_axe_finds_nothing_on_the_page_for_failures(page, path):
    body = errors.server_error(RequestFactory().get(path)).content
    page.route(f"**{path}", lambda route: route.fulfill(status=500, content_type="text/html", body=body))

    assert page.goto(path).status == 500
    assert breaches(page) == {}
