from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from content import models as content
from tests import factories

pytestmark = pytest.mark.django_db


def problems(instance):
    with pytest.raises(ValidationError) as caught:
        instance.full_clean()
    return caught.value.message_dict


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"ends_at": datetime(2026, 3, 1, 9, 59, tzinfo=UTC)}, {"ends_at": ["The end is before the start."]}),
        (
            {"time_zone": "Europe/Lisboa"},
            {"time_zone": ["“Europe/Lisboa” is no known time zone; write it as in “Europe/Lisbon”."]},
        ),
        (
            {"latitude": "90.000001", "longitude": "0"},
            {"latitude": ["A latitude lies between -90 and 90 degrees."]},
        ),
        (
            {"latitude": "0", "longitude": "-180.000001"},
            {"longitude": ["A longitude lies between -180 and 180 degrees."]},
        ),
        ({"latitude": "38.72"}, {"longitude": ["Give the longitude too."]}),
        ({"longitude": "-9.14"}, {"latitude": ["Give the latitude too."]}),
    ],
)
def test_an_event_that_cannot_be_is_refused_at_the_field(fields, expected):
    event = factories.event()
    for name, value in fields.items():
        setattr(event, name, value)

    assert problems(event) == expected


def test_an_event_may_end_the_moment_it_starts_and_stand_on_a_pole():
    event = factories.event()
    event.ends_at, event.latitude, event.longitude = event.starts_at, "-90", "180"

    event.full_clean()


def test_a_page_without_summary_is_refused_at_the_field():
    page = factories.standard()
    page.summary = ""

    assert problems(page) == {"summary": ["This field cannot be blank."]}


def test_the_online_link_of_an_event_is_declared_nowhere():
    for page in (content.EventPage,):
        declared = [getattr(part, "field_name", "") for field in page.graphql_fields for part in _parts(field())]

        assert "format" in declared
        assert "online_link" not in declared
        assert "review_date" not in declared


def _parts(declaration):
    return declaration if isinstance(declaration, tuple) else (declaration,)


def test_news_without_a_date_carry_that_of_their_first_publication():
    item = factories.news(published_on=None)

    assert item.dated_at == item.first_published_at


def test_a_service_says_how_it_is_provided():
    assert factories.service(is_online=True, is_in_person=True).channels == ["ONLINE", "IN_PERSON"]


def test_a_tool_is_a_document_or_an_address_not_both():
    tool = content.GuideTool(
        page=factories.guide(), name="Tela", document=factories.document(), url="https://example.org/"
    )

    assert problems(tool)["url"] == ["Choose a document or give an address, not both."]


def test_change_notes_stay_with_the_page_they_were_written_on():
    page = factories.news()
    page.change_notes = [content.ChangeNote(date=date(2026, 1, 2), note="Novo prazo.")]

    page.save_revision().publish()

    note = content.NewsPage.objects.get(pk=page.pk).change_notes.get()
    assert (note.date, note.note, note.locale.language_code) == (date(2026, 1, 2), "Novo prazo.", "pt")


def test_agenda_times_are_public_as_hours_and_minutes():
    item = content.EventAgendaItem(title="Abertura", starts_at=datetime(2026, 3, 1, 9, 5, tzinfo=UTC).time())

    assert (item.start_time, item.end_time) == ("09:05", None)
