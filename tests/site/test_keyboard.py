"""A visitor who has only a keyboard reaches, opens and leaves everything, and always sees where the focus is."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

# Where the focus is, and whether it can be seen: an outline, inside the window, not behind something else.
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const surface = element.closest("label") ? element.closest("label").getBoundingClientRect() : box;
  const isOutlined = style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {
    name: (element.textContent || element.name).trim().replace(/\\s+/g, " ").slice(0, 60),
    tag: element.tagName.toLowerCase(),
    // The link of a card is outlined by the surface it lays over the card.
    outlined: isOutlined(style) || isOutlined(getComputedStyle(element, "::after")),
    inside: surface.bottom > 0 && surface.top < innerHeight && surface.right > 0 && surface.left < innerWidth,
  };
}"""
ALL_STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']"
  )].filter(element => element.checkVisibility({visibilityProperty: true}) && !element.disabled).length"""


@pytest.fixture
def page(visitor: "BrowserContext") -> "Page":
    page = visitor.new_page()
    page.emulate_media(reduced_motion="reduce")  # or the window may still be on its way to the focus
    return page


def narrow(page: "Page") -> None:
    page.set_viewport_size({"width": 320, "height": 700})


def tab_to(page: "Page", selector: str, *, most: int = 80) -> None:
    """Press Tab until the focus is on what ``selector`` finds first."""
    wanted = page.locator(selector).first
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{selector} was not reached with {most} presses of Tab on {page.url}")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "path", ["/pt/", "/pt/noticias/", "/pt/servicos/criar-um-laboratorio/", "/pt/pesquisa/?q=laborat%C3%B3rio"]
)
def test_the_focus_is_seen_at_every_stop_and_passes_all(page, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    stops = []
    for _ in range(page.evaluate(ALL_STOPS) + 5):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)

    assert [stop for stop in stops if not (stop["outlined"] and stop["inside"])] == []
    assert len(stops) == page.evaluate(ALL_STOPS)


def test_the_first_stop_leads_past_the_navigation(page):
    page.goto("/pt/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_navigation_leads_on_and_says_where_one_is(page):
    page.goto("/pt/")
    tab_to(page, "#menu a[href='/pt/eventos/']")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/pt/eventos/$"))
    expect(page.locator("#menu [aria-current]")).to_have_attribute("href", "/pt/eventos/")


def test_the_menu_of_a_narrow_window_opens_closes_by_escape_and_gives_the_focus_back(page):
    narrow(page)
    page.goto("/pt/")
    tab_to(page, "button.menu")
    page.keyboard.press("Enter")
    expect(page.locator("#menu")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#menu button.close")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#menu ul a").first).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator("#menu")).to_be_hidden()
    expect(page.locator("button.menu")).to_be_focused()


def test_the_menu_closes_by_its_button_and_leads_on_by_its_links(page):
    narrow(page)
    page.goto("/pt/")
    tab_to(page, "button.menu")
    page.keyboard.press("Space")
    tab_to(page, "#menu button.close", most=2)
    page.keyboard.press("Space")
    expect(page.locator("#menu")).to_be_hidden()
    expect(page.locator("button.menu")).to_be_focused()

    page.keyboard.press("Enter")
    tab_to(page, "#menu a[href='/pt/guias/']", most=10)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/pt/guias/$"))


@pytest.mark.parametrize("width", [320, 1280])
def test_filters_are_checked_sent_and_removed(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/pt/noticias/")
    everything = page.locator("#results").inner_text()
    if width == 320:
        tab_to(page, "details.fold > summary")
        page.keyboard.press("Enter")
    tab_to(page, "input[name=topics]")
    page.keyboard.press("Space")
    tab_to(page, ".filters button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/pt/noticias/[?]topics="))
    expect(page.locator("#results")).not_to_have_text(everything)

    tab_to(page, ".chosen a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/pt/noticias/$"))
    expect(page.locator("#results")).to_have_text(everything)


def test_pages_of_a_list_follow_one_another(page):
    page.goto("/pt/noticias/")
    tab_to(page, "a[rel=next]", most=120)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/pt/noticias/[?]after="))

    tab_to(page, "a[rel=prev]", most=120)


def test_an_accordion_opens_and_closes(page, with_accordion):
    page.goto(with_accordion)
    panel = page.locator(".acc details").first
    tab_to(page, ".acc summary")
    page.keyboard.press("Enter")
    expect(panel).to_have_attribute("open", "")
    page.keyboard.press("Space")

    expect(panel).not_to_have_attribute("open", "")


def test_a_video_comes_when_it_is_asked_for_and_takes_the_focus(page, with_video):
    hosts: list[str] = []

    def answer(route):
        hosts.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Video</title>")

    page.route(re.compile(r"^https://"), answer)
    page.goto(with_video)
    tab_to(page, "button[data-video]", most=120)
    assert hosts == []
    page.keyboard.press("Enter")

    player = page.locator("figure.video iframe").first
    expect(player).to_be_focused()
    assert player.get_attribute("title")
    page.wait_for_function("frames.length === 1")
    assert len(hosts) == 1
