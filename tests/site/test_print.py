"""A printed guide is the guide and nothing else."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.site.states import ADDRESSES

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser

# What a reader of paper can do nothing with.
CHROME = "header .top, header .eco, nav.nav, .skip, footer .cols, .crumbs, .noprint, button, .prevnext"


@pytest.mark.parametrize("language", [0, 1], ids=["pt", "en"])
def test_a_whole_guide_is_printed_without_the_frame_of_the_site(visitor: "BrowserContext", language):
    page = visitor.new_page()
    page.goto(ADDRESSES["whole guide"][language])
    page.emulate_media(media="print")

    assert page.locator(CHROME).locator("visible=true").all_inner_texts() == []
    expect(page.locator("h1")).to_be_visible()
    chapters = page.locator("main article section > h2")
    assert chapters.count() >= 5
    assert page.locator("main article section > h2 >> visible=true").count() == chapters.count()
    assert len(page.pdf()) > 10_000
