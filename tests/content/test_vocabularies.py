from datetime import date

import pytest
from django.core.exceptions import ValidationError

from content.models import Organisation, OrganisationName, Topic
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_term_without_a_slug_gets_one_from_its_name():
    assert factories.topic("Participação dos cidadãos").slug == "participacao-dos-cidadaos"


def test_two_terms_of_one_language_cannot_have_one_slug():
    factories.topic("Redes", code="pt")
    Topic(name="Redes", locale=factories.locale("en")).full_clean()

    with pytest.raises(ValidationError) as caught:
        Topic(name="Redes", locale=factories.locale("pt")).full_clean()

    assert list(caught.value.message_dict) == ["slug"]


@pytest.fixture
def agency():
    made = Organisation()
    made.names = [
        OrganisationName(name="Segundo nome", acronym="SN", valid_from=date(2025, 8, 21)),
        OrganisationName(name="Primeiro nome", acronym="PN", valid_to=date(2025, 8, 20)),
    ]
    return made


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1999, 1, 1), "Primeiro nome"),
        (date(2025, 8, 20), "Primeiro nome"),
        (date(2025, 8, 21), "Segundo nome"),
        (date(2099, 1, 1), "Segundo nome"),
    ],
)
def test_an_organisation_is_called_by_the_name_of_the_day(agency, day, name):
    assert agency.name_on(day).name == name


def test_the_name_of_today_is_written_when_the_organisation_is_saved(agency):
    agency.save()

    saved = Organisation.objects.get(pk=agency.pk)
    assert (saved.name, saved.acronym) == ("Segundo nome", "SN")
    assert [one.name for one in saved.names.all()] == ["Segundo nome", "Primeiro nome"]


def test_an_organisation_without_dated_names_keeps_the_name_it_has():
    assert Organisation.objects.create(name="Exemplo").name == "Exemplo"


def test_a_name_cannot_end_before_it_begins(agency):
    with pytest.raises(ValidationError) as caught:
        OrganisationName(name="Nome", valid_from=date(2025, 2, 1), valid_to=date(2025, 1, 31)).clean()

    assert list(caught.value.message_dict) == ["valid_to"]
