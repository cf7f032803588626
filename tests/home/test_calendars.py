"""Events in calendars: a file per event and a calendar per list, read back by a library and by hand."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from icalendar import Calendar
from wagtail.models import Site

from home.website.machines import calendars
from home.website.machines.time_zones import time_zone
from home.website.visit import Visit
from published.publication import publication
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 1, 9, 30, 15, 250_000, tzinfo=UTC)
STARTS, ENDS = datetime(2026, 3, 1, 10, tzinfo=UTC), datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def site():
    with time_machine.travel(NOW, tick=False), publication():
        factories.event_index()
        Site.objects.update(hostname="labx.example", port=443, site_name="LabX")
    call_command("rebuild_published", verbosity=0)


def event(**fields):
    with time_machine.travel(NOW, tick=False), publication():
        return factories.event(**{"title": "Encontro", "slug": "encontro", "starts_at": STARTS, **fields})


def asked(client, path, **headers):
    with time_machine.travel(NOW, tick=False):
        return client.get(path, headers=headers)


def calendar(client, path="/pt/page-index/calendar.ics"):
    answer = asked(client, path)
    assert answer.status_code == 200, answer
    return Calendar.from_ical(answer.content)


def index_path(code="pt"):
    return factories.event_index(code).url


def only_event(client, path):
    [found] = calendar(client, path).events
    return found


def unfolded(content):
    """The lines of a file as RFC 5545 folds them, read without a library; refuses what no reader has to take."""
    text = content.decode("utf-8")
    assert text.endswith("\r\n")
    assert re.search(r"(?<!\r)\n|\r(?!\n)", text) is None
    folded = text.split("\r\n")[:-1]
    assert [line for line in folded if len(line.encode()) > 75] == []
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]
    grammar = re.compile(r'[A-Z0-9-]+(;[A-Z0-9-]+=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*:[^\x00-\x08\x0b-\x1f\x7f]*')
    assert [line for line in lines if not grammar.fullmatch(line)] == []
    return lines


def open_parts(lines):
    """The parts that begin and do not end, or end out of turn."""
    opened = []
    for line in lines:
        word, _, name = line.partition(":")
        if word == "BEGIN":
            opened.append(name)
        elif word == "END" and opened[-1:] == [name]:
            opened.pop()
        elif word == "END":
            opened.append(f"END {name}")
    return opened


def test_an_event_is_a_file_with_everything_a_calendar_shows(client):
    page = event(
        ends_at=ENDS,
        time_zone="Europe/Lisbon",
        summary="Partilhar; o que se fez, e o resto.",
        place_name="Sala Nobre",
        place_address="Rua da Prata, 1\nLisboa",
        latitude="38.710000",
        longitude="-9.140000",
        topics=[factories.topic("Redes, e mais")],
        online_link="https://example.org/sala-secreta",
    )

    answer = asked(client, f"{page.url}event.ics")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="encontro.ics"'
    assert b"sala-secreta" not in answer.content
    made = Calendar.from_ical(answer.content)
    assert (made["VERSION"], made["PRODID"]) == ("2.0", "-//LabX//LabX CMS//EN")
    [found] = made.events
    assert found["UID"] == f"EventPage-{page.pk}@labx.example"
    assert found["SEQUENCE"] == (datetime(2026, 2, 1, 9, 30, 15, tzinfo=UTC) - calendars.EPOCH).total_seconds()
    assert found["DTSTAMP"].dt == found["LAST-MODIFIED"].dt == found["CREATED"].dt == NOW.replace(microsecond=0)
    assert found["DTSTART"].params["TZID"] == "Europe/Lisbon"
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (STARTS, ENDS)
    assert found["SUMMARY"] == "Encontro"
    assert found["SUMMARY"].params["LANGUAGE"] == "pt"
    url = f"https://labx.example{page.url}"
    assert found["DESCRIPTION"] == f"Partilhar; o que se fez, e o resto.\n\n{url}"
    assert found["URL"] == url
    assert found["LOCATION"] == "Sala Nobre, Rua da Prata, 1, Lisboa"
    assert found["GEO"].to_ical() == "38.71;-9.14"
    assert found.categories == ["Redes, e mais"]
    assert (found["STATUS"], found["TRANSP"]) == ("CONFIRMED", "OPAQUE")


def test_a_file_is_read_by_the_letter_of_the_standard(client):
    page = event(
        title="Vírgulas, pontos; barras \\ e \x07 sinos \N{EN DASH} " + "ção" * 60,
        summary="Linha um\nLinha dois; com, tudo \\n",
        place_name='Sala "A"; B',
        ends_at=ENDS,
    )

    for path in (f"{page.url}event.ics", f"{index_path()}calendar.ics"):
        content = asked(client, path).content
        lines = unfolded(content)
        assert open_parts(lines) == []
        assert lines[0] == "BEGIN:VCALENDAR"
        names = [line.partition(":")[0].partition(";")[0] for line in lines]
        start = lines.index("BEGIN:VEVENT")
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(names[start:])
        for once in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "LOCATION", "URL"):
            assert names[start:].count(once) == 1, once
        summary = next(line for line in lines if line.startswith("SUMMARY"))
        assert summary.startswith("SUMMARY;LANGUAGE=pt:Vírgulas\\, pontos\\; barras \\\\ e sinos \N{EN DASH} çãoção")
        description = next(line for line in lines[start:] if line.startswith("DESCRIPTION"))
        assert ":Linha um\\nLinha dois\\; com\\, tudo \\\\n\\n\\nhttps://labx.example" in description
        zones = [line for line in lines if line.startswith("TZID:")]
        assert zones == ["TZID:Europe/Lisbon"]
        assert "DTSTART;TZID=Europe/Lisbon:20260301T100000" in lines


def test_the_time_zone_comes_along_with_its_summer(client):
    page = event(starts_at=datetime(2026, 7, 1, 10, tzinfo=UTC), time_zone="Atlantic/Azores")

    made = calendar(client, f"{page.url}event.ics")

    [zone] = made.timezones
    assert zone.tz_name == "Atlantic/Azores"
    assert made.get_missing_tzids() == set()
    [found] = made.events
    assert found["DTSTART"].to_ical() == b"20260701T100000"
    assert found["DTSTART"].dt == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert datetime(2026, 12, 1, 10, tzinfo=zone.to_tz()).utcoffset() == timedelta(hours=-1)


def test_the_rule_of_a_clock_is_written_where_there_is_one():
    lines = unfolded(time_zone("Europe/Lisbon").to_ical())

    assert lines == [
        *["BEGIN:VTIMEZONE", "TZID:Europe/Lisbon"],
        *["BEGIN:STANDARD", "DTSTART:20000101T000000"],
        *["TZNAME:WET", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD"],
        *["BEGIN:DAYLIGHT", "DTSTART:20000326T010000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"],
        *["TZNAME:WEST", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "END:DAYLIGHT"],
        *["BEGIN:STANDARD", "DTSTART:20001029T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"],
        *["TZNAME:WET", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000", "END:STANDARD"],
        "END:VTIMEZONE",
    ]


@pytest.mark.parametrize("name", ["Atlantic/Azores", "America/Sao_Paulo", "Africa/Casablanca", "Africa/Maputo"])
def test_a_time_zone_is_told_as_it_was(name):
    told = time_zone(name)

    clock = told.to_tz(lookup_tzid=False)
    noons = [datetime(2000, 1, 2, 12) + timedelta(days=3 * number) for number in range(4_500)]  # noqa: DTZ001
    wrong = [noon for noon in noons if noon.replace(tzinfo=clock).utcoffset() != ZoneInfo(name).utcoffset(noon)]
    assert wrong == []
    assert b"," not in told.to_ical()  # some calendars read the first of several dates only


def test_an_event_of_universal_time_needs_no_time_zone(client):
    made = calendar(client, f"{event(time_zone='UTC').url}event.ics")

    assert made.timezones == []
    assert made.events[0]["DTSTART"].to_ical() == b"20260301T100000Z"


def test_an_event_without_an_end_has_none_in_the_calendar(client):
    found = only_event(client, f"{event().url}event.ics")

    assert "DTEND" not in found
    assert "DURATION" not in found


@pytest.mark.parametrize(
    ("fields", "status", "summary", "location", "first_words"),
    [
        ({"status": "cancelled"}, "CANCELLED", "Cancelado: Encontro", "Sala", "Este evento foi cancelado."),
        (
            {"status": "postponed"},
            "TENTATIVE",
            "Adiado: Encontro",
            "Sala",
            "Este evento foi adiado; ainda não se conhece a nova data.",
        ),
        (
            {"status": "moved-online"},
            "CONFIRMED",
            "Encontro",
            "Em linha",
            "Este evento realiza-se apenas em linha.",
        ),
        ({"format": "online"}, "CONFIRMED", "Encontro", "Em linha", "Em resumo."),
        ({"format": "both"}, "CONFIRMED", "Encontro", "Sala, e em linha", "Em resumo."),
    ],
)
def test_what_became_of_an_event_is_told(client, fields, status, summary, location, first_words):
    page = event(place_name="Sala", latitude="38.71", longitude="-9.14", **fields)

    for path in (f"{page.url}event.ics", f"{index_path()}calendar.ics"):
        found = only_event(client, path)
        assert (found["STATUS"], found["SUMMARY"], found["LOCATION"]) == (status, summary, location)
        assert found["DESCRIPTION"].split("\n")[0] == first_words
        assert ("GEO" in found) == location.startswith("Sala")


def test_a_calendar_speaks_the_language_of_its_list(client):
    with time_machine.travel(NOW, tick=False), publication():
        parent = factories.event_index("en")
        page = factories.event(parent=parent, title="Meeting", starts_at=STARTS, status="cancelled")

    made = calendar(client, f"{parent.url}calendar.ics")

    assert made["NAME"] == f"{parent.title} \N{EN DASH} LabX"
    assert made["NAME"].params["LANGUAGE"] == "en"
    [found] = made.events
    assert found["SUMMARY"] == "Cancelled: Meeting"
    assert found["SUMMARY"].params["LANGUAGE"] == "en"
    assert found["DESCRIPTION"].startswith("This event was cancelled.")
    assert found["UID"] == f"EventPage-{page.pk}@labx.example"


def test_the_uid_stays_and_the_sequence_grows_with_each_publication(client):
    page = event()
    before = only_event(client, f"{index_path()}calendar.ics")

    page.title, page.slug, page.starts_at = "Outro nome", "outro", STARTS + timedelta(days=7)
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False), publication():
        page.save_revision().publish()
    after = only_event(client, f"{index_path()}calendar.ics")

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["DTSTART"].dt == STARTS + timedelta(days=7)
    assert after["LAST-MODIFIED"].dt == NOW.replace(microsecond=0) + timedelta(seconds=1)
    assert 0 <= calendars.sequence(datetime(2087, 1, 1, tzinfo=UTC)) < 2**31


def test_a_list_is_a_calendar_of_what_comes_what_is_under_way_and_what_was(client):
    event(title="Passado", slug="a", starts_at=NOW - timedelta(days=9))
    event(title="A decorrer", slug="b", starts_at=NOW - timedelta(days=1), ends_at=NOW + timedelta(days=1))
    event(title="Cancelado", slug="c", starts_at=NOW + timedelta(days=3), status="cancelled")
    event(title="Rascunho", slug="d", live=False)

    answer = asked(client, f"{index_path()}calendar.ics")

    made = Calendar.from_ical(answer.content)
    assert [str(one["SUMMARY"]) for one in made.events] == ["Passado", "A decorrer", "Cancelado: Cancelado"]
    title = factories.event_index().title
    assert made["NAME"] == made["X-WR-CALNAME"] == f"{title} \N{EN DASH} LabX"
    assert made["DESCRIPTION"] == made["X-WR-CALDESC"] == "Em resumo."
    assert made["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert made["URL"] == f"https://labx.example{index_path()}"
    assert made["SOURCE"] == f"https://labx.example{index_path()}calendar.ics"
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"


def test_an_empty_list_is_an_empty_calendar(client):
    assert calendar(client, f"{index_path()}calendar.ics").events == []


def test_a_calendar_keeps_the_filters_of_the_list(client):
    topic = factories.topic("Redes", slug="redes")
    event(title="Com tema", slug="a", topics=[topic])
    event(title="Em linha", slug="b", format="online")
    at = f"{index_path()}calendar.ics"

    assert only_event(client, f"{at}?topics=redes")["SUMMARY"] == "Com tema"
    assert only_event(client, f"{at}?format=ONLINE")["SUMMARY"] == "Em linha"
    assert calendar(client, f"{at}?format=ONLINE&utm=1")["SOURCE"] == f"https://labx.example{at}?format=ONLINE"
    assert calendar(client, f"{at}?topics=nenhum").events == []
    assert len(calendar(client, f"{at}?format=ONLINE&format=ON_SITE").events) == 2
    for nonsense in ("format=NOWHERE", "topics=%00", "&".join(f"topics=t{number}" for number in range(99))):
        assert asked(client, f"{at}?{nonsense}").status_code == 404


def test_calendars_are_kept_asked_again_and_set_no_cookie(client):
    page = event()

    for path in (f"{page.url}event.ics", f"{index_path()}calendar.ics"):
        answer = asked(client, path)
        assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert answer.cookies == {}
        again = asked(client, path, **{"if-none-match": answer["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
        head = client.head(path)
        assert (head.status_code, head.content, head["Content-Type"]) == (200, b"", answer["Content-Type"])
        assert client.post(path).status_code == 405


def test_what_is_no_event_has_no_calendar(client):
    with publication():
        news = factories.news()
        draft = factories.event(live=False, slug="rascunho")

    assert client.get(f"{news.url}event.ics").status_code == 404
    assert client.get(f"{factories.news_index().url}calendar.ics").status_code == 404
    assert client.get(f"{index_path()}event.ics").status_code == 404
    assert client.get(f"{index_path()}{draft.slug}/event.ics").status_code == 404
    assert client.get("/pt/nada/calendar.ics").status_code == 404


def test_who_follows_an_event_follows_its_move(client, django_capture_on_commit_callbacks):
    page = event(slug="antigo")
    page.slug = "novo"
    with django_capture_on_commit_callbacks(execute=True), publication():
        page.save_revision().publish()

    answer = client.get(f"{index_path()}antigo/event.ics")

    assert answer.status_code == 301
    assert answer["Location"] == f"https://labx.example{index_path()}novo/event.ics"


def test_a_withdrawn_event_is_gone_from_calendars(client):
    page = event()
    with publication():
        page.unpublish()

    assert client.get(f"{page.url}event.ics").status_code == 410
    assert calendar(client, f"{index_path()}calendar.ics").events == []


@pytest.mark.parametrize("name", ["event", "calendar"])
def test_a_calendar_is_read_in_three_statements(client, monkeypatch, name):
    with publication():
        organisation = factories.organisation()
    topics = [factories.topic("Um"), factories.topic("Dois")]
    pages = [event(slug=f"e-{number}", topics=topics, organisers=[organisation]) for number in range(4)]
    visits = []
    make = Visit.of.__func__
    monkeypatch.setattr(Visit, "of", classmethod(lambda cls, request: visits.append(make(cls, request)) or visits[-1]))

    asked(client, {"event": f"{pages[0].url}event.ics", "calendar": f"{index_path()}calendar.ics"}[name])

    [visit] = visits
    assert visit.context.store.statements <= 3
