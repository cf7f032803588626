"""What was found is marked in the original words; the piece shown is short, around the best place, and safe HTML."""

import pytest
from django.db import connection

from search.folding import configuration, fold
from search.highlights import SNIPPET_LENGTH, Marker
from search.questions import read_question
from search.stems import stem_of_folded


def marker(text: str, locale: str = "pt", *, without: tuple[str, ...] = ()) -> Marker:
    """The marker of a question of which the database dropped the words ``without``."""
    question = read_question(text, locale, longest=200, most_terms=16)
    words = [word for group in question.wanted for phrase in group for word in phrase.words if word not in without]
    return Marker(question, [stem_of_folded(word, locale) for word in words])


@pytest.mark.parametrize(
    ("asked", "text", "html"),
    [
        ("inovacao", "A Inovação e as inovações.", "A <mark>Inovação</mark> e as <mark>inovações</mark>."),
        ("serviços", "Um serviço, dois SERVIÇOS", "Um <mark>serviço</mark>, dois <mark>SERVIÇOS</mark>"),
        ("guia", "<b>guia</b> & kit", "&lt;b&gt;<mark>guia</mark>&lt;/b&gt; &amp; kit"),
        ('"serviços públicos"', "serviço público, serviços", "<mark>serviço público</mark>, serviços"),
        ("serviços públicos", "serviço e público", "<mark>serviço</mark> e <mark>público</mark>"),
        ("guia -kit", "guia e kit", "<mark>guia</mark> e kit"),
        ("co-criação", "A cocriação e a co-criação", "A cocriação e a <mark>co-criação</mark>"),
        ("lei", "leitura", "leitura"),
        ("guia", "inovac\u0327a\u0303o guia", "inovac\u0327a\u0303o <mark>guia</mark>"),
        ("inovação", "inovac\u0327a\u0303o", "<mark>inovac\u0327a\u0303o</mark>"),
        ("½", "a ½ b", "a <mark>½</mark> b"),
        ("a b a", "a b a b a", "<mark>a</mark> <mark>b</mark> <mark>a</mark> <mark>b</mark> <mark>a</mark>"),
        ('"a b" "b c"', "a b c", "<mark>a b c</mark>"),
        ("script", '<script src="x">', "&lt;<mark>script</mark> src=&quot;x&quot;&gt;"),
    ],
)
def test_what_was_found_is_marked_and_everything_else_escaped(asked: str, text: str, html: str) -> None:
    assert marker(asked).mark(text).html == html


def test_ranges_say_the_same_as_the_html() -> None:
    highlight = marker("inovacao").mark("🙂 Inovação & inovações")

    assert highlight.ranges == ((2, 8), (13, 9))
    assert [highlight.text[start : start + length] for start, length in highlight.ranges] == ["Inovação", "inovações"]


def test_empty_words_are_not_marked() -> None:
    assert marker("o laboratório", without=("o",)).mark("o que é o laboratório").ranges == ((10, 11),)


def test_english_is_marked_as_english() -> None:
    assert marker("mentor", "en").mark("Mentored, mentoring").html == "<mark>Mentored</mark>, <mark>mentoring</mark>"


def test_the_snippet_is_the_first_passage_with_all_that_is_asked() -> None:
    found = marker("guia serviços").snippet(["Um guia.", "Um guia de serviços.", "Serviços e guias."])

    assert found is not None
    assert found.html == "Um <mark>guia</mark> de <mark>serviços</mark>."


def test_a_sentence_says_more_than_a_title() -> None:
    sentence = "As soluções são testadas no laboratório com os jovens que usam os serviços."

    found = marker("laboratório").snippet(["Em resumo.", "Um laboratório vivo", sentence])

    assert found is not None
    assert found.text == sentence


def test_the_snippet_is_cut_around_the_best_place_from_word_to_word() -> None:
    text = "palavra " * 100 + "o guia de serviços está aqui " + "outras " * 100

    found = marker("guia serviços").snippet(["", text])

    assert found is not None
    assert found.text.startswith("…palavra palavra")
    assert found.text.endswith("outras…")
    assert "o guia de serviços está aqui" in found.text
    assert 150 < len(found.text) <= SNIPPET_LENGTH
    assert [found.text[start : start + length] for start, length in found.ranges] == ["guia", "serviços"]


@pytest.mark.parametrize("at", range(0, 400, 7))
def test_no_snippet_is_longer_than_200_characters_or_loses_its_hit(at: int) -> None:
    words = ("lorem ipsum dolor sit amet consectetur " * 12)[:400]
    text = f"{words[:at].rsplit(' ', 1)[0]} guia {words[at:]}"

    found = marker("guia").snippet([text])

    assert found is not None
    assert len(found.text) <= SNIPPET_LENGTH
    assert len(found.ranges) == 1


def test_without_a_hit_in_the_text_the_snippet_is_its_beginning() -> None:
    found = marker("guia").snippet(["Em resumo.", "Mais palavras."])

    assert found is not None
    assert (found.text, found.ranges) == ("Em resumo.", ())


def test_a_page_without_words_has_no_snippet() -> None:
    assert marker("guia").snippet(["", " \n "]) is None


def test_a_word_without_blanks_is_cut_where_it_must_be() -> None:
    found = marker("guia").snippet(["x" * 1_000])

    assert found is not None
    assert len(found.text) <= SNIPPET_LENGTH


def test_blanks_and_lines_become_one_blank() -> None:
    found = marker("guia").snippet(["Um\n\n  guia"])

    assert found is not None
    assert found.html == "Um <mark>guia</mark>"


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["pt", "en"])
def test_stems_are_those_of_the_database(locale: str) -> None:
    words = sorted({word for text in TEXTS[locale] for word in fold(text, locale).split() if word.isalpha()})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w, (ts_lexize(%s::regdictionary, w))[1] FROM unnest(%s::text[]) w",
            [f"{configuration(locale)}_stem", words],
        )
        stems = {word: stem for word, stem in cursor.fetchall() if stem is not None}  # null: an empty word

    assert len(stems) > 30
    assert {word: stem_of_folded(word, locale) for word in stems} == stems


TEXTS = {
    "pt": [
        "O LabX é o centro de inovação da Administração Pública: investiga, desenha e experimenta serviços com todos.",
        "Simplificações, participações, laboratórios, órgãos, cidadãos, pães, móveis, digitais, espanhóis, úteis",
        "redesenhar redesenhada redesenho avaliação avaliar avaliadores mentoria mentores formação formadores",
        "experimentação experimentalmente investigadoras acompanhamento autonomia responsabilidade acessíveis",
    ],
    "en": [
        "LabX is the centre for innovation of the Public Administration: it researches, designs and tries out.",
        "internally international laboratories mentoring mentored evaluations evaluating participants participation",
        "simplified simplification experimental experimentation trainees responsibilities sustainable accessible",
        "networks sharing practices redesigned citizens happiness generously conditional relational hopeful agencies",
    ],
}
