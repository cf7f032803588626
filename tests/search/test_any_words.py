"""Whatever is typed and whatever is written: a question is read or refused, the database takes it, the HTML is safe."""

import re
from html import unescape

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.highlights import SNIPPET_LENGTH, Marker
from search.questions import QuestionError, read_question
from search.stems import stem_of_folded

SIGNS = st.sampled_from(
    [*"\"-|&!()<>:*'\\%", " OR ", " OU ", "“", "»", "\x00", "\ud800", "½", "ﬁ", "İ", "ß", "\u0301", "🙂"]
)
WORDS = st.sampled_from(["guia", "serviços", "de", "inovação", "co-criação", "2021", "labx@exemplo.pt", "</mark>"])
TEXTS = st.lists(SIGNS | WORDS | st.text(max_size=5) | st.just(" "), max_size=40).map("".join)
LOCALES = st.sampled_from(["pt", "en"])


@pytest.mark.django_db
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, locale=LOCALES)
def test_every_question_is_read_or_refused_and_the_database_takes_it(text, locale):
    try:
        question = read_question(text, locale, longest=200, most_terms=16)
    except QuestionError:
        return
    assert question.is_empty == (not question.wanted)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsvector('portuguese', 'x') @@ to_tsquery('portuguese', %s)", [question.tsquery])


@settings(max_examples=300, deadline=None)
@given(asked=TEXTS.map(lambda text: text[:60]), written=TEXTS, locale=LOCALES)
def test_marks_lose_no_word_and_let_no_markup_through(asked, written, locale):
    question = read_question(asked, locale, longest=200, most_terms=200)
    words = [word for group in question.wanted for phrase in group for word in phrase.words]
    marker = Marker(question, [stem_of_folded(word, locale) for word in words])

    whole, piece = marker.mark(written), marker.snippet([written, written * 9])

    for highlight in (whole, *([piece] if piece else [])):
        end = 0
        for start, length in highlight.ranges:
            assert start >= end
            assert length > 0
            end = start + length
        assert end <= len(highlight.text)
        assert set(re.findall(r"<[^>]*>", highlight.html)) <= {"<mark>", "</mark>"}
        assert unescape(re.sub(r"</?mark>", "", highlight.html)) == highlight.text
    assert whole.text == written
    assert piece is None or len(piece.text) <= SNIPPET_LENGTH
