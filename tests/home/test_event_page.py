"""Events on the site: when in words, whose time, whether they take place, and the file for one's own calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from tests import factories

pytestmark = pytest.mark.django_db

IN_WINTER = datetime(2031, 1, 14, 10, 0, tzinfo=UTC)


def read(client, event):
    answer = client.get(event.url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def facts(page):
    def words(element):
        return " ".join(element.get_text(" ").replace("\xa0", " ").split())

    return {words(term): words(term.find_next("dd")) for term in page.select(".facts dt")}


def test_an_event_says_day_hours_place_and_places(client):
    event = factories.event(
        starts_at=IN_WINTER,
        ends_at=IN_WINTER + timedelta(hours=2),
        format="on-site",
        place_name="Sala Exemplo",
        place_address="Rua Um, 1\nLisboa",
        capacity=40,
    )

    found = facts(read(client, event))

    assert found["Data"] == "terça-feira, 14 de janeiro de 2031"
    assert found["Hora"] == "10:00 \N{EN DASH} 12:00"
    assert found["Formato"] == "Presencial"
    assert found["Local"] == "Sala Exemplo Rua Um, 1 Lisboa"
    assert found["Lugares"] == "40"
    assert "Fuso horário" not in found


def test_an_event_over_several_days_says_when_it_begins_and_ends(client):
    event = factories.event(
        starts_at=IN_WINTER, ends_at=IN_WINTER + timedelta(days=2), parent=factories.event_index("en")
    )

    found = facts(read(client, event))

    assert found["Begins"] == "14 January 2031, 10:00"
    assert found["Ends"] == "16 January 2031, 10:00"


def test_an_event_in_another_zone_names_it(client):
    event = factories.event(starts_at=IN_WINTER, time_zone="Atlantic/Azores")

    found = facts(read(client, event))

    assert found["Fuso horário"] == "Hora local de Azores"
    assert found["Hora"] == "09:00"


def test_summer_time_is_that_of_the_day_of_the_event(client):
    event = factories.event(starts_at=datetime(2031, 7, 14, 9, 0, tzinfo=UTC))

    assert facts(read(client, event))["Hora"] == "10:00"


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("cancelled", "Este evento foi cancelado."),
        ("postponed", "Este evento foi adiado."),
        ("moved-online", "Este evento passou para formato em linha."),
    ],
)
def test_an_event_that_does_not_take_place_as_planned_says_so_on_top(client, status, sentence):
    page = read(client, factories.event(starts_at=IN_WINTER, status=status))

    assert page.select_one(".pagehead .badge").get_text() != "Agendado"
    assert page.select_one(".note strong").get_text() == sentence


def test_an_event_that_is_over_says_so_and_is_no_longer_for_the_calendar(client):
    past = factories.event(starts_at=timezone.now() - timedelta(days=3), ends_at=timezone.now() - timedelta(days=2))
    coming = factories.event(starts_at=timezone.now() + timedelta(days=3))

    assert read(client, past).select_one(".note").get_text() == "Este evento já se realizou."
    assert read(client, past).find("a", href=f"{past.url}event.ics") is None
    link = read(client, coming).find("a", href=f"{coming.url}event.ics")
    assert client.get(link["href"])["Content-Type"] == "text/calendar; charset=utf-8"
