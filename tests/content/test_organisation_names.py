from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from content.models import Organisation, OrganisationName
from content.organisation_names import write_names_of_today
from published.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed_tomorrow(monkeypatch):
    """An organisation saved today, whose new name begins tomorrow; it is tomorrow."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    made = factories.organisation("Nome antigo")
    made.names = [
        OrganisationName(name="Nome antigo"),
        OrganisationName(name="Nome novo", acronym="NN", valid_from=tomorrow),
    ]
    made.save()
    assert Organisation.objects.get().name == "Nome antigo"
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    return made


def test_an_organisation_takes_its_new_name_on_the_day_it_begins(renamed_tomorrow):
    assert write_names_of_today() == [renamed_tomorrow]

    saved = Organisation.objects.get()
    assert (saved.name, saved.acronym) == ("Nome novo", "NN")
    assert write_names_of_today() == []


def test_the_worker_publishes_the_new_name(renamed_tomorrow):
    call_command("work", once=True)

    assert Entry.objects.get(key=f"Organisation:{renamed_tomorrow.pk}").card["name"] == "Nome novo"


def test_a_name_without_dates_stays(monkeypatch):
    factories.organisation("Sempre")
    monkeypatch.setattr(timezone, "localdate", lambda: date(2099, 1, 1))

    assert write_names_of_today() == []
