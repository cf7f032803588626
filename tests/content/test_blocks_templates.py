"""The plain template of each block: what it shows, what it keeps to itself."""

import re

import pytest
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from content.blocks.body import BodyBlock
from content.models import Document
from content.tasks import make_missing_renditions
from content.visibility import is_public_member, public_pages
from tests.content.pictures import PDF, make_image, picture_bytes, upload


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def show(kind: str, value: dict) -> str:
    """Render one block and squeeze the white space."""
    (child,) = BodyBlock().to_python([{"type": kind, "value": value, "id": "a"}])
    return re.sub(r"\s+", " ", child.render()).strip()


def add_page(title: str, **fields) -> Page:
    root = Site.objects.get(is_default_site=True).root_page
    return root.add_child(instance=Page(title=title, **fields))


def test_a_heading_has_its_level_and_anchor():
    assert show("heading", {"text": "Como pedir?", "level": 3, "anchor": ""}) == '<h3 id="como-pedir">Como pedir?</h3>'


def test_a_quotation_names_who_said_it_and_where():
    value = {"text": "Um\nDois", "who": "Exemplo", "source": "Relatório", "source_url": "https://example.org/"}

    assert show("quote", value) == (
        '<figure> <blockquote cite="https://example.org/"><p>Um<br>Dois</p></blockquote> '
        '<figcaption>Exemplo, <a href="https://example.org/">Relatório</a></figcaption> </figure>'
    )


def test_code_is_shown_as_it_is_and_never_run():
    shown = show("code", {"language": "html", "code": "<script>alert(1)</script>"})

    assert shown == ('<pre tabindex="0"><code class="language-html">&lt;script&gt;alert(1)&lt;/script&gt;</code></pre>')


def test_steps_are_an_ordered_list():
    value = {
        "title": "Passos",
        "steps": [{"title": "Inscreva-se", "text": "<p>Aqui</p>"}, {"title": "Venha", "text": ""}],
    }

    assert show("steps", value) == (
        "<p><strong>Passos</strong></p> <ol> <li><p><strong>Inscreva-se</strong></p><p>Aqui</p></li> "
        "<li><p><strong>Venha</strong></p></li> </ol>"
    )


def test_an_accordion_opens_without_scripts():
    shown = show("accordion", {"title": "", "panels": [{"title": "Quanto custa?", "text": "<p>Nada.</p>"}]})

    assert shown == "<details><summary>Quanto custa?</summary><p>Nada.</p></details>"


def test_figures_name_their_source_and_day():
    figure = {
        "value": "14",
        "unit": "projetos",
        "caption": "Projetos",
        "source": "Exemplo",
        "source_url": "",
        "date": "2021-03-01",
    }

    shown = show("figures", {"title": "", "figures": [figure]})

    assert "<dt>Projetos</dt> <dd><strong>14 projetos</strong></dd>" in shown
    assert "Exemplo, 1 de Março de 2021" in shown


@pytest.mark.django_db
class TestImages:
    def test_an_image_shows_its_preset_with_size_and_words(self):
        image = make_image(content=picture_bytes(size=(1600, 1200)), credit="Exemplo")
        make_missing_renditions(image)

        shown = show("image", {"image": image.pk, "caption": "Legenda", "alt_text": "", "decorative": False})

        hero = image.published_renditions["HERO"]["webp"]
        assert shown == (
            f'<figure> <img src="{hero["url"]}" alt="Um quadro" width="1600" height="800" loading="lazy"> '
            "<figcaption>Legenda <small>Exemplo</small></figcaption> </figure>"
        )

    def test_an_image_without_presets_shows_its_original_and_makes_none(self):
        image = make_image()

        shown = show("image", {"image": image.pk, "caption": "", "alt_text": "Outras palavras", "decorative": False})

        assert f'src="{image.original_url}" alt="Outras palavras"' in shown
        assert image.renditions.count() == 0

    def test_a_decorative_image_has_an_empty_alternative_text(self):
        shown = show("image", {"image": make_image().pk, "caption": "", "alt_text": "x", "decorative": True})

        assert 'alt=""' in shown

    def test_an_image_of_a_restricted_collection_is_not_shown(self):
        parent = Collection.get_first_root_node().add_child(name="Reservada")
        inside = parent.add_child(name="Dentro")
        CollectionViewRestriction.objects.create(collection=parent, restriction_type="login")
        image = make_image(collection=inside)

        assert show("image", {"image": image.pk, "caption": "Segredo", "alt_text": "", "decorative": False}) == ""

    def test_an_image_that_is_gone_is_not_shown(self):
        assert show("image", {"image": 999_999, "caption": "Legenda", "alt_text": "", "decorative": False}) == ""

    def test_a_gallery_is_a_list_of_images(self):
        one, two = make_image(title="Um"), make_image(title="Dois")
        value = {"title": "Galeria", "images": [{"image": image.pk, "caption": image.title} for image in (one, two)]}

        shown = show("gallery", value)

        assert shown.count("<li><figure>") == 2
        assert '<section aria-label="Galeria">' in shown


@pytest.mark.django_db
class TestLinks:
    def test_related_pages_are_only_those_that_anybody_may_read(self):
        public = add_page("Pública")
        draft = add_page("Rascunho", live=False)
        private = add_page("Reservada")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        below = private.add_child(instance=Page(title="Abaixo"))

        shown = show("related_pages", {"title": "", "pages": [draft.pk, public.pk, private.pk, below.pk, 999_999]})

        assert re.findall(r">([^<>]+)</a>", shown) == ["Pública"]
        assert public_pages([draft, public, None, below]) == [public]

    def test_related_pages_without_a_public_one_show_nothing(self):
        draft = add_page("Rascunho", live=False)

        assert show("related_pages", {"title": "Ver também", "pages": [draft.pk]}) == ""

    def test_a_call_to_action_leads_to_its_page_or_address(self):
        page = add_page("Mentoria")

        to_page = show("call_to_action", {"title": "", "text": "", "action": "Peça", "page": page.pk, "url": ""})
        elsewhere = show(
            "call_to_action", {"title": "", "text": "", "action": "Veja", "page": None, "url": "https://example.org/"}
        )

        assert to_page == f'<div> <p><a href="{page.url}">Peça</a></p> </div>'
        assert elsewhere == '<div> <p><a href="https://example.org/">Veja</a></p> </div>'

    def test_a_call_to_action_to_a_draft_is_not_shown(self):
        draft = add_page("Rascunho", live=False)

        assert show("call_to_action", {"title": "T", "text": "", "action": "Peça", "page": draft.pk, "url": ""}) == ""

    def test_downloads_show_language_type_and_size(self):
        file = upload(PDF + b" " * 2000, "relatorio.pdf")
        document = Document.objects.create(title="Relatório", language="en", file=file)

        shown = show("downloads", {"title": "Documentos", "documents": [document.pk]})

        assert f'<a href="{document.url}" hreflang="en">Relatório</a> (PDF, 2,0\xa0KB)'.replace("\xa0", " ") in shown

    def test_downloads_of_a_restricted_collection_are_not_shown(self):
        collection = Collection.get_first_root_node().add_child(name="Reservada")
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        document = Document.objects.create(title="Segredo", file=upload(PDF, "segredo.pdf"), collection=collection)

        assert show("downloads", {"title": "Documentos", "documents": [document.pk]}) == ""
        assert is_public_member(document) is False


@pytest.mark.parametrize(
    ("page", "url", "code"), [(None, "", "no_target"), ("page", "https://example.org/", "two_targets")]
)
@pytest.mark.django_db
def test_a_call_to_action_has_exactly_one_target(page, url, code):
    block = BodyBlock().child_blocks["call_to_action"]
    target = add_page("Página").pk if page else None
    value = block.to_python({"title": "", "text": "", "action": "Peça", "page": target, "url": url})

    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(value)

    (problem,) = caught.value.block_errors.values()
    assert problem.code == code
