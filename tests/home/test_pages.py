from datetime import UTC, datetime

import pytest

from content import models as content
from home.models import HomePage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def words(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_site_begins_with_a_home_page_in_each_language():
    pt, en = factories.home_page("pt"), factories.home_page("en")

    assert pt.translation_key == en.translation_key
    assert factories.default_site().root_page_id == pt.pk
    assert factories.default_site().site_name == "LabX"
    assert (pt.url, en.url) == ("/pt/", "/en/")
    assert HomePage.objects.count() == 2


@pytest.mark.parametrize(
    ("code", "other", "navigation"), [("pt", "English", "Idiomas"), ("en", "Português", "Languages")]
)
def test_a_home_page_speaks_its_language_and_leads_to_the_other(client, code, other, navigation):
    answer = words(client.get(f"/{code}/"))

    assert f'<html lang="{code}">' in answer
    assert f"{other}</a>" in answer
    assert f'aria-label="{navigation}"' in answer
    assert answer.count("<h1>") == 1


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
def test_every_page_type_answers_with_its_title_and_summary(client, make):
    page = make()

    answer = words(client.get(page.url))

    assert f"<h1>{page.title}</h1>" in answer
    assert "<p>Em resumo.</p>" in answer


def test_an_event_shows_its_time_in_its_own_zone_and_never_its_online_link(client):
    event = factories.event(
        starts_at=datetime(2026, 3, 1, 10, tzinfo=UTC),
        time_zone="Atlantic/Azores",
        online_link="https://example.org/sala-secreta",
    )

    answer = words(client.get(event.url))

    assert 'datetime="2026-03-01T09:00:00-01:00"' in answer
    assert "sala-secreta" not in answer


def test_what_is_not_public_is_not_on_the_page_of_something_that_is(client):
    draft = {"live": False}
    page = factories.event(
        topics=[factories.topic("Segredo tema", **draft)],
        audiences=[factories.audience("Segredo público", **draft)],
        organisers=[factories.organisation("Segredo entidade", **draft)],
        series=factories.event_series("Segredo série", **draft),
        review_date="2030-01-01",
    )
    page.speakers = [content.EventSpeaker(person=factories.person("Segredo pessoa", **draft))]
    page.save_revision().publish()

    answer = words(client.get(page.url))

    assert "Segredo" not in answer
    assert "2030" not in answer


def test_a_draft_page_answers_404_and_is_in_no_list(client):
    draft = factories.news(live=False, title="Ainda não")

    assert client.get(f"{factories.news_index().url}{draft.slug}/").status_code == 404
    assert "Ainda não" not in words(client.get(factories.news_index().url))
