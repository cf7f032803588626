"""Whatever somebody types into a search or a suggestion, over HTTP, in either language: an answer, never a failure."""

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from published.publication import publication
from tests import factories

QUERIES = {
    "search": """query ($text: String!, $locale: Locale) { search(query: $text, locale: $locale, first: 5) {
        totalCount promoted { description page { title } } nodes { title { html } snippet { html } page { url } }
        facets { name values { value count } }
    } }""",
    "suggest": """query ($text: String!, $locale: Locale) { suggest(prefix: $text, locale: $locale) {
        text highlight { html ranges { start length } } type page { url }
    } }""",
}
REFUSALS = {"BAD_USER_INPUT", "SEARCH_TOO_LONG", "TOO_MANY_SEARCH_TERMS"}
# The syntax of tsquery and of LIKE, quotation marks that do not close, what cannot be seen or stands alone, what grows
# when it is folded, and words that say something.
PIECES = st.sampled_from(
    [
        *(
            '"',
            "'",
            "''",
            "\\",
            "\\'",
            "&",
            "|",
            "!",
            "(",
            ")",
            "<->",
            "<2>",
            ":*",
            ":A",
            "*",
            "%",
            "_",
            "%s",
            "$1",
            "--",
        ),
        *("“", "”", "«", "»", "OR", "OU", "-", "-OR", "AND", "NOT", " ", "\t", "\n", "\u00a0", "\u3000"),
        *("\x00", "\x07", "\x1b", "\x7f", "\u202e", "\u200f", "\u2066", "\u200d", "\ufeff", "\ufffd", "\U000e0041"),
        *(
            "\u0301",
            "a\u0301\u0327",
            "e\u0300" * 20,
            "İ",
            "ß",
            "ﬁ",
            "ﷺ",
            "㌖",
            "½",
            "²",
            "🙂",
            "👩‍👩‍👧",
            "日本",
            "עברית",
        ),
        *("a", "de", "o", "inovação", "inovac\u0327a\u0303o", "vale", "2026", "x" * 120, "ç" * 60, "pt=", "pt^"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join) | st.text(max_size=300)


@pytest.fixture
def world(db):
    with publication():
        page = factories.service(title="Vale da <b>inovação</b> 2026", summary="De inovação em inovação.")
        factories.promotion(page, searches="vale da inovação", description="<i>Aqui</i>")
        factories.news(parent=factories.news_index("en"), title="İnnovation ﬁnds ½ ß")


@pytest.mark.parametrize("field", QUERIES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, locale=st.sampled_from(["pt", "en", None]))
@example(text="", locale=None)
@example(text="a", locale="pt")
@example(text="a" * 10_000, locale="pt")
@example(text="\U0001d15e" * 200, locale="pt")
@example(text="㌖" * 200, locale="pt")
@example(text="ﷺ" * 200, locale="en")
@example(text='"' * 199 + "a", locale="pt")
@example(text="-" * 200, locale="pt")
@example(text="a " * 17, locale="pt")
@example(text="o a de para com", locale="pt")
@example(text="\u0301" * 200, locale="en")
def test_no_answer_is_a_server_error(client, world, field, text, locale):
    body = json.dumps({"query": QUERIES[field], "variables": {"text": text, "locale": locale}})

    response = client.post(
        "/graphql", body, content_type="application/json", headers={"accept": "application/graphql-response+json"}
    )

    answer = response.json()
    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
    assert codes <= REFUSALS, answer
    assert response.status_code in ((200, 400) if codes else (200,))
    if not codes:
        assert set(answer["data"]) == {field}


@pytest.mark.parametrize(("operation", "name"), [("Search", "query"), ("Suggest", "prefix")])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
@example(text="%00")
@example(text="a" * 10_000)
def test_nor_is_that_of_a_stored_operation(client, world, operation, name, text):
    text = text.encode("utf-8", "ignore").decode()  # an address holds no half characters

    response = client.get(f"/graphql/{operation}", {name: text})

    codes = {error["extensions"]["code"] for error in response.json().get("errors", ())}
    assert codes <= REFUSALS, response.content
    assert response.status_code in (200, 400)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
@example(text="vale da inovação")
@example(text="a" * 10_000)
def test_nor_is_the_page_of_the_website(client, world, text):
    response = client.get("/pt/pesquisa/", {"q": text.encode("utf-8", "ignore").decode()})

    assert response.status_code == 200
    assert b"<i>Aqui" not in response.content
    assert b"Vale da <b>" not in response.content
