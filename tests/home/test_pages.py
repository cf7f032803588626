"""Every type of page through the public site: it answers, names itself, and keeps to itself what is not public."""

from datetime import UTC, datetime

import pytest

from content import models as content
from home.models import HomePage
from tests import factories
from tests.home.parsed import body, get, store, words

pytestmark = pytest.mark.django_db


def test_the_site_begins_with_a_home_page_in_each_language():
    pt, en = factories.home_page("pt"), factories.home_page("en")

    assert pt.translation_key == en.translation_key
    assert factories.default_site().root_page_id == pt.pk
    assert factories.default_site().site_name == "LabX"
    assert (pt.url, en.url) == ("/pt/", "/en/")
    assert HomePage.objects.count() == 2


@pytest.mark.parametrize(
    ("code", "skip", "languages"),
    [("pt", "Saltar para o conteúdo", "Idiomas"), ("en", "Skip to the content", "Languages")],
)
def test_a_home_page_speaks_its_language_and_leads_to_the_other(client, code, skip, languages):
    page = get(client, f"/{code}/")

    assert page.html["lang"] == code
    assert (words(page.select_one("a.skip")), page.select_one("a.skip")["href"]) == (skip, "#content")
    nav = page.select_one("nav.lang")
    assert nav["aria-label"] == languages
    assert [(one["href"], one["hreflang"], one.get("aria-current")) for one in nav.select("a")] == [
        ("/pt/", "pt", "true" if code == "pt" else None),
        ("/en/", "en", "true" if code == "en" else None),
    ]


@pytest.mark.parametrize(
    "make",
    [
        factories.service_index,
        factories.news_index,
        factories.guide_index,
        factories.event_index,
        factories.service,
        factories.news,
        factories.guide,
        factories.chapter,
        factories.event,
        factories.section,
        factories.standard,
    ],
)
def test_every_page_type_answers_with_its_title_summary_and_way_back(client, make):
    made = store(make)

    page = get(client, made.url)

    assert words(page.h1).endswith(made.title)  # chapters are numbered
    assert words(page.select_one(".lead")) == "Em resumo."
    assert page.title.text.startswith(made.title)
    assert (words(page.select_one(".crumbs a")), page.select_one(".crumbs a")["href"]) == ("Início", "/pt/")
    assert page.select_one(".crumbs [aria-current=page]").text == made.title
    assert words(page.select_one(".updated")).startswith("Última atualização: ")


def test_a_section_lists_the_pages_below_it_in_their_order(client):
    def make():
        section = factories.section(title="Sobre")
        return section, [factories.standard(parent=section, title=title) for title in ("Um", "Dois")]

    section, (first, second) = store(make)

    rows = get(client, section.url).select("ul.rows > li")

    assert [(words(one.select_one("h3")), one.a["href"], words(one.p)) for one in rows] == [
        ("Um", first.url, "Em resumo."),
        ("Dois", second.url, "Em resumo."),
    ]


def test_a_page_without_pages_below_it_lists_none(client):
    page = get(client, store(factories.standard).url)

    assert page.select("main h2, ul.rows") == []


def test_an_event_never_shows_its_online_link(client):
    event = store(
        lambda: factories.event(
            starts_at=datetime(2026, 3, 1, 10, tzinfo=UTC), online_link="https://example.org/sala-secreta"
        )
    )

    assert "sala-secreta" not in str(get(client, event.url))


def test_what_is_not_public_is_not_on_the_page_of_something_that_is(client):
    draft = {"live": False}

    def make():
        page = factories.event(
            topics=[factories.topic("Segredo tema", **draft)],
            audiences=[factories.audience("Segredo público", **draft)],
            organisers=[factories.organisation("Segredo entidade", **draft)],
            series=factories.event_series("Segredo série", **draft),
            review_date="2030-01-01",
        )
        person = factories.person("Segredo pessoa", **draft)
        content.EventSpeaker.objects.create(page=page, person=person, locale=page.locale)
        content.EventPage.objects.get(pk=page.pk).save_revision().publish()
        return page

    answer = str(get(client, store(make).url))

    assert "Segredo" not in answer
    assert "2030" not in answer


def test_a_draft_page_answers_404_and_is_on_no_other_page(client):
    def make():
        draft = factories.news(live=False, title="Por publicar")
        related = ("related_pages", {"title": "Ver também", "pages": [draft.pk]})
        return draft, factories.standard(body=body(related))

    draft, page = store(make)

    assert client.get(f"{factories.news_index().url}{draft.slug}/").status_code == 404
    assert "Por publicar" not in str(get(client, factories.news_index().url))
    assert "Por publicar" not in str(get(client, page.url))
