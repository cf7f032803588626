"""What an editor sees of a draft: the page as visitors will see it, kept by nobody, seen by nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from published.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    client = Client()
    client.force_login(factories.administrator())
    return client


def view_draft(client, page):
    return client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))


def write_draft(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(clean=False)


def test_a_draft_is_shown_as_the_public_page_will_be(editor, client):
    news = factories.news(title="Hoje")
    write_draft(news, title="Amanhã", summary="Ainda não.")

    answer = view_draft(editor, news)
    words = answer.content.decode()

    assert answer.status_code == 200
    assert "<h1>Amanhã</h1>" in words
    assert "Ainda não." in words
    assert {"private", "no-store"} <= {one.strip() for one in answer["Cache-Control"].split(",")}
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "<h1>Hoje</h1>" in client.get(news.url).content.decode()


def test_a_draft_that_was_never_published_is_shown_too(editor, client):
    news = factories.news(title="Em segredo", live=False)

    assert "<h1>Em segredo</h1>" in view_draft(editor, news).content.decode()
    assert not Entry.objects.filter(key=f"NewsPage:{news.pk}").exists()
    assert client.get(f"/pt/{news.slug}/").status_code == 404


@pytest.mark.parametrize(
    "make",
    [
        factories.service,
        factories.news,
        factories.guide,
        factories.chapter,
        factories.event,
        factories.section,
        factories.standard,
        factories.news_index,
        factories.event_index,
        factories.service_index,
        factories.guide_index,
        factories.home_page,
    ],
)
def test_every_page_type_has_a_preview(editor, make):
    page = make()
    write_draft(page, title="Título do rascunho", **({"hero_title": ""} if make is factories.home_page else {}))

    assert "Título do rascunho</h1>" in view_draft(editor, page).content.decode()


def test_a_draft_with_something_missing_says_what(editor):
    event = factories.event(title="Sem data")
    write_draft(event, starts_at=None)

    answer = view_draft(editor, event)

    assert answer.status_code == 200
    assert "<h1>Este rascunho ainda não pode ser mostrado</h1>" in answer.content.decode()
    assert "<strong>início</strong>" in answer.content.decode().lower()


def test_previews_are_offered_at_the_three_widths_of_the_design():
    assert [size["device_width"] for size in factories.news().preview_sizes] == [320, 768, 1280]


def test_the_draft_of_a_chapter_stands_among_those_of_its_guide(editor):
    guide = factories.guide()
    factories.chapter(parent=guide, title="Um")
    draft = factories.chapter(parent=guide, title="Dois", live=False)

    words = view_draft(editor, draft).content.decode()

    assert words.index("1. Um</a>") < words.index('aria-current="page">2. Dois</a>')
