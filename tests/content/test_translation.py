"""Translating a page through wagtail-localize, as an editor does."""

import json
from datetime import UTC, datetime

import polib
import pytest
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import translate_object

from content import models as content
from tests import factories

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "heading", "value": {"text": "Como pedir", "level": 2, "anchor": ""}},
    {"type": "text", "value": {"text": "<p>Escreva-nos <b>hoje</b>.</p>"}},
    {"type": "quote", "value": {"text": "Exemplo de citação.", "who": "", "source": "", "source_url": ""}},
    {
        "type": "steps",
        "value": {
            "title": "Passos",
            "steps": [
                {"id": "1", "type": "item", "value": {"title": "Um", "text": ""}},
                {"id": "2", "type": "item", "value": {"title": "Dois", "text": "<p>Depois</p>"}},
            ],
        },
    },
]


def translated(source, words, code="en"):
    """Translate `source` into `code` by `words` and return the translation; words without one stay untranslated."""
    translate_object(source, [factories.locale(code)])
    translation = TranslationSource.objects.get_for_instance(source).translations.get()
    po = translation.export_po()
    for entry in po:
        entry.msgstr = words.get(entry.msgid, entry.msgid)
    assert not translation.import_po(polib.pofile(str(po)))
    translation.save_target(publish=True)
    return type(source).objects.get(translation_key=source.translation_key, locale=factories.locale(code))


@pytest.fixture
def topics():
    pt = factories.topic("Participação", slug="participacao")
    en = pt.copy_for_translation(factories.locale("en"))
    en.name, en.slug = "Participation", "participation"
    en.save()
    return pt, en


@pytest.fixture
def index_in_english():
    translate_object(factories.news_index("pt"), [factories.locale("en")])


@pytest.mark.usefixtures("index_in_english")
def test_words_of_fields_and_blocks_are_translated_and_structure_is_kept():
    source = factories.news(
        title="Notícia",
        slug="noticia",
        summary="Resumo",
        body=json.dumps(BODY),
        published_on=datetime(2026, 3, 1, tzinfo=UTC),
    )

    target = translated(
        source,
        {
            "Notícia": "News",
            "noticia": "news-item",
            "Resumo": "Summary",
            "Como pedir": "How to ask",
            "Passos": "Steps",
            "Um": "One",
            "Dois": "Two",
        },
    )

    assert (target.title, target.slug, target.summary) == ("News", "news-item", "Summary")
    assert target.url == "/en/" + factories.news_index("en").slug + "/news-item/"
    assert [block.block_type for block in target.body] == ["heading", "text", "quote", "steps"]
    assert target.body[0].value["text"] == "How to ask"
    assert [step["title"] for step in target.body[3].value["steps"]] == ["One", "Two"]
    assert [block.id for block in target.body] == [block.id for block in source.body]
    assert target.published_on == source.published_on


@pytest.mark.usefixtures("index_in_english")
def test_a_translation_carries_the_topics_of_its_own_language(topics):
    pt, en = topics
    source = factories.news(topics=[pt])

    target = translated(source, {})

    assert list(source.topics.all()) == [pt]
    assert list(target.topics.all()) == [en]


@pytest.mark.usefixtures("index_in_english")
def test_a_topic_without_translation_stays_as_it_is():
    pt = factories.topic("Sem tradução")

    assert list(translated(factories.news(topics=[pt]), {}).topics.all()) == [pt]


@pytest.mark.usefixtures("index_in_english")
def test_topics_changed_in_the_source_reach_the_translation_when_it_is_published_again(topics):
    pt, en = topics
    source = factories.news()
    translated(source, {})
    source.topics.set([pt])
    source.save_revision().publish()
    record = TranslationSource.objects.get_for_instance(source)
    record.update_from_db()

    record.translations.get().save_target(publish=True)

    assert list(source.get_translation(factories.locale("en")).topics.all()) == [en]


def test_an_event_keeps_its_agenda_and_speakers_with_words_in_the_other_language():
    translate_object(factories.event_index("pt"), [factories.locale("en")])
    series = factories.event_series("Encontros")
    other = series.copy_for_translation(factories.locale("en"))
    other.name, other.slug = "Meetings", "meetings"
    other.save()
    person = factories.person()
    source = factories.event(series=series, latitude="38.72", longitude="-9.14")
    source.agenda_items = [content.EventAgendaItem(title="Abertura")]
    source.speakers = [content.EventSpeaker(person=person, part="Moderação")]
    source.save_revision().publish()

    target = translated(source, {"Abertura": "Opening", "Moderação": "Chair"})

    assert [item.title for item in target.agenda_items.all()] == ["Opening"]
    assert [(one.person, one.part) for one in target.speakers.all()] == [(person, "Chair")]
    assert target.series == other
    assert (str(target.latitude), target.time_zone) == ("38.720000", "Europe/Lisbon")
    assert [item.title for item in source.agenda_items.all()] == ["Abertura"]


def test_a_vocabulary_term_can_be_translated(topics):
    source = factories.audience("Jovens")

    target = translated(source, {"Jovens": "Young people", "jovens": "young-people"})

    assert (target.name, target.slug, target.locale.language_code) == ("Young people", "young-people", "en")


def test_a_series_chosen_in_the_other_language_is_replaced_by_its_translation():
    series = factories.event_series("Encontros")
    other = series.copy_for_translation(factories.locale("en"))
    other.slug = "meetings"
    other.save()

    assert factories.event(series=other).series == series
