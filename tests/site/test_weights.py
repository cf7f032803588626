"""What the first view weighs over the wire, and that nothing moves while a page arrives."""

import pytest

pytestmark = pytest.mark.browser

LIGHT = 150_000
# Layout shifts are told to an observer as they happen; the buffered ones too.
WATCH = """window.shifts = 0; new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({type: "layout-shift", buffered: true});"""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["/pt/", "/en/"])
def test_the_first_view_of_the_home_page_is_light(chromium_browser, site, path, width):
    """Everything that the browser fetches before anybody scrolls, as it travels; pictures further down wait."""
    context = chromium_browser.new_context(base_url=site, viewport={"width": width, "height": 900})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    weights: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    context.close()

    assert len(weights) >= 5  # the page, two style sheets, letters, the script
    assert sum(weights) < LIGHT


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["/pt/", "/pt/noticias/labx-vence-premio-europeu-do-setor-publico/"])
def test_nothing_moves_while_a_page_arrives(visitor, path, width):
    page = visitor.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(WATCH)
    page.goto(path, wait_until="networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")

    assert page.evaluate("window.shifts") < 0.001
