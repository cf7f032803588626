"""What is typed so far: whole words and an unfinished one, found in titles and marked where it stands."""

import pytest
from django.db import connection

from search.beginnings import Beginning, read_beginning, title_lexemes
from search.questions import TooLongError, TooManyTermsError


def typed(text: str, locale: str = "pt") -> Beginning:
    return read_beginning(text, locale, longest=200, most_words=16)


@pytest.mark.parametrize(
    ("text", "title_query", "words_query"),
    [
        ("inov", "'pt^inov':*", "'pt=inov':*"),
        ("  INOVAÇÃO", "'pt^inovacao':*", "'pt=inovacao':*"),
        ("inovac\u0327a\u0303", "'pt^inovaca':*", "'pt=inovaca':*"),
        ("Vale da i", "'pt^vale da i':*", "'pt=vale' & 'pt=da' & 'pt=i':*"),
        ("vale ", "'pt^vale ':*", "'pt=vale'"),
        ("co-", "'pt^co ':*", "'pt=co'"),
        ("co-cri", "'pt^co cri':*", "'pt=co' & 'pt=cri':*"),
        ("2021", "'pt^2021':*", "'pt=2021':*"),
        ("'; DROP TABLE x", "'pt^drop table x':*", "'pt=drop' & 'pt=table' & 'pt=x':*"),
        ("a:* | !b", "'pt^a b':*", "'pt=a' & 'pt=b':*"),
        ('"vale', "'pt^vale':*", "'pt=vale':*"),
    ],
)
def test_the_last_word_is_a_beginning_and_those_before_it_are_whole(text, title_query, words_query):
    assert (typed(text).title_query, typed(text).words_query) == (title_query, words_query)


@pytest.mark.parametrize(
    "text", ["", "   ", "-", '"', "&|!():*", "\x00", "\u202e", "🙂", "\u0301", "\ud800", "a" * 101]
)
def test_what_no_title_answers_is_empty(text):
    assert typed(text).is_empty


def test_the_limits_are_those_of_a_search():
    with pytest.raises(TooLongError) as too_long:
        typed("a" * 10_000)
    with pytest.raises(TooManyTermsError) as too_many:
        typed("a " * 17)

    assert (too_long.value.limit, too_long.value.asked) == (200, 10_000)
    assert (too_many.value.limit, too_many.value.asked) == (16, 17)


@pytest.mark.parametrize(
    ("text", "title", "html"),
    [
        ("inov", "Centro de Inovação", "Centro de <mark>Inov</mark>ação"),
        ("inovaca", "Inovação & Inovações", "<mark>Inovaçã</mark>o &amp; Inovações"),
        ("vale da i", "Vale da Inovação", "<mark>Vale</mark> <mark>da</mark> <mark>I</mark>novação"),
        ("vale ", "Vale de Valença", "<mark>Vale</mark> de Valença"),
        ("co-cri", "A co-criação", "A <mark>co</mark>-<mark>cri</mark>ação"),
        ("ca", "C\u0327a\u0303o e cão", "<mark>C\u0327a\u0303</mark>o e <mark>cã</mark>o"),
        ("stra", "Straße", "<mark>Stra</mark>ße"),
        ("strass", "Straße", "<mark>Straß</mark>e"),
        ("gui", "<b>guia</b>", "&lt;b&gt;<mark>gui</mark>a&lt;/b&gt;"),
        ("x", "Nada", "Nada"),
    ],
)
def test_what_was_typed_is_marked_in_the_title_and_everything_else_escaped(text, title, html):
    assert typed(text).mark(title).html == html


def test_ranges_count_characters():
    assert typed("inov").mark("🙂 Inovação").ranges == ((2, 4),)


def test_a_title_is_found_by_itself_and_by_its_words_in_its_language():
    assert title_lexemes("Vale da Inovação: o vale", "pt") == [
        "pt^vale da inovacao o vale ",
        "pt=vale",
        "pt=da",
        "pt=inovacao",
        "pt=o",
    ]
    assert title_lexemes("🙂 …", "pt") == []


@pytest.mark.django_db
def test_no_title_is_too_long_for_the_index():
    for title in ("ﷺ" * 255, "㌖" * 255, "a" * 255, "🙂a" * 127):
        with connection.cursor() as cursor:
            cursor.execute("SELECT array_to_tsvector(%s::text[]) IS NOT NULL", [title_lexemes(title, "pt")])
            assert cursor.fetchone() == (True,)
