"""Every block through the admin's own page form: what an editor types is what the page holds."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from content.models import NewsPage
from tests import factories
from tests.content.pictures import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def list_of(*values: object) -> dict:
    """The form data of a list block."""
    data: dict = {"count": str(len(values))}
    for number, value in enumerate(values):
        data[str(number)] = {"value": value, "deleted": "", "order": str(number), "id": ""}
    return data


def grid() -> dict:
    return {
        "caption": "Participação",
        "column-count": "2",
        "row-count": "1",
        "column-0-type": "text",
        "column-0-order": "0",
        "column-0-deleted": "",
        "column-0-heading": "Grupo",
        "column-1-type": "number",
        "column-1-order": "1",
        "column-1-deleted": "",
        "column-1-heading": "Pessoas",
        "row-0-order": "0",
        "row-0-deleted": "",
        "cell-0-0": "Jovens",
        "cell-0-1": "1 520",
    }


def form_data(**fields) -> dict:
    return nested_form_data(
        {
            "title": "Notícia",
            "slug": "noticia",
            "summary": "Em resumo.",
            "change_notes": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"},
            "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"},
            "published_on": "2026-01-02 10:00",
            "action-publish": "on",
            **fields,
        }
    )


def test_every_block_typed_into_the_form_is_published(client):
    client.force_login(factories.administrator())
    index = factories.news_index()
    image, other = make_image(), make_image()
    document = factories.document()
    step = {"title": "Um", "text": rich_text("")}
    figure = {
        "value": "14",
        "unit": "",
        "caption": "projetos",
        "source": "Exemplo",
        "source_url": "",
        "date": "2021-03-01",
    }
    captioned = {"image": image.pk, "caption": "Legenda", "alt_text": ""}
    decorative = {"image": other.pk, "caption": "", "alt_text": "", "decorative": "on"}
    typed = [
        ("heading", {"text": "Como pedir", "level": "2", "anchor": ""}),
        ("text", {"text": rich_text("<p>Palavras</p>")}),
        ("image", captioned),
        ("gallery", {"title": "", "images": list_of(captioned, decorative)}),
        ("video", {"title": "Vídeo", "url": "https://youtu.be/aqz-KE-bpKQ", "caption": "", "transcript": "Olá"}),
        ("quote", {"text": "Disse", "who": "Exemplo", "source": "", "source_url": ""}),
        ("steps", {"title": "", "steps": list_of(step, step)}),
        ("accordion", {"title": "", "panels": list_of({"title": "Quanto?", "text": rich_text("<p>Nada</p>")})}),
        ("table", {"table": grid(), "header_column": "on", "source": ""}),
        ("figures", {"title": "", "figures": list_of(figure)}),
        ("call_to_action", {"title": "", "text": "", "action": "Veja", "page": index.pk, "url": ""}),
        ("downloads", {"title": "", "documents": list_of(document.pk)}),
        ("related_pages", {"title": "", "pages": list_of(index.pk)}),
        ("code", {"language": "json", "code": "{}"}),
    ]

    response = client.post(
        reverse("wagtailadmin_pages:add", args=["content", "newspage", index.pk]), form_data(body=streamfield(typed))
    )

    assert response.status_code == 302, response.context["form"].errors
    page = NewsPage.objects.get(slug="noticia")
    assert page.live is True
    assert [child.block_type for child in page.body] == [kind for kind, _value in typed]
    held = {child.block_type: child.value for child in page.body}
    assert (held["heading"]["level"], held["heading"]["anchor"]) == (2, "como-pedir")
    assert [item["decorative"] for item in held["gallery"]["images"]] == [False, True]
    assert held["table"].header_row == ["Grupo", "Pessoas"]
    assert list(held["table"].rows[0]["cells"]) == ["Jovens", "1 520"]
    assert held["figures"]["figures"][0]["date"].isoformat() == "2021-03-01"
    assert all(child.id for child in page.body)

    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert form.status_code == 200


def test_a_table_without_a_caption_is_an_error_at_the_table_and_nothing_is_saved(client):
    client.force_login(factories.administrator())
    index = factories.news_index()
    body = streamfield([("table", {"table": {**grid(), "caption": ""}, "header_column": "", "source": ""})])

    response = client.post(
        reverse("wagtailadmin_pages:add", args=["content", "newspage", index.pk]), form_data(body=body)
    )

    assert response.status_code == 200
    assert "Dê uma legenda à tabela." in json.dumps(
        response.context["form"].errors["body"].as_data()[0].as_json_data(), ensure_ascii=False, default=str
    )
    assert NewsPage.objects.filter(slug="noticia").count() == 0
