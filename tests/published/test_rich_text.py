import pytest

from published.rich_text import entry_keys, project_rich_text, render_html
from tests import factories


@pytest.mark.django_db
def test_links_and_images_become_keys():
    page = factories.standard()
    source = (
        f'<p>See <a linktype="page" id="{page.pk}">the page</a> and <a linktype="document" id="7">the file</a>.</p>'
        '<embed embedtype="image" id="5" alt="Two &quot;people&quot;" format="left"/>'
    )

    projected = project_rich_text(source)

    assert projected["html"] == (
        f'<p>See <a data-entry="StandardPage:{page.pk}">the page</a> and <a data-entry="Document:7">the file</a>.</p>'
        '<img data-entry="Image:5" alt="Two &quot;people&quot;">'
    )
    assert projected["text"] == "See the page and the file."
    assert entry_keys(projected["html"]) == {f"StandardPage:{page.pk}", "Document:7", "Image:5"}


@pytest.mark.django_db
def test_a_link_to_a_page_that_does_not_exist_keeps_its_words():
    assert project_rich_text('<p><a linktype="page" id="999999">words</a></p>')["html"] == "<p><a>words</a></p>"


def test_blocks_are_lines_of_the_text():
    projected = project_rich_text("<h2>Um</h2><p>Dois\n três</p><ul><li>quatro</li><li>cinco<br/>seis</li></ul>")

    assert projected["text"] == "Um\nDois três\nquatro\ncinco\nseis"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ('<p onclick="alert(1)">a</p>', "<p>a</p>"),
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href=" JaVaScript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="java\nscript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<a href="https://example.org/?a=1&amp;b=2" target="_blank">a</a>', None),
        ('<img src="https://third.example/x.png" onerror="alert(1)">', ""),
        ('<a data-entry="Secret:1">a</a>', "<a>a</a>"),
        ("<p>1 &lt; 2 &amp;amp; 3</p>", "<p>1 &lt; 2 &amp;amp; 3</p>"),
        ('<p>&lt;a data-entry="X:1"&gt;</p>', '<p>&lt;a data-entry="X:1"&gt;</p>'),
    ],
)
def test_only_plain_formatting_survives(source, html):
    expected = '<a href="https://example.org/?a=1&amp;b=2">a</a>' if html is None else html

    assert project_rich_text(source)["html"] == expected


def test_printing_resolves_keys_and_forgets_what_is_not_published():
    html = (
        '<p><a data-entry="A:1">one</a> <a data-entry="B:2">two</a>'
        '<img data-entry="I:1" alt="x"><img data-entry="I:2" alt="y"></p>'
    )
    addresses = {"A:1": "/pt/um/?a=1&b=2", "I:1": "/media/a.webp"}

    assert render_html(html, addresses.get) == (
        '<p><a href="/pt/um/?a=1&amp;b=2">one</a> <a>two</a><img src="/media/a.webp" alt="x"></p>'
    )
