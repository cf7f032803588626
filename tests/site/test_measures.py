"""Sizes and manners of every page of the site, seen once in a narrow and once in a wide window."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

NARROW, WIDE = 320, 1280
MEASURE = (Path(__file__).parent / "measure.js").read_text()
STYLE_SHEET = Path(__file__).parents[2] / "home/static/home/site.css"


@dataclass
class Walk:
    """What a visitor saw on the way through all pages: by rule, then by page and width."""

    broken: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    others_asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def walk(chromium_browser, site, pages) -> Walk:
    walk = Walk()
    ours = urlsplit(site).netloc
    context = chromium_browser.new_context(base_url=site, viewport={"width": WIDE, "height": 900})
    page = context.new_page()
    page.on("console", lambda said: walk.complaints.append(f"{page.url}: {said.text}"))
    page.on("pageerror", lambda error: walk.complaints.append(f"{page.url}: {error}"))

    def note(request):
        if not request.url.startswith("data:") and urlsplit(request.url).netloc != ours:
            walk.others_asked.append(f"{page.url}: {request.url}")

    page.on("request", note)
    for path in pages:
        page.goto(path, wait_until="domcontentloaded")
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            for rule, places in page.evaluate(MEASURE).items():
                if places:
                    walk.broken.setdefault(rule, {})[f"{path} at {width} px"] = places
    walk.cookies = [str(cookie["name"]) for cookie in context.cookies()]
    context.close()
    return walk


def test_no_page_scrolls_sideways(walk):
    assert walk.broken.get("wide", {}) == {}


def test_whatever_is_pressed_is_as_large_as_a_finger(walk):
    assert walk.broken.get("targets", {}) == {}


def test_text_is_16_pixels_and_lesser_words_14(walk):
    assert walk.broken.get("small", {}) == {}


def test_lines_of_text_stand_apart(walk):
    assert walk.broken.get("tight", {}) == {}


def test_no_line_is_longer_than_a_hundred_characters(walk):
    assert walk.broken.get("long", {}) == {}


def test_nobody_else_is_asked_for_anything(walk):
    assert walk.others_asked == []


def test_visitors_get_no_cookie(walk):
    assert walk.cookies == []


def test_the_browser_has_nothing_to_complain_of(walk):
    """Scripts and styles that the Content-Security-Policy refuses would be told here."""
    assert walk.complaints == []


def test_the_style_sheet_stays_small():
    assert STYLE_SHEET.stat().st_size <= 30_000
