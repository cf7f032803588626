"""Everything works for a visitor whose browser runs no script."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(params=[320, 1280])
def page(request, chromium_browser: "Browser", site: str) -> Iterator["Page"]:
    context = chromium_browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": request.param, "height": 900}
    )
    yield context.new_page()
    context.close()


def is_narrow(page: "Page") -> bool:
    return page.viewport_size["width"] < 1000


def unfold_filters(page: "Page") -> None:
    if is_narrow(page):
        page.locator("details.fold > summary").click()


def test_the_navigation_leads_on(page):
    page.goto("/pt/")
    if is_narrow(page):
        page.click("button.menu")
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Notícias").click()

    expect(page).to_have_url(re.compile("/pt/noticias/$"))


def test_the_language_switches_and_the_page_stays(page):
    page.goto("/pt/servicos/criar-um-laboratorio/")
    page.get_by_role("navigation", name="Idiomas").get_by_role("link", name="EN").click()

    expect(page).to_have_url(re.compile("/en/services/create-a-laboratory/$"))


def test_filters_are_applied_and_taken_back(page):
    page.goto("/pt/noticias/")
    heading = page.locator("#results").inner_text()
    unfold_filters(page)
    page.locator("input[name=topics]").first.check()
    page.locator(".filters button[type=submit]").click()
    expect(page.locator("#results")).not_to_have_text(heading)
    page.locator(".chosen a").first.click()

    expect(page.locator("#results")).to_have_text(heading)


def test_search_finds(page):
    page.goto("/pt/pesquisa/")
    page.fill("main #q", "laboratório")
    page.locator("main .ask button[type=submit]").click()

    expect(page.locator("#results")).to_contain_text("«laboratório»")
    expect(page.locator("main mark").first).to_be_visible()


def test_pages_of_a_list_lead_on_and_back(page):
    page.goto("/pt/noticias/")
    first = page.locator("main h3").first.inner_text()
    page.locator("a[rel=next]").click()
    expect(page.locator("main h3").first).not_to_have_text(first)
    page.locator("a[rel=prev]").click()

    expect(page.locator("main h3").first).to_have_text(first)


def test_an_accordion_opens(page, with_accordion):
    page.goto(with_accordion)
    panel = page.locator(".acc details").first
    panel.locator("summary").click()

    expect(panel.locator("div").first).to_be_visible()


def test_a_link_leads_to_a_video(page, with_video):
    page.goto(with_video)

    assert page.locator("button[data-video]:visible").count() == 0
    assert page.locator("figure.video a[rel=external]").first.get_attribute("href").startswith("https://")
    expect(page.locator("figure.video a[rel=external]").first).to_be_visible()
