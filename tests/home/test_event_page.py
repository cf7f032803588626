"""Events on the site: when in words, whose time, whether they take place, and the file for one's own calendar."""

from datetime import UTC, datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from content.models import EventAgendaItem, EventSpeaker
from tests import factories

pytestmark = pytest.mark.django_db

IN_WINTER = datetime(2031, 1, 14, 10, 0, tzinfo=UTC)


def read(client, event):
    answer = client.get(event.url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(element):
    for line_break in element.select("br"):
        line_break.replace_with(" ")
    return " ".join(element.get_text().split())


def facts(page):
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
    assert found["Hora"] == "10:00\N{EN DASH}12:00"
    assert found["Formato"] == "Presencial"
    assert found["Local"] == "Sala Exemplo Rua Um, 1 Lisboa"
    assert found["Lugares"] == "40"


def test_an_event_over_several_days_says_when_it_begins_and_ends(client):
    event = factories.event(
        starts_at=IN_WINTER, ends_at=IN_WINTER + timedelta(days=2), parent=factories.event_index("en")
    )

    found = facts(read(client, event))

    assert found["Starts"] == "14 January 2031, 10:00"
    assert found["Ends"] == "16 January 2031, 10:00"


@pytest.mark.parametrize(
    ("code", "zone", "hours"),
    [
        ("pt", "Atlantic/Azores", "09:00, hora dos Açores"),
        ("en", "Atlantic/Azores", "09:00, Azores time"),
        ("pt", "Europe/Brussels", "11:00, hora de Bruxelas"),
        ("pt", "America/Sao_Paulo", "07:00, hora de Sao Paulo"),
        ("en", "America/Sao_Paulo", "07:00, Sao Paulo time"),
        ("pt", "Atlantic/Madeira", "10:00"),  # the same time as that of the site
    ],
)
def test_an_event_in_another_zone_names_it(client, code, zone, hours):
    event = factories.event(starts_at=IN_WINTER, time_zone=zone, parent=factories.event_index(code))

    assert facts(read(client, event))[{"pt": "Começa", "en": "Starts"}[code]] == hours


@pytest.mark.parametrize("form", ["online", "both"])
def test_whoever_joins_from_elsewhere_is_told_whose_time_it_is(client, form):
    hours = {"starts_at": IN_WINTER, "ends_at": IN_WINTER + timedelta(hours=2), "format": form}

    assert facts(read(client, factories.event(**hours)))["Hora"] == "10:00\N{EN DASH}12:00, hora de Lisboa"
    several = factories.event(**{**hours, "ends_at": IN_WINTER + timedelta(days=1)})
    assert facts(read(client, several))["Termina"] == "15 de janeiro de 2031, 10:00, hora de Lisboa"


def test_summer_time_is_that_of_the_day_of_the_event(client):
    event = factories.event(starts_at=datetime(2031, 7, 14, 9, 0, tzinfo=UTC))

    assert facts(read(client, event))["Começa"] == "10:00"


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


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_does_not_take_place_is_not_for_the_calendar(client, status):
    event = factories.event(starts_at=timezone.now() + timedelta(days=3), status=status)

    assert read(client, event).select(".facts .btn") == []


def test_a_postponed_event_does_not_pass_with_its_first_date(client):
    page = read(client, factories.event(starts_at=timezone.now() - timedelta(days=3), status="postponed"))

    assert [badge.get_text() for badge in page.select(".badge")] == ["Adiado"]
    assert "Data inicialmente prevista" in facts(page)


def test_an_event_that_has_begun_and_not_ended_is_happening(client):
    now = timezone.now()
    page = read(client, factories.event(starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1)))

    assert [badge.get_text() for badge in page.select(".badge")] == ["Agendado", "A decorrer"]


def test_the_place_of_an_event_that_was_moved_online_is_left_out(client):
    place = {"place_name": "Sala Exemplo", "latitude": "38.72", "longitude": "-9.14"}

    assert "Local" not in facts(read(client, factories.event(status="moved-online", **place)))
    page = read(client, factories.event(**place))
    assert facts(page)["Local"] == "Sala Exemplo Ver no mapa"
    assert page.find("a", string="Ver no mapa")["href"].startswith("https://www.openstreetmap.org/?mlat=38.72")


def with_agenda(*items, **fields):
    event = factories.event(starts_at=IN_WINTER, **fields)
    event.agenda_items = [EventAgendaItem(locale=event.locale, **item) for item in items]
    event.save_revision().publish()
    return event


def test_the_programme_is_a_table_with_the_day_in_its_caption(client):
    event = with_agenda(
        {"title": "Abertura", "starts_at": time(9, 30), "ends_at": time(10, 0)},
        {"title": "Debate", "starts_at": time(10, 0), "description": "Perguntas."},
        {"title": "Fecho", "ends_at": time(13, 0)},
    )

    table = read(client, event).table

    assert words(table.caption) == "Programa de 14 de janeiro de 2031"
    assert [[words(cell) for cell in row.select("th, td")] for row in table.select("tr")] == [
        ["Hora", "O que acontece"],
        ["09:30\N{EN DASH}10:00", "Abertura"],
        ["10:00", "Debate Perguntas."],
        ["até às 13:00", "Fecho"],
    ]


def test_the_programme_of_several_days_bears_the_name_of_the_event(client):
    event = with_agenda({"title": "Módulo"}, title="Curso", ends_at=IN_WINTER + timedelta(days=2))

    table = read(client, event).table

    assert words(table.caption) == "Programa de «Curso»"
    assert [words(cell) for cell in table.select("th")] == ["O que acontece"]


def test_who_speaks_is_named_with_role_and_part(client):
    event = factories.event(starts_at=IN_WINTER, parent=factories.event_index("en"))
    person = factories.person("Pessoa Exemplo", role="Investigadora", role_en="Researcher")
    event.speakers = [EventSpeaker(person=person, part="Moderator", locale=event.locale)]
    event.save_revision().publish()

    section = read(client, event).find(id="section-speakers").parent

    assert [words(one) for one in section.select("li")] == ["Pessoa Exemplo, Researcher (Moderator)"]


def test_an_event_leads_to_its_series_audiences_and_topics(client):
    event = factories.event(
        starts_at=IN_WINTER,
        series=factories.event_series("Encontros", slug="encontros"),
        audiences=[factories.audience("Jovens", slug="jovens")],
        topics=[factories.topic("Redes", slug="redes")],
    )

    page = read(client, event)

    for text, address in [
        ("Encontros", "/pt/series/encontros/"),
        ("Jovens", "/pt/publicos/jovens/"),
        ("Redes", "/pt/temas/redes/"),
    ]:
        assert page.main.find("a", string=text)["href"] == address
