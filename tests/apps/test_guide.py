"""The scripts and the page of ``graphql/README.md``, run as they stand by Node and by Chromium."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from content.models import NewsPage
from published.publication import publication
from tests import factories
from tests.apps.conftest import BODY
from tests.apps.programs import program

pytestmark = pytest.mark.django_db(transaction=True)

GUIDE = (Path(settings.BASE_DIR) / "graphql" / "README.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000/graphql"
SCRIPTS = re.findall(r"^```js\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
THREE = "Quinta\nQuarta\nTerceira <b>\n"


def script_with(word):
    [script] = [one for one in SCRIPTS if word in one]
    return script


@pytest.fixture
def run(tmp_path, endpoint):
    """Runs a script of the guide against the endpoint of the tests; gives what it printed."""
    clients = program(Path(__file__).parent / "clients", tmp_path)

    def printed(script):
        (clients.folder / "guide.js").write_text(script.replace(ADDRESS, endpoint))
        ended = clients.run("guide.js")
        assert (ended.status, ended.errors) == (0, "")
        return ended.output

    return printed


def test_every_script_is_run_here():
    assert len(SCRIPTS) == 5


def test_a_page_is_drawn_with_its_body(run):
    with publication():
        factories.standard(title="Sobre <nós>", slug="sobre", body=BODY)

    assert run(script_with("/pt/sobre/")) == (
        '<h1>Sobre &#60;nós&#62;</h1>\n<h2 id="porque">Porquê?</h2>\n<p>Um parágrafo com <b>força</b>.</p>\n\n'
    )


def test_a_copy_follows_what_is_published_and_removed(run):
    script = script_with("CURSOR_EXPIRED")
    assert run(script) == "5 news kept\n"

    with publication():
        NewsPage.objects.get(slug="n1").unpublish()
        NewsPage.objects.get(slug="n2").delete()
        factories.news(title="Sexta")

    assert run(script) == "4 news kept\n"
    assert run(script) == "4 news kept\n"


@pytest.mark.parametrize("library", ["@apollo/client", "@urql/core", "graphql-request"])
def test_a_library_asks_for_titles(run, library):
    assert run(script_with(f'from "{library}"')) == THREE


@pytest.mark.browser
def test_the_page_shows_a_list(endpoint, page, tmp_path):
    [html] = re.findall(r"^```html\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    with publication():
        item = factories.news(parent=factories.news_index("en"), title="First & only")
    (tmp_path / "page.html").write_text(f"<!doctype html><meta charset=utf-8>{html.replace(ADDRESS, endpoint)}")

    page.goto((tmp_path / "page.html").as_uri())

    expect(page.locator("#news a")).to_have_text("First & only")
    assert page.locator("#news a").get_attribute("href") == item.full_url
