"""All blocks on one page, in a real browser: axe finds nothing against WCAG 2.2 AA."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from wagtail.models import Page, Site

from content.blocks.body import BodyBlock
from content.models import Document
from tests.content.pictures import PDF, make_image, upload

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def body_of_every_block() -> str:
    image = make_image()
    document = Document.objects.create(title="Relatório", file=upload(PDF, "relatorio.pdf"), file_size=len(PDF))
    related = Site.objects.get(is_default_site=True).root_page.add_child(instance=Page(title="Relacionada"))
    captioned = {"image": image.pk, "caption": "Legenda", "alt_text": "", "decorative": False}
    values = {
        "image": captioned,
        "gallery": {"title": "Galeria", "images": [captioned, {**captioned, "decorative": True}]},
        "downloads": {"title": "Documentos", "documents": [document.pk]},
        "related_pages": {"title": "Ver também", "pages": [related.pk]},
    }
    shown = []
    for name, block in BodyBlock().child_blocks.items():
        value = block.to_python(values[name]) if name in values else block.get_preview_value()
        shown.append(block.render(value).strip())
        assert shown[-1], name
    return "\n".join(shown)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_in_any_block(page):
    page.set_content(
        f'<!doctype html><html lang="pt"><head><title>Blocos</title></head>'
        f"<body><main><h1>Blocos</h1>{body_of_every_block()}</main></body></html>"
    )

    results = Axe().run(page, options={"runOnly": TAGS})

    assert [violation["id"] for violation in results.response["violations"]] == []
