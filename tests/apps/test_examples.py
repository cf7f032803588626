"""The example apps print exactly what is published: lists, bodies, search, a copy kept by changes, drafts."""

import base64
import json
import threading
import time
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from api.callers import Caller
from api.previews.models import PreviewLink
from api.usage import budgets
from api.usage.budgets import BUDGETS
from content.models import NewsPage
from published.publication import publication
from tests.apps.programs import EXAMPLES, Program, program

pytestmark = pytest.mark.django_db(transaction=True)

ARTICLE = """\
<article lang="pt">
<h1>Primeira &amp; única</h1>
<p>Em resumo.</p>
<h2 id="porque">Porquê?</h2>
<div><p>Um parágrafo com <b>força</b>.</p></div>
<blockquote><p>Experimentar &amp; aprender</p><footer>Alguém</footer></blockquote>
</article>
"""
NOTHING = "<h1>Nothing is published here</h1>\n"
TRANSPORTS = ["post", "get", "persisted"]


@pytest.fixture
def fetch(tmp_path, endpoint):
    app = program(EXAMPLES / "fetch", tmp_path)
    return lambda *words, **environment: app.run("index.js", endpoint, *words, **environment)


@pytest.fixture
def apollo(tmp_path, endpoint):
    app = program(EXAMPLES / "apollo", tmp_path)
    return lambda *words, **environment: app.run("index.js", endpoint, *words, **environment)


def shown(ended):
    assert ended.errors == ""
    assert ended.status == 0
    return ended.output


def link_to_a_draft():
    page = NewsPage.objects.get(slug="n1")
    page.title = "Rascunho"
    page.save_revision()
    return PreviewLink.objects.create(page=page, expires_at=timezone.now() + timedelta(hours=1)).token


def of_another_history(cursor):
    """The same place in a store that was put back from a backup."""
    parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return base64.urlsafe_b64encode(json.dumps([*parts[:-1], "0"]).encode()).decode().rstrip("=")


def change_the_news():
    with publication():
        NewsPage.objects.get(slug="n5").unpublish()
        NewsPage.objects.get(slug="n3").delete()
        changed = NewsPage.objects.get(slug="n2")
        changed.title = "Segunda, revista"
        changed.save_revision().publish()


# Plain fetch


def fetch_list(*numbers_and_titles, after=""):
    items = "".join(
        f'\n  <li><a href="#/page/pt/{parent}/n{number}/">{title}</a>\n    <p>Em resumo.</p></li>'
        for parent, number, title in numbers_and_titles
    )
    return f'<h1>News</h1>\n<ol class="news">{items}\n</ol>\n{after}'


def test_fetch_shows_a_list_page_by_page(fetch):
    parent = NewsPage.objects.get(slug="n1").get_parent().slug

    first = shown(fetch("/news?first=2"))
    cursor = first.partition("after=")[2].partition('"')[0]
    second = shown(fetch(f"/news?first=3&after={cursor}"))

    assert first == fetch_list(
        (parent, 5, "Quinta"),
        (parent, 4, "Quarta"),
        after=f'<a rel="next" href="#/news?after={cursor}">Older news</a>\n',
    )
    assert second == fetch_list(
        (parent, 3, "Terceira &lt;b&gt;"), (parent, 2, "Segunda"), (parent, 1, "Primeira &amp; única")
    )


def test_fetch_shows_a_page_with_its_body(fetch):
    path = NewsPage.objects.get(slug="n1").url

    assert shown(fetch(f"/page{path}")) == ARTICLE
    assert shown(fetch("/page/pt/nada/")) == NOTHING


def test_fetch_searches_with_facets(fetch):
    found = shown(fetch("/search?query=primeira"))

    assert found.startswith('<h1>1 found</h1>\n<ol class="hits">\n  <li><a href="#/page/pt/')
    assert "<mark>Primeira</mark> &amp; única</a>" in found
    assert '<li><a href="#/search?query=primeira&amp;topics=redes">Redes</a> (1)</li>' in found
    assert shown(fetch("/search?query=segunda&topics=redes")).startswith("<h1>1 found</h1>")
    assert shown(fetch("/search?query=quinta&topics=redes")).startswith("<h1>0 found</h1>")


def kept(*titles):
    return f"<h1>{len(titles)} kept</h1>\n<ul>{''.join(f'<li>{title}</li>' for title in titles)}</ul>\n"


ALL = ["Primeira &amp; única", "Quarta", "Quinta", "Segunda", "Terceira &lt;b&gt;"]
LEFT = ["Primeira &amp; única", "Quarta", "Segunda, revista"]


def test_fetch_keeps_a_copy_that_follows_the_changes(fetch, tmp_path):
    copy = tmp_path / "copy.json"
    assert shown(fetch("/sync", "--copy", str(copy))) == kept(*ALL)
    cursor = json.loads(copy.read_text())["cursor"]

    change_the_news()

    assert shown(fetch("/sync", "--copy", str(copy))) == kept(*LEFT)
    assert json.loads(copy.read_text())["cursor"] != cursor


def test_fetch_starts_again_when_its_cursor_has_expired(fetch, tmp_path):
    copy = tmp_path / "copy.json"
    fetch("/sync", "--copy", str(copy))
    old = json.loads(copy.read_text())
    entries = {**old["entries"], "NewsPage:0": {"title": "De outra história"}}
    copy.write_text(json.dumps({"cursor": of_another_history(old["cursor"]), "entries": entries}))

    assert shown(fetch("/sync", "--copy", str(copy))) == kept(*ALL)
    assert json.loads(copy.read_text()) == old


def test_fetch_shows_a_draft_to_who_has_its_token(fetch):
    token = link_to_a_draft()

    assert shown(fetch(f"/preview/{token}")) == ARTICLE.replace("Primeira &amp; única", "Rascunho")
    assert shown(fetch("/preview/draft_forged")) == NOTHING


def test_fetch_tells_the_code_of_a_refusal(fetch):
    ended = fetch(f"/search?query={'a' * 201}")

    assert (ended.status, ended.output) == (1, "")
    assert ended.errors == "SEARCH_TOO_LONG: A search may have 200 characters; this one has 201.\n"


def test_fetch_asks_again_only_for_what_changed(fetch, endpoint, tmp_path):
    script = tmp_path / "fetch" / "twice.js"
    script.write_text(
        """
        import { labx } from "./labx.js";
        const statuses = [];
        const counting = async (...request) => {
          const response = await fetch(...request);
          statuses.push(response.status);
          return response;
        };
        const ask = labx(process.argv[2], { fetch: counting });
        const titles = [];
        for (let time = 0; time < 2; time += 1) {
          titles.push((await ask("NewsList", { locale: "pt", first: 1 })).news.nodes[0].title);
        }
        process.stdout.write(JSON.stringify({ statuses, titles }));
        """
    )

    ended = Program(script.parent).run("twice.js", endpoint)

    assert json.loads(shown(ended)) == {"statuses": [200, 304], "titles": ["Quinta", "Quinta"]}


@pytest.fixture
def spent(settings, monkeypatch):
    """The budget of this minute is spent; the next one begins in three seconds."""
    settings.GRAPHQL_ANONYMOUS_BUDGET = 1_000
    earlier = time.time() - 57
    monkeypatch.setattr(BUDGETS, "clock", lambda: time.time() - earlier)
    BUDGETS.forget()
    budgets.spend(Caller(address="127.0.0.1"), 1_000)
    yield
    BUDGETS.forget()


def test_fetch_waits_for_the_budget_of_the_next_minute(fetch, spent):
    assert shown(fetch("/news")).count("<li>") == 5


@pytest.mark.parametrize("transport", ["post", "get"])
def test_apollo_waits_for_the_budget_of_the_next_minute(apollo, spent, transport):
    assert shown(apollo("news", "--transport", transport)).count("<li>") == 5


@pytest.fixture
def other_site():
    """The example in a page of another site, as a developer's own server would serve it."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(EXAMPLES / "fetch"))
    handler.log_message = lambda *_: None
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


@pytest.mark.browser
def test_fetch_shows_in_a_browser_what_it_prints(fetch, endpoint, other_site, page):
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))

    page.goto(f"{other_site}?api={endpoint}#/news")
    expect(page.locator("main li")).to_have_count(5)
    page.get_by_role("link", name="Primeira & única").click()
    expect(page.locator("main blockquote footer")).to_have_text("Alguém")
    assert page.locator("main").inner_html() == ARTICLE

    page.get_by_label("Search").fill("segunda")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("main h1")).to_have_text("1 found")
    page.get_by_role("link", name="Copy").click()
    expect(page.locator("main h1")).to_have_text("5 kept")
    change_the_news()
    page.reload()
    expect(page.locator("main h1")).to_have_text("3 kept")
    assert page.locator("main").inner_html() == kept(*LEFT)
    assert problems == []


# Apollo


def apollo_list(*titles, of):
    parent = NewsPage.objects.get(slug="n1").get_parent().slug
    items = "".join(
        f'\n  <li><a href="/pt/{parent}/n{number}/">{title}</a>\n    <p>Em resumo.</p></li>' for number, title in titles
    )
    return f'<h1>{len(titles)} of {of} news</h1>\n<ol class="news">{items}\n</ol>\n'


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_apollo_joins_the_pages_of_a_list(apollo, transport):
    printed = shown(apollo("news", "--first", "2", "--pages", "2", "--transport", transport))

    assert printed == apollo_list((5, "Quinta"), (4, "Quarta"), (3, "Terceira &lt;b&gt;"), (2, "Segunda"), of=5)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_apollo_shows_a_page_with_its_body(apollo, transport):
    path = NewsPage.objects.get(slug="n1").url

    assert shown(apollo("page", path, "--transport", transport)) == ARTICLE


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_apollo_searches_with_facets(apollo, transport):
    path = NewsPage.objects.get(slug="n1").url

    printed = shown(apollo("search", "primeira", "--topic", "redes", "--transport", transport))

    assert printed == (
        '<h1>1 found</h1>\n<ol class="hits">'
        f'\n  <li><a href="{path}"><mark>Primeira</mark> &amp; única</a> Em resumo.</li>\n'
        '</ol>\n<h2>types</h2>\n<ul><li><a href="?types=NewsPage">notícias</a> (1)</li></ul>\n'
        '<h2>topics</h2>\n<ul><li><a href="?topics=redes">Redes</a> (1)</li></ul>\n'
    )


def test_apollo_keeps_a_copy_that_follows_the_changes(apollo, tmp_path):
    copy = tmp_path / "copy.json"
    assert shown(apollo("sync", "--copy", str(copy))) == kept(*ALL)

    change_the_news()

    assert shown(apollo("sync", "--copy", str(copy))) == kept(*LEFT)
    old = json.loads(copy.read_text())
    copy.write_text(json.dumps({**old, "cursor": of_another_history(old["cursor"])}))
    assert shown(apollo("sync", "--copy", str(copy))) == kept(*LEFT)


def test_apollo_shows_a_draft_to_who_has_its_token(apollo):
    token = link_to_a_draft()

    assert shown(apollo("preview", token)) == ARTICLE.replace("Primeira &amp; única", "Rascunho")
    assert shown(apollo("preview", "draft_forged")) == NOTHING


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_apollo_tells_the_code_of_a_refusal(apollo, transport):
    ended = apollo("search", "a" * 201, "--transport", transport)

    assert (ended.status, ended.output) == (1, "")
    assert ended.errors == "SEARCH_TOO_LONG: A search may have 200 characters; this one has 201.\n"
