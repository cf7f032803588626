"""A video in a real browser: its host is asked for nothing before the reader asks for the video."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.home.parsed import body, store

VIDEO = {"title": "O laboratório", "url": "https://youtu.be/aqz-KE-bpKQ", "caption": "", "transcript": ""}


@pytest.mark.browser
def test_the_player_comes_when_asked_for_and_takes_the_focus(page: Page):
    path = store(lambda: factories.standard(body=body(("video", VIDEO)))).get_url()
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url) if request.url.startswith("https:") else None)
    page.route(re.compile("^https:"), lambda route: route.fulfill(body="<p>Filme</p>", content_type="text/html"))

    page.goto(path)
    button = page.get_by_role("button", name="Mostrar o vídeo aqui")
    expect(button).to_be_visible()
    assert elsewhere == []
    button.focus()
    page.keyboard.press("Enter")

    player = page.locator("iframe")
    expect(player).to_be_focused()
    expect(player).to_have_attribute("title", "O laboratório")
    expect(button).to_have_count(0)
    expect(page.frame_locator("iframe").locator("p")).to_have_text("Filme")
    assert elsewhere == ["https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"]
