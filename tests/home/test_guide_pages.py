"""Guides on the site: their chapters in order, the way through them, the whole on one page."""

import json

import pytest
from bs4 import BeautifulSoup

from content.models import GuideDownload, GuideTool
from home.website import whole_guide
from tests import factories

pytestmark = pytest.mark.django_db


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def body(text):
    return json.dumps(
        [
            {"type": "heading", "value": {"text": text, "level": "2"}},
            {"type": "text", "value": {"text": f"<p>{text}</p>"}},
        ]
    )


@pytest.fixture
def guide():
    made = factories.guide(title="Guia", version="1.0", licence="cc-by-4-0")
    for number, title in enumerate(["Começar", "Investigar", "Partilhar"], start=1):
        factories.chapter(parent=made, title=title, summary=f"Capítulo {number}.", body=body("Porquê"))
    return made


def chapters(guide):
    return [page.url for page in guide.get_children()]


def test_a_guide_lists_its_chapters_in_their_order(client, guide):
    page = read(client, guide.url)

    index = page.find("nav", attrs={"aria-labelledby": "section-chapters"})
    assert [link.get_text() for link in index.select("ol a")] == ["1. Começar", "2. Investigar", "3. Partilhar"]
    assert [link["href"] for link in index.select("ol a")] == chapters(guide)
    assert "Versão 1.0 · Licença: Creative Commons BY 4.0" in page.get_text()
    assert page.find("a", rel="license")["href"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_chapter_says_where_it_stands_and_leads_to_its_neighbours(client, guide):
    first, second, third = chapters(guide)

    page = read(client, second)

    assert page.h1.get_text() == "2. Investigar"
    assert [link.get_text() for link in page.select("nav.toc [aria-current=page]")] == ["2. Investigar"]
    assert page.find("a", rel="prev")["href"] == first
    assert page.find("a", rel="next")["href"] == third
    assert read(client, first).find("a", rel="prev") is None
    assert read(client, third).find("a", rel="next") is None


@pytest.mark.parametrize("code", ["pt", "en"])
def test_the_whole_guide_stands_on_one_page(client, code):
    guide = factories.guide(title="Guia", parent=factories.guide_index(code))
    for title in ("Um", "Dois"):
        factories.chapter(parent=guide, title=title, body=body("Porquê"))
    word = {"pt": "imprimir", "en": "print"}[code]
    assert f'href="{guide.url}{word}/"' in client.get(guide.url).content.decode()

    page = read(client, f"{guide.url}{word}/")

    assert page.h1.get_text() == "Guia"
    assert [heading.get_text() for heading in page.select("main section > h2")] == ["1. Um", "2. Dois"]
    assert [heading.get_text() for heading in page.select("main h3")] == ["Porquê", "Porquê"]
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex, follow"
    assert page.find("link", rel="canonical")["href"].endswith(guide.url)


def test_the_whole_of_a_long_guide_has_every_chapter(client, monkeypatch):
    monkeypatch.setattr(whole_guide, "AT_ONCE", 4)
    guide = factories.guide(title="Longo")
    for number in range(10):
        factories.chapter(parent=guide, title=f"Parte {number + 1}")

    page = read(client, f"{guide.url}imprimir/")

    assert [heading.get_text() for heading in page.select("main section > h2")][-1] == "10. Parte 10"


def test_only_a_guide_can_be_read_whole(client):
    news = factories.news()

    assert client.get(f"{news.url}imprimir/").status_code == 404
    assert client.get(f"{factories.guide().url}print/").status_code == 404  # the word of the other language


def test_a_chapter_at_the_address_of_the_whole_guide_is_shown_instead(client, guide):
    factories.chapter(parent=guide, title="Imprimir cartazes", slug="imprimir")

    assert read(client, f"{guide.url}imprimir/").h1.get_text() == "4. Imprimir cartazes"


def test_a_guide_without_chapters_has_no_index(client):
    page = read(client, factories.guide(title="Curto").url)

    assert page.h1.get_text() == "Curto"
    assert page.find(id="section-chapters") is None


def test_a_long_index_is_folded_and_a_short_one_is_not(client, guide):
    assert read(client, guide.url).select(".toc details") == []
    for number in range(4, 12):
        factories.chapter(parent=guide, title=f"Parte {number}")

    page = read(client, guide.url)

    assert [summary.get_text() for summary in page.select(".toc details.fold > summary")] == ["Capítulos"]
    assert len(page.select(".toc details a")) == 12  # eleven chapters and the whole guide


@pytest.mark.parametrize(
    ("licence", "words"), [("public-domain", "Licença: Domínio público"), ("all-rights-reserved", "Todos os direitos")]
)
def test_a_licence_without_a_text_of_its_own_is_only_named(client, licence, words):
    page = read(client, factories.guide(licence=licence).url)

    assert words in page.select_one(".prose .hint").get_text()
    assert page.find("a", rel="license") is None


def test_a_guide_names_its_tools_and_files(client):
    guide = factories.guide()
    document = factories.document("Plano")
    guide.tools = [
        GuideTool(name="Plano de experiência", description="Uma página.", document=document, locale=guide.locale),
        GuideTool(name="Método", url="https://example.org/metodo", locale=guide.locale),
        GuideTool(name="Conversa", locale=guide.locale),
    ]
    guide.downloads = [GuideDownload(title="O guia", document=document, locale=guide.locale)]
    guide.save_revision().publish()

    page = read(client, guide.url)

    tools = page.find(id="section-tools").parent.select("li")
    assert [" ".join(tool.get_text(" ").split()) for tool in tools] == [
        f"Plano de experiência ({facts(document)}) Uma página.".replace("\xa0", " "),
        "Método",
        "Conversa",
    ]
    assert tools[0].a["href"].endswith(document.url)
    assert [tool.a and tool.a["href"] for tool in tools[1:]] == ["https://example.org/metodo", None]
    (download,) = page.find(id="section-downloads").parent.select("li")
    assert (download.a.get_text(), download.span.get_text()) == ("O guia", facts(document))


def facts(document):
    return f"{document.file_extension.upper()}, {document.file.size}\xa0bytes"
