"""Every page that a visitor can reach answers, and what it says holds together, over the whole demonstration."""

import itertools
import re

import pytest

pytestmark = pytest.mark.browser


def test_every_link_of_the_site_answers(answers):
    assert {
        path: (one.status, one.found_on) for path, one in answers.items() if one.status not in (200, 301, 302)
    } == {}
    assert len(answers) > 150


def test_every_fragment_that_is_linked_to_is_there(pages):
    missing = {
        f"{path}#{name}" for path, page in pages.items() for name in page.fragments if page.soup.find(id=name) is None
    }
    assert missing == set()


def test_every_page_has_one_first_heading_and_skips_no_level(pages):
    wrong = {}
    for path, page in pages.items():
        levels = [int(heading.name[1]) for heading in page.soup.find_all(re.compile("^h[1-6]$"))]
        in_main = [int(heading.name[1]) for heading in page.soup.select("main h1, main h2, main h3, main h4, main h5")]
        skips = [(a, b) for a, b in itertools.pairwise(in_main) if b > a + 1]
        if levels.count(1) != 1 or in_main[:1] != [1] or skips:
            wrong[path] = in_main
    assert wrong == {}


def test_no_page_has_more_than_one_primary_button(pages):
    assert [path for path, page in pages.items() if len(page.soup.select(".btn.primary")) > 1] == []


def test_no_id_occurs_twice_on_a_page(pages):
    wrong = {}
    for path, page in pages.items():
        ids = [str(element["id"]) for element in page.soup.find_all(id=True)]
        twice = {name for name in ids if ids.count(name) > 1}
        if twice:
            wrong[path] = twice
    assert wrong == {}


def test_every_page_says_its_language_title_and_description(pages):
    wrong = []
    for path, page in pages.items():
        language = path.split("/")[1]
        title = page.soup.title.get_text().strip() if page.soup.title else ""
        if page.soup.html.get("lang") != language or not title or not title[0].isalnum():
            wrong.append(path)
    assert wrong == []


def test_titles_tell_pages_of_a_language_apart(pages):
    titles: dict[tuple[str, str], list[str]] = {}
    for path, page in pages.items():
        if "?" not in path:
            titles.setdefault((path.split("/")[1], page.soup.title.get_text().strip()), []).append(path)
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_no_page_sets_a_cookie_or_has_anything_inline(answers, pages):
    assert [path for path, one in answers.items() if "set-cookie" in one.headers] == []
    inline = {
        path
        for path, page in pages.items()
        if page.soup.find(style=True)
        or page.soup.find("style")
        or page.soup.find(lambda tag: any(name.startswith("on") for name in tag.attrs))
        or [script for script in page.soup.find_all("script", src=False) if script.get("type") != "application/ld+json"]
    }
    assert inline == set()
    policies = {one.headers["content-security-policy"] for one in pages.values()}
    assert all("unsafe" not in policy for policy in policies)


def test_every_image_says_its_size_and_has_an_alternative_text(pages):
    wrong = {
        path
        for path, page in pages.items()
        for image in page.soup.find_all("img")
        if not (image.get("width") and image.get("height") and image.get("alt") is not None)
    }
    assert wrong == set()


def test_every_content_page_says_when_it_was_last_updated(pages):
    without = [
        path
        for path, page in pages.items()
        if page.soup.find(attrs={"property": "og:type", "content": "article"}) and not page.soup.select(".updated time")
    ]
    assert without == []
