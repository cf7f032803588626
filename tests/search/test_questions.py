"""A question is read as in a web search, whatever somebody types; only the limits refuse."""

import pytest
from django.db import connection

from search.questions import Phrase, Question, TooLongError, TooManyTermsError, read_question


def read(text: str, locale: str = "pt") -> Question:
    return read_question(text, locale, longest=200, most_terms=16)


def phrase(*words: str) -> Phrase:
    return Phrase(words)


@pytest.mark.parametrize(
    ("text", "tsquery"),
    [
        ("inovação", "('inovação')"),
        ("Serviços  públicos", "('servicos') & ('publicos')"),
        ('"serviços públicos"', "('servicos publicos')"),
        ("«serviços públicos»", "('servicos publicos')"),
        ("“serviços públicos”", "('servicos publicos')"),
        ("guia -concurso", "('guia') & !'concurso'"),
        ('guia -"concurso público"', "('guia') & !'concurso publico'"),
        ("guia OR kit", "('guia' | 'kit')"),
        ("guia OU kit evento", "('guia' | 'kit') & ('evento')"),
        ("evento guia | kit", "('evento') & ('guia' | 'kit')"),
        ("guia or kit", "('guia') & ('or') & ('kit')"),
        ("co-criação", "('co criação')"),
        ("labx@exemplo.pt", "('labx exemplo pt')"),
        ("guia guia", "('guia') & ('guia')"),
    ],
)
def test_words_phrases_exclusions_and_alternatives(text: str, tsquery: str) -> None:
    assert read(text).tsquery == tsquery


def test_what_is_left_out_stays_out_of_an_alternative() -> None:
    question = read("guia OR -kit OR evento")

    assert question.wanted == ((phrase("guia"), phrase("evento")),)
    assert question.excluded == (phrase("kit"),)


@pytest.mark.parametrize(
    "text",
    ["", "   ", '"', '""', "-", "--", "OR", "OR OR", "| -", '" - "', "&|!()<->:*", "\\", "'", "🙂", "\x00", "\ud800"],
)
def test_what_asks_nothing_is_empty(text: str) -> None:
    assert read(text).is_empty
    assert read(text).tsquery == ""


@pytest.mark.parametrize("text", ["-guia", '-"guia de serviços"', "OR -guia"])
def test_words_to_leave_out_alone_ask_nothing(text: str) -> None:
    assert read(text).is_empty


@pytest.mark.parametrize(
    ("text", "tsquery"),
    [
        ('"serviços públicos', "('servicos') & ('publicos')"),
        ('guia "', "('guia')"),
        ("OR guia", "('guia')"),
        ("guia OR", "('guia')"),
        ("guia OR OR kit", "('guia' | 'kit')"),
        ("a\x00b", "('a b')"),
        ("'; DROP TABLE published_entry; --", "('drop') & ('table') & ('published entry')"),
        ("guia:* & !kit", "('guia') & ('kit')"),
        ("%s %(question)s", "('s') & ('question s')"),
        ("½", "('1 2')"),
    ],
)
@pytest.mark.django_db
def test_what_is_hostile_or_half_typed_is_read_for_its_words(text: str, tsquery: str) -> None:
    question = read(text)

    assert question.tsquery == tsquery
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsquery('portuguese', %s)", [question.tsquery])


def test_a_question_may_have_200_characters() -> None:
    assert not read("a" * 200).is_empty
    assert not read(f"  {'a' * 200}  ").is_empty
    with pytest.raises(TooLongError) as refused:
        read("a" * 10_000)
    assert (refused.value.limit, refused.value.asked) == (200, 10_000)


def test_a_question_may_have_16_words_wherever_they_stand() -> None:
    assert not read("um " * 16).is_empty
    with pytest.raises(TooManyTermsError) as refused:
        read('"um dois três" -"quatro cinco" ' + "x " * 12)
    assert (refused.value.limit, refused.value.asked) == (16, 17)
