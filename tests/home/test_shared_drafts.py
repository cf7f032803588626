"""A draft on the website, for who has a link to it: strangers, without a cookie, until it ends."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from api.previews.models import Audience
from home.website.addresses import shared_draft
from published.publication import publication
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)


@pytest.fixture
def news():
    with publication():
        return factories.news(title="Hoje")


def write_draft(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(clean=False)


def link_to(page, **fields):
    return factories.preview_link(f"{type(page).__name__}:{page.pk}", **fields)


def address_of(link):
    return shared_draft(link.token, link.page.locale.language_code)


def test_who_has_the_link_sees_the_draft_as_the_page_will_be_and_until_when(client, news):
    write_draft(news, title="Amanhã")
    link = link_to(news, expires_at=datetime(2026, 3, 9, 10, 30, tzinfo=UTC))

    with time_machine.travel(NOW, tick=False):
        answer = client.get(address_of(link))
        words = answer.content.decode()

        assert answer.status_code == 200
        assert "<h1>Amanhã</h1>" in words
        assert "Isto é um rascunho, não está publicado." in words
        assert "A ligação termina a " in words
        assert "9\N{NO-BREAK SPACE}de março de 2026, 10:30</time>." in words
        assert '<html lang="pt">' in words
        assert "<h1>Hoje</h1>" in client.get(news.get_url()).content.decode()


def test_a_draft_in_english_speaks_english_at_either_address(client):
    draft = factories.news(parent=factories.news_index("en"), title="Tomorrow", live=False)
    token = link_to(draft).token

    for locale in ("pt", "en"):
        answer = client.get(shared_draft(token, locale))
        assert "This is a draft, not published." in answer.content.decode()
        assert '<html lang="en">' in answer.content.decode()
        assert answer["Content-Language"] == "en"


def test_nobody_keeps_it_nobody_lists_it_and_nobody_is_followed(client, news):
    answer = client.get(address_of(link_to(news)))

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert 'rel="canonical"' not in answer.content.decode()
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert not answer.has_header("ETag")
    assert not answer.cookies


def test_an_editor_who_is_signed_in_sees_what_strangers_see(news):
    editor = Client()
    editor.force_login(factories.administrator())
    address = address_of(link_to(news))

    assert editor.get(address).content == Client().get(address).content
    assert "wagtail-userbar" not in editor.get(address).content.decode()


def test_once_the_page_is_published_the_line_above_says_so(client, news):
    words = client.get(address_of(link_to(news))).content.decode()

    assert "Entretanto, esta página foi publicada." in words
    assert "rascunho, não" not in words


def test_what_is_private_around_the_draft_stays_private(client):
    section = factories.section(title="Segredo da secção")
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    factories.standard(parent=section, title="Segredo ao lado")
    draft = factories.standard(parent=section, title="Rascunho", live=False)

    words = client.get(address_of(link_to(draft))).content.decode()

    assert "<h1>Rascunho</h1>" in words
    assert "Segredo" not in words


def test_an_unfinished_draft_says_what_is_missing(client):
    event = factories.event(title="Sem data")
    write_draft(event, starts_at=None)

    answer = client.get(address_of(link_to(event)))

    assert answer.status_code == 200
    assert "<h1>Este rascunho ainda não pode ser mostrado</h1>" in answer.content.decode()
    assert "<strong>início</strong>" in answer.content.decode().lower()
    assert "A ligação termina a " in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "why", ["forged", "cut off", "expired", "revoked", "of a deleted page", "for apps only", "nothing like a token"]
)
def test_a_link_that_shows_nothing_says_so_and_nothing_else(client, news, why):
    link = link_to(news)
    token = link.token
    if why == "forged":
        token = token[:-1] + ("a" if token[-1] != "a" else "b")
    elif why == "cut off":
        token = token[:-5]
    elif why == "expired":
        token = link_to(news, expires_at=timezone.now() - timedelta(seconds=1)).token
    elif why == "revoked":
        token = link_to(news, revoked_at=timezone.now()).token
    elif why == "of a deleted page":
        other = factories.news()
        token = link_to(other).token
        other.delete()
    elif why == "for apps only":
        token = link_to(news, audience=Audience.APPS).token
    else:
        token = "draft_x"

    answer = client.get(shared_draft(token, "pt"))
    words = answer.content.decode()

    assert answer.status_code == 404
    assert "<h1>Esta ligação não mostra nada</h1>" in words
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    # The way to the language it is in is the address that was asked.
    assert words.replace(token, "draft_") == client.get(shared_draft("draft_", "pt")).content.decode()
    assert "<h1>This link shows nothing</h1>" in client.get(shared_draft(token, "en")).content.decode()


def test_looking_is_counted_asking_for_headers_is_not(client, news):
    link = link_to(news)

    client.get(address_of(link))
    client.head(address_of(link))

    link.refresh_from_db()
    assert link.opened == 1
    assert client.post(address_of(link)).status_code == 405


@pytest.mark.parametrize("make", [factories.home_page, factories.news_index, factories.guide, factories.chapter])
def test_pages_of_every_kind_are_shown(client, make):
    page = make()
    write_draft(page, title="Título do rascunho", **({"hero_title": ""} if make is factories.home_page else {}))

    assert "Título do rascunho</h1>" in client.get(address_of(link_to(page))).content.decode()


def test_a_page_of_the_tree_whose_address_begins_alike_stays_where_it_is(client):
    with publication():
        section = factories.section(title="Rascunhos", slug="rascunho")
        page = factories.standard(parent=section, title="Um texto", slug="texto")

    assert client.get(page.get_url()).status_code == 200
