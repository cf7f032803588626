"""Indicators with their values, and targets of sustainable development."""

from datetime import date
from decimal import Decimal

import polib
import pytest
from django.core.exceptions import ValidationError
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import translate_object

from content.models import Indicator, IndicatorValue, SdgTarget
from published.projection import project
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("number", "goal"), [("10.2", 10), ("16.a", 16), ("3.d", 3), ("17.19", 17)])
def test_a_target_goes_by_its_number_and_belongs_to_the_goal_in_it(number, goal):
    target = SdgTarget(number=number, name="Exemplo", locale=factories.locale())
    target.full_clean()
    target.save()

    assert (target.slug, target.goal, str(target)) == (number, goal, f"{number} Exemplo")


@pytest.mark.parametrize("number", ["", "16", "18.1", "0.1", "16.7.1", "16.A", "16.e", "ods", "16.0", "16.7\n"])
def test_what_is_no_number_of_a_target_is_refused(number):
    with pytest.raises(ValidationError) as caught:
        SdgTarget(number=number, name="Exemplo", locale=factories.locale()).full_clean()

    assert "number" in caught.value.message_dict


def test_a_target_exists_once_in_each_language():
    factories.sdg_target("16.7")
    SdgTarget(number="16.7", name="In English", locale=factories.locale("en")).full_clean()

    with pytest.raises(ValidationError) as caught:
        SdgTarget(number="16.7", name="Outra", locale=factories.locale()).full_clean()

    assert list(caught.value.message_dict) == ["number"]


def test_targets_stand_in_the_order_of_their_numbers_letters_last():
    numbers = ["16.a", "16.10", "2.1", "16.2", "10.2"]

    places = {project(factories.sdg_target(number)).sort_title: number for number in numbers}

    assert [places[place] for place in sorted(places)] == ["2.1", "10.2", "16.2", "16.10", "16.a"]


def test_an_indicator_is_published_with_its_values_the_oldest_first_and_without_needless_zeros():
    indicator = factories.indicator(values={2021: "1520", 2019: "0.50"}, unit="pessoas")

    card = project(Indicator.objects.get(pk=indicator.pk)).card

    shared = {"__typename": "IndicatorValue", "isApproximate": False, "date": None, "note": ""}
    assert [{name: value for name, value in one.items() if name != "id"} for one in card["values"]] == [
        {**shared, "value": "0.5", "year": 2019},
        {**shared, "value": "1520", "year": 2021},
    ]
    assert (card["name"], card["unit"], card["slug"]) == ("Participantes", "pessoas", "participantes")


def test_the_day_of_a_value_lies_in_its_year():
    IndicatorValue(value=Decimal(1), year=2020, date=date(2020, 12, 31)).clean()

    with pytest.raises(ValidationError) as caught:
        IndicatorValue(value=Decimal(1), year=2020, date=date(2021, 1, 1)).clean()

    assert list(caught.value.message_dict) == ["date"]


def test_the_translation_of_an_indicator_has_its_numbers_and_its_own_words():
    source = factories.indicator("Participantes", values={2019: 7000}, unit="pessoas", slug="participantes")
    translate_object(source, [factories.locale("en")])
    translation = TranslationSource.objects.get_for_instance(source).translations.get()
    words = {"Participantes": "Participants", "pessoas": "people", "participantes": "participants"}
    po = translation.export_po()
    for entry in po:
        entry.msgstr = words.get(entry.msgid, entry.msgid)
    assert not translation.import_po(polib.pofile(str(po)))
    translation.save_target(publish=True)

    made = Indicator.objects.get(locale=factories.locale("en"))

    assert (made.name, made.unit, made.slug) == ("Participants", "people", "participants")
    assert [(one.year, one.value) for one in made.dated_values.all()] == [(2019, Decimal(7000))]


def test_the_translation_of_a_target_keeps_the_number():
    source = factories.sdg_target("16.7", name="Decisões participadas")
    translate_object(source, [factories.locale("en")])
    translation = TranslationSource.objects.get_for_instance(source).translations.get()
    po = translation.export_po()
    for entry in po:
        entry.msgstr = "Decisions that people take part in"
    assert not translation.import_po(polib.pofile(str(po)))
    translation.save_target(publish=True)

    made = SdgTarget.objects.get(locale=factories.locale("en"))

    assert (made.number, made.slug, made.goal) == ("16.7", "16.7", 16)
    assert made.name == "Decisions that people take part in"
