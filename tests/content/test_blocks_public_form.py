"""What the published store holds of each block: exactly this, for this is what clients read."""

import pytest
from wagtail.models import Page, Site

from content.blocks.body import BodyBlock
from content.models import Document
from published.block_readers import read_stream
from tests import factories
from tests.content.pictures import PDF, make_image, upload

pytestmark = pytest.mark.django_db


def stored(kind: str, value: dict) -> dict:
    problems = []
    body = BodyBlock().to_python([{"type": kind, "value": value, "id": "b1"}])
    (block,) = read_stream(body, problems, inside="body")
    assert problems == []
    assert block.pop("id") == "b1"
    return block


def item(identifier: str, value: object) -> dict:
    return {"type": "item", "id": identifier, "value": value}


def test_heading():
    assert stored("heading", {"text": "Como pedir?", "level": "3", "anchor": ""}) == {
        "__typename": "HeadingBlock",
        "text": "Como pedir?",
        "level": 3,
        "anchor": "como-pedir",
    }


def test_text():
    assert stored("text", {"text": "<p>Um <b>dois</b></p>"}) == {
        "__typename": "ParagraphsBlock",
        "richText": {"html": "<p>Um <b>dois</b></p>", "text": "Um dois"},
    }


def test_image_with_caption():
    image = make_image()

    assert stored("image", {"image": image.pk, "caption": "Legenda", "alt_text": "Outras", "decorative": False}) == {
        "__typename": "ImageCaptionBlock",
        "image": f"Image:{image.pk}",
        "caption": "Legenda",
        "altText": "Outras",
        "decorative": False,
    }


def test_an_image_with_caption_that_lost_its_image():
    assert stored("image", {"image": 999_999, "caption": "Legenda", "alt_text": "x", "decorative": True}) == {
        "__typename": "ImageCaptionBlock",
        "image": None,
        "caption": "Legenda",
        "altText": "",
        "decorative": True,
    }


def test_gallery():
    one, two = make_image(), make_image()
    images = [item("i1", {"image": one.pk, "caption": "Um"}), item("i2", {"image": two.pk, "decorative": True})]

    assert stored("gallery", {"title": "Galeria", "images": images}) == {
        "__typename": "GalleryBlock",
        "title": "Galeria",
        "images": [
            {
                "__typename": "ImageCaptionBlock",
                "id": "i1",
                "image": f"Image:{one.pk}",
                "caption": "Um",
                "altText": "",
                "decorative": False,
            },
            {
                "__typename": "ImageCaptionBlock",
                "id": "i2",
                "image": f"Image:{two.pk}",
                "caption": "",
                "altText": "",
                "decorative": True,
            },
        ],
    }


def test_video():
    value = {"title": "Vídeo", "url": "https://vimeo.com/76979871", "caption": "", "transcript": "Olá"}

    assert stored("video", value) == {
        "__typename": "VideoEmbedBlock",
        "title": "Vídeo",
        "url": "https://vimeo.com/76979871",
        "provider": "VIMEO",
        "videoId": "76979871",
        "caption": "",
        "transcript": "Olá",
    }


def test_quotation():
    assert stored("quote", {"text": "Palavras", "who": "Exemplo", "source": "", "source_url": ""}) == {
        "__typename": "QuoteBlock",
        "text": "Palavras",
        "who": "Exemplo",
        "source": "",
        "sourceUrl": "",
    }


def test_steps():
    steps = [item("s1", {"title": "Inscreva-se", "text": "<p>Aqui</p>"}), item("s2", {"title": "Venha", "text": ""})]

    assert stored("steps", {"title": "", "steps": steps}) == {
        "__typename": "StepsBlock",
        "title": "",
        "steps": [
            {
                "__typename": "StepBlock",
                "id": "s1",
                "title": "Inscreva-se",
                "text": {"html": "<p>Aqui</p>", "text": "Aqui"},
            },
            {"__typename": "StepBlock", "id": "s2", "title": "Venha", "text": None},
        ],
    }


def test_accordion():
    panels = [item("p1", {"title": "Quanto custa?", "text": "<p>Nada.</p>"})]

    assert stored("accordion", {"title": "Perguntas", "panels": panels}) == {
        "__typename": "AccordionBlock",
        "title": "Perguntas",
        "panels": [
            {
                "__typename": "AccordionPanelBlock",
                "id": "p1",
                "title": "Quanto custa?",
                "text": {"html": "<p>Nada.</p>", "text": "Nada."},
            }
        ],
    }


def test_table():
    table = {
        "caption": "Participação",
        "columns": [{"type": "text", "heading": "Grupo"}, {"type": "number", "heading": "Pessoas"}],
        "rows": [{"values": ["Jovens", "1 520"]}, {"values": ["Formação", ""]}],
    }

    assert stored("table", {"table": table, "header_column": True, "source": "Exemplo"}) == {
        "__typename": "TableBlock",
        "caption": "Participação",
        "headerRow": ["Grupo", "Pessoas"],
        "headerColumn": True,
        "rows": [
            {"__typename": "TableRowBlock", "id": "1", "cells": ["Jovens", "1 520"]},
            {"__typename": "TableRowBlock", "id": "2", "cells": ["Formação", ""]},
        ],
        "source": "Exemplo",
    }


def test_figures():
    figure = {
        "value": "7 000",
        "unit": "",
        "caption": "participantes",
        "source": "Exemplo",
        "source_url": "https://example.org/",
        "date": "2021-03-01",
    }

    assert stored("figures", {"title": "", "figures": [item("f1", figure)]}) == {
        "__typename": "FiguresBlock",
        "title": "",
        "figures": [
            {
                "__typename": "FigureBlock",
                "id": "f1",
                "value": "7 000",
                "unit": "",
                "caption": "participantes",
                "source": "Exemplo",
                "sourceUrl": "https://example.org/",
                "date": "2021-03-01",
            }
        ],
    }


def test_call_to_action():
    page = factories.news()

    assert stored("call_to_action", {"title": "", "text": "", "action": "Veja", "page": page.pk, "url": ""}) == {
        "__typename": "CallToActionBlock",
        "title": "",
        "text": "",
        "action": "Veja",
        "page": f"NewsPage:{page.pk}",
        "url": "",
    }


def test_downloads():
    document = Document.objects.create(title="Relatório", file=upload(PDF, "relatorio.pdf"))

    assert stored("downloads", {"title": "", "documents": [item("d1", document.pk), item("d2", 999_999)]}) == {
        "__typename": "DownloadsBlock",
        "title": "",
        "documents": [f"Document:{document.pk}"],
    }


def test_related_pages():
    page = factories.news()
    plain = Site.objects.get(is_default_site=True).root_page.add_child(instance=Page(title="Sem tipo público"))

    assert stored("related_pages", {"title": "", "pages": [item("r1", plain.pk), item("r2", page.pk)]}) == {
        "__typename": "RelatedPagesBlock",
        "title": "",
        "pages": [f"NewsPage:{page.pk}"],
    }


def test_code():
    assert stored("code", {"language": "python", "code": "print(1)\n"}) == {
        "__typename": "CodeBlock",
        "language": "python",
        "code": "print(1)\n",
    }
