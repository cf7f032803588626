"""The root field ``suggest``: which pages it offers for what is typed so far, in which order, with what marked."""

import json
from datetime import timedelta

import pytest
from graphql import ExecutionContext

from tests.api import store
from tests.api.ask import answer_of, ask, refusal

pytestmark = pytest.mark.django_db

SUGGEST = """
query ($prefix: String!, $locale: Locale, $first: Int) {
  suggest(prefix: $prefix, locale: $locale, first: $first) {
    text highlight { html text ranges { start length } } type page { id title url topics { name } }
  }
}
"""


@pytest.fixture
def world(db):
    store.empty()
    store.site()
    store.settings()
    innovation = store.topic(1, name="Inovação", slug="inovacao")
    page("HomePage", 1, path="/pt/", title="Início")
    page("NewsPage", 11, title="Vale da Inovação abre portas", sort_at=day(1), topics=[innovation])
    page("NewsPage", 12, title="Inovações do ano", sort_at=day(2))
    page("NewsPage", 13, title="Inovar é preciso", sort_at=day(3))
    page("EventPage", 14, title="Inovação: encontro", sort_at=day(0))
    page("ServicePage", 15, title="Apoio à inovação", summary="Vale a pena.")
    page("StandardPage", 16, title="Guia do vale", sort_at=day(9))
    page("NewsPage", 17, title="Inovações do ano", sort_at=day(1))
    page("StandardPage", 18, title="Sobre <b>inovação</b>")
    page("NewsPage", 21, path="/en/21/", title="Innovation valley", locale="en")
    page("NewsPage", 22, path="/en/22/", title="Inovação em visita", listed=False)
    return store


def page(kind, pk, *, path=None, **fields):
    return store.page(kind, pk, path=path or f"/pt/{pk}/", tree=f"00010001{pk:04d}", **fields)


def day(number):
    return store.START + timedelta(days=number)


def suggested(prefix, **variables):
    """The keys of what is suggested, in their order."""
    return [one["page"]["id"] for one in ask(SUGGEST, prefix=prefix, **variables).data["suggest"]]


def test_titles_that_begin_with_it_come_first_then_types_then_the_newest(world):
    assert suggested("inova") == [
        "EventPage:14",  # begins with it: events before news
        "NewsPage:13",  # the newest of the news
        "NewsPage:12",
        "ServicePage:15",  # has it: services first
        "NewsPage:11",
        "StandardPage:18",
    ]


@pytest.mark.parametrize(
    ("prefix", "keys"),
    [
        ("INOVAÇÕES", ["NewsPage:12"]),
        ("inovacoes d", ["NewsPage:12"]),
        ("vale da i", ["NewsPage:11"]),
        ("inovação vale", ["NewsPage:11"]),
        ("vale", ["NewsPage:11", "StandardPage:16"]),
        ("val da", []),
        ("pena", []),
        ("s", ["StandardPage:18"]),
        ("ovar", []),
        ("inovar ", ["NewsPage:13"]),
        ("inov ", []),
        ("innov", []),
    ],
)
def test_pages_are_suggested_by_the_words_of_their_titles(world, prefix, keys):
    assert suggested(prefix) == keys


def test_each_title_is_suggested_once(world):
    answer = ask(SUGGEST, prefix="inovações").data["suggest"]

    assert [one["page"]["id"] for one in answer] == ["NewsPage:12"]  # 17 has the same title and is older


def test_suggestions_are_of_one_language_and_of_listed_pages(world):
    assert suggested("innov", locale="en") == ["NewsPage:21"]
    assert suggested("inov", locale="en") == []
    assert "NewsPage:22" not in suggested("inovação em visita") + suggested("inovação em visita", locale="en")


def test_a_suggestion_tells_all_that_a_field_needs(world):
    (first,) = ask(SUGGEST, prefix="vale da", first=1).data["suggest"]

    assert first == {
        "text": "Vale da Inovação abre portas",
        "highlight": {
            "html": "<mark>Vale</mark> <mark>da</mark> Inovação abre portas",
            "text": "Vale da Inovação abre portas",
            "ranges": [{"start": 0, "length": 4}, {"start": 5, "length": 2}],
        },
        "type": "NewsPage",
        "page": {
            "id": "NewsPage:11",
            "title": "Vale da Inovação abre portas",
            "url": "https://labx.example/pt/11/",
            "topics": [{"name": "Inovação"}],
        },
    }


def test_the_html_is_safe(world):
    answer = ask(SUGGEST, prefix="sobre b i").data["suggest"]

    assert [one["highlight"]["html"] for one in answer] == [
        "<mark>Sobre</mark> &lt;<mark>b</mark>&gt;<mark>i</mark>novação&lt;/<mark>b</mark>&gt;"
    ]


@pytest.mark.parametrize("prefix", ["", " ", "-", '"', "&|!():*<->", "\\", "🙂", "\u202e", "\u0301", "a" * 150])
def test_what_says_nothing_is_not_sent_to_the_database(world, prefix):
    answer = ask(SUGGEST, prefix=prefix)

    assert (answer.data, answer.statements) == ({"suggest": []}, 0)


def test_eight_where_nothing_is_said_and_twenty_at_most(world):
    for number in range(30, 60):
        page("NewsPage", number, title=f"Laboratório {number}")

    assert len(suggested("lab")) == len(suggested("lab", first=None)) == 8
    assert len(suggested("lab", first=20)) == 20
    assert suggested("lab", first=0) == []
    for first in (21, 100, -1):
        assert refusal(SUGGEST, prefix="lab", first=first).details() == {"field": "first", "limit": 20, "asked": first}


def test_a_beginning_that_is_too_long_is_refused_by_its_limit(client, world):
    for prefix, code, limit, asked in (
        ("a" * 10_000, "SEARCH_TOO_LONG", 200, 10_000),
        ("a " * 17, "TOO_MANY_SEARCH_TERMS", 16, 17),
    ):
        body = {"query": "query ($p: String!) { suggest(prefix: $p) { text } }", "variables": {"p": prefix}}
        (error,) = client.post("/graphql", json.dumps(body), content_type="application/json").json()["errors"]
        told = {name: error["extensions"][name] for name in ("code", "field", "limit", "asked")}
        assert told == {"code": code, "field": "prefix", "limit": limit, "asked": asked}


def test_suggestions_cost_two_statements_at_n_and_at_2n(world):
    for number in range(30, 60):
        page("NewsPage", number, title=f"Laboratório {number}")

    for first in (5, 10):
        answer = ask(SUGGEST, prefix="lab", first=first)
        assert len(answer.data["suggest"]) == first
        assert answer.statements == 2
    assert ask('{ suggest(prefix: "lab") { text type page { id path } } }').statements == 1


def test_the_compiled_projection_answers_as_the_plain_executor_does(world):
    variables = {"prefix": "inov", "first": 4}
    compiled = answer_of(SUGGEST, variables)
    plain = answer_of(SUGGEST, variables, executor=ExecutionContext)

    assert (compiled.errors, plain.errors) == ([], [])
    assert compiled.body == plain.body


def test_what_is_kept_is_told_anew_once_something_was_published(client, world):
    store.commit()
    kept = client.get("/graphql/Suggest", {"prefix": "inovar"})
    headers = {"if-none-match": kept["ETag"]}
    assert client.get("/graphql/Suggest", {"prefix": "inovar"}, headers=headers).status_code == 304

    page("NewsPage", 99, title="Inovar outra vez")
    store.commit()

    again = client.get("/graphql/Suggest", {"prefix": "inovar"}, headers=headers)
    assert [one["text"] for one in again.json()["data"]["suggest"]] == ["Inovar é preciso", "Inovar outra vez"]
