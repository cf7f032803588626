"""The whole way in a real browser: an editor publishes, GraphQL answers it over HTTP, and it goes again."""

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone, translation
from PIL import Image as PillowImage

from content.blocks.body import BodyBlock
from content.blocks.table import GridBlock
from content.models import Document, Image, NewsIndexPage, NewsPage
from published.schedule import Clock
from tests import factories
from tests.browser.editor import Editor

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser

PAGE = """
query ($path: String!) {
  page(path: $path) {
    id title summary
    image { alt english: alt(locale: en) width height rendition(preset: CARD) { width height } }
    topics { name }
    body {
      __typename
      ... on HeadingBlock { text level anchor }
      ... on ParagraphsBlock { richText { html text } }
      ... on ImageCaptionBlock { image { id } caption altText decorative }
      ... on GalleryBlock { title images { image { id } caption } }
      ... on VideoEmbedBlock { title provider videoId transcript }
      ... on QuoteBlock { text who source sourceUrl }
      ... on StepsBlock { title steps { title text { text } } }
      ... on AccordionBlock { title panels { title text { text } } }
      ... on TableBlock { caption headerRow headerColumn rows { cells } source }
      ... on FiguresBlock { title figures { value unit caption source date } }
      ... on CallToActionBlock { title action page { id } url }
      ... on DownloadsBlock { title documents { title fileName fileType } }
      ... on RelatedPagesBlock { title pages { id } }
      ... on CodeBlock { language code }
    }
  }
}
"""
LIST = "{ news { totalCount nodes { title } } }"
PATH = "/pt/noticias/uma-noticia/"


class Reader:
    """Somebody without a cookie, somewhere in the world."""

    def __init__(self, address: str) -> None:
        self.address = address

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables}).encode()
        with urlopen(Request(f"{self.address}/graphql", body, {"Content-Type": "application/json"})) as response:
            answer = json.load(response)
        assert "errors" not in answer, answer
        return answer["data"]

    def page(self) -> dict[str, Any] | None:
        return self.ask(PAGE, path=PATH)["page"]

    def titles(self) -> list[str]:
        news = self.ask(LIST)["news"]
        assert news["totalCount"] == len(news["nodes"])
        return [node["title"] for node in news["nodes"]]

    def status(self) -> int:
        try:
            with urlopen(self.address + PATH) as response:
                return response.status
        except HTTPError as error:
            with error:
                return error.code


@pytest.fixture
def reader(live_server: "LiveServer") -> Reader:
    call_command("rebuild_published", verbosity=0)
    return Reader(live_server.url)


@pytest.fixture
def editor(page: "Page") -> Editor:
    editor = Editor(page)
    editor.sign_in(factories.user("Moderators"), password="a good secret")
    return editor


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "painel.png"
    PillowImage.new("RGB", (1600, 1066), "teal").save(path)
    return path


def labels() -> dict[str, str]:
    with translation.override("pt-pt"):
        return {name: str(block.label) for name, block in BodyBlock().child_blocks.items()}


def write_every_block(editor: Editor, document: Path) -> None:
    """One block of each kind, in the order of ``BodyBlock``; the image is in the library already."""
    names = labels()
    with translation.override("pt-pt"):
        columns = {name: str(block.label) for name, block in GridBlock().child_blocks.items()}

    block = editor.add_block(names["heading"])
    editor.fill(f"{block}-text", "Primeira secção")

    block = editor.add_block(names["text"])
    editor.write(f"{block}-text", "Leia as notícias")
    editor.link_last_word("Notícias")

    block = editor.add_block(names["image"])
    editor.choose_image(f"{block}-image", "Um painel")
    editor.fill(f"{block}-caption", "A legenda")
    editor.fill(f"{block}-alt_text", "Verde, aqui")

    block = editor.add_block(names["gallery"])
    editor.fill(f"{block}-title", "A galeria")
    editor.choose_image(f"{block}-images-0-value-image", "Um painel")
    editor.add_item(f"{block}-images")
    editor.choose_image(f"{block}-images-1-value-image", "Um painel")
    editor.fill(f"{block}-images-1-value-caption", "A segunda")

    block = editor.add_block(names["video"])
    editor.fill(f"{block}-title", "O vídeo")
    editor.fill(f"{block}-url", "https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    editor.fill(f"{block}-transcript", "Tudo o que se diz.")

    block = editor.add_block(names["quote"])
    editor.fill(f"{block}-text", "A frase de alguém")
    editor.fill(f"{block}-who", "Alguém")
    editor.fill(f"{block}-source", "Uma entrevista")
    editor.fill(f"{block}-source_url", "https://example.org/entrevista")

    block = editor.add_block(names["steps"])
    editor.fill(f"{block}-title", "Os passos")
    editor.fill(f"{block}-steps-0-value-title", "Inscreva-se")
    editor.write(f"{block}-steps-0-value-text", "No formulário.")
    editor.add_item(f"{block}-steps")
    editor.fill(f"{block}-steps-1-value-title", "Confirme")

    block = editor.add_block(names["accordion"])
    editor.fill(f"{block}-title", "Perguntas")
    editor.fill(f"{block}-panels-0-value-title", "Quanto custa?")
    editor.write(f"{block}-panels-0-value-text", "Nada.")

    block = editor.add_block(names["table"])
    editor.fill(f"{block}-table-caption", "A tabela")
    editor.add_column(f"{block}-table", columns["text"], "Grupo")
    editor.add_column(f"{block}-table", columns["number"], "Pessoas")
    editor.add_row(f"{block}-table", ["Jovens", "1 520"])
    editor.tick(f"{block}-header_column")
    editor.fill(f"{block}-source", "Inquérito")

    block = editor.add_block(names["figures"])
    editor.fill(f"{block}-title", "Em números")
    editor.fill(f"{block}-figures-0-value-value", "14")
    editor.fill(f"{block}-figures-0-value-unit", "projetos")
    editor.fill(f"{block}-figures-0-value-caption", "em curso")
    editor.fill(f"{block}-figures-0-value-source", "Relatório")
    editor.fill(f"{block}-figures-0-value-date", "2026-03-01")

    block = editor.add_block(names["call_to_action"])
    editor.fill(f"{block}-title", "Tem um desafio?")
    editor.fill(f"{block}-action", "Fale connosco")
    editor.choose_page(f"{block}-page", "Notícias")

    block = editor.add_block(names["downloads"])
    editor.fill(f"{block}-title", "Para levar")
    editor.upload_document(f"{block}-documents-0-value", document, title="O regulamento")

    block = editor.add_block(names["related_pages"])
    editor.fill(f"{block}-title", "Ver também")
    editor.choose_page(f"{block}-pages-0-value", "Notícias")

    block = editor.add_block(names["code"])
    editor.choose(f"{block}-language", "graphql")
    editor.fill(f"{block}-code", "{ site { siteName } }")


def body_as_read(*, image: Image, index: str, index_url: str) -> list[dict[str, Any]]:
    picture = {"id": f"Image:{image.pk}"}
    link = f'<p>Leia as <a href="{index_url}">notícias</a></p>'
    return [
        {"__typename": "HeadingBlock", "text": "Primeira secção", "level": 2, "anchor": "primeira-seccao"},
        {"__typename": "ParagraphsBlock", "richText": {"html": link, "text": "Leia as notícias"}},
        {
            "__typename": "ImageCaptionBlock",
            "image": picture,
            "caption": "A legenda",
            "altText": "Verde, aqui",
            "decorative": False,
        },
        {
            "__typename": "GalleryBlock",
            "title": "A galeria",
            "images": [{"image": picture, "caption": ""}, {"image": picture, "caption": "A segunda"}],
        },
        {
            "__typename": "VideoEmbedBlock",
            "title": "O vídeo",
            "provider": "YOUTUBE",
            "videoId": "aqz-KE-bpKQ",
            "transcript": "Tudo o que se diz.",
        },
        {
            "__typename": "QuoteBlock",
            "text": "A frase de alguém",
            "who": "Alguém",
            "source": "Uma entrevista",
            "sourceUrl": "https://example.org/entrevista",
        },
        {
            "__typename": "StepsBlock",
            "title": "Os passos",
            "steps": [
                {"title": "Inscreva-se", "text": {"text": "No formulário."}},
                {"title": "Confirme", "text": None},
            ],
        },
        {
            "__typename": "AccordionBlock",
            "title": "Perguntas",
            "panels": [{"title": "Quanto custa?", "text": {"text": "Nada."}}],
        },
        {
            "__typename": "TableBlock",
            "caption": "A tabela",
            "headerRow": ["Grupo", "Pessoas"],
            "headerColumn": True,
            "rows": [{"cells": ["Jovens", "1 520"]}],
            "source": "Inquérito",
        },
        {
            "__typename": "FiguresBlock",
            "title": "Em números",
            "figures": [
                {
                    "value": "14",
                    "unit": "projetos",
                    "caption": "em curso",
                    "source": "Relatório",
                    "date": "2026-03-01",
                }
            ],
        },
        {
            "__typename": "CallToActionBlock",
            "title": "Tem um desafio?",
            "action": "Fale connosco",
            "page": {"id": index},
            "url": "",
        },
        {
            "__typename": "DownloadsBlock",
            "title": "Para levar",
            "documents": [{"title": "O regulamento", "fileName": "regulamento.txt", "fileType": "txt"}],
        },
        {"__typename": "RelatedPagesBlock", "title": "Ver também", "pages": [{"id": index}]},
        {"__typename": "CodeBlock", "language": "graphql", "code": "{ site { siteName } }"},
    ]


def test_what_an_editor_writes_is_read_over_graphql_until_it_is_unpublished(
    editor: Editor, reader: Reader, picture: Path, tmp_path: Path
) -> None:
    index = factories.page(NewsIndexPage, parent=factories.home_page(), title="Notícias", slug="noticias")
    topic = factories.topic("Inovação")
    regulations = tmp_path / "regulamento.txt"
    regulations.write_text("As regras.")

    # Written and published, with a block of each kind
    editor.open_new("content/newspage", parent=index.pk)
    editor.fill("title", "Uma notícia")
    editor.fill("summary", "Em poucas palavras.")
    editor.upload_image(
        "image", picture, title="Um painel", alt={"pt": "Um retângulo verde", "en": "A green rectangle"}
    )
    write_every_block(editor, regulations)
    editor.tick("topics", str(topic.pk))
    editor.publish()

    news, image = NewsPage.objects.get(slug="uma-noticia"), Image.objects.get()
    assert set(labels()) == {block.block_type for block in news.body}
    assert Document.objects.get().title == "O regulamento"
    published = reader.page()
    assert published == {
        "id": f"NewsPage:{news.pk}",
        "title": "Uma notícia",
        "summary": "Em poucas palavras.",
        "image": {
            "alt": "Um retângulo verde",
            "english": "A green rectangle",
            "width": 1600,
            "height": 1066,
            "rendition": {"width": 800, "height": 533},
        },
        "topics": [{"name": "Inovação"}],
        "body": body_as_read(image=image, index=f"NewsIndexPage:{index.pk}", index_url=index.full_url),
    }
    assert (reader.titles(), reader.status()) == (["Uma notícia"], 200)

    # A draft changes nothing for the world
    editor.open(news.pk)
    editor.fill("title", "Palavras por rever")
    editor.save_draft()
    assert reader.page() == published
    assert reader.titles() == ["Uma notícia"]

    # Neither does a planned change, until its time has come
    now = timezone.now()
    editor.open(news.pk)
    editor.set_times(go_live_at=f"{timezone.localtime(now + timedelta(hours=1)):%Y-%m-%d %H:%M}")
    editor.open(news.pk)
    editor.publish()
    assert Clock().tick() == 0
    assert reader.page() == published
    with time_machine.travel(now + timedelta(hours=2)):
        assert Clock().tick() == 1
        assert reader.page() == {**published, "title": "Palavras por rever"}

    # Unpublished, it is gone
    editor.unpublish(news.pk)
    assert (reader.page(), reader.titles(), reader.status()) == (None, [], 410)


def test_what_expires_is_gone_when_its_time_has_come(editor: Editor, reader: Reader) -> None:
    index = factories.page(NewsIndexPage, parent=factories.home_page(), title="Notícias", slug="noticias")
    news = factories.news(parent=index, title="Uma notícia", slug="uma-noticia")
    now = timezone.now()

    editor.open(news.pk)
    editor.set_times(expire_at=f"{timezone.localtime(now + timedelta(hours=1)):%Y-%m-%d %H:%M}")
    editor.open(news.pk)
    editor.publish()

    assert Clock().tick() == 0
    assert (reader.titles(), reader.status()) == (["Uma notícia"], 200)
    with time_machine.travel(now + timedelta(hours=2)):
        assert Clock().tick() == 1
        assert (reader.page(), reader.titles(), reader.status()) == (None, [], 410)
