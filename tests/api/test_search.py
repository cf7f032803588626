"""The root field ``search``: what it finds, in which order, with which words marked; its facets, cursors and limits."""

import json
from datetime import timedelta

import pytest
from graphql import ExecutionContext

from tests.api import store
from tests.api.ask import answer_of, ask, refusal

pytestmark = pytest.mark.django_db

HITS = """
query (
  $text: String!, $types: [PageType!], $filter: SearchFilter, $locale: Locale,
  $first: Int, $after: String, $last: Int, $before: String
) {
  search(
    query: $text, types: $types, filter: $filter, locale: $locale,
    first: $first, after: $after, last: $last, before: $before
  ) {
    totalCount
    nodes { place page { id } }
    edges { cursor node { place } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    facets { name values { value label count } }
  }
}
"""
# As a page of results needs it: words, addresses, topics, a field of one type.
PAGE = """
query ($text: String!, $first: Int) {
  search(query: $text, first: $first) {
    totalCount
    nodes {
      score title { html } snippet { html text ranges { start length } }
      page { id url topics { name } image { alt } ... on NewsPage { author { name } } }
    }
    facets { name values { value label count } }
  }
}
"""


@pytest.fixture
def world(db):
    """Seven pages that say "laboratório", here and there, and others that must not be found."""
    store.empty()
    store.site()
    store.settings()
    innovation = store.topic(1, name="Inovação", slug="inovacao")
    training = store.topic(2, name="Formação", slug="formacao")
    youth = store.vocabulary("Audience", 1, name="Jovens", slug="jovens")
    agency = store.organisation(1, name="Agência")
    page("HomePage", 1, path="/pt/")
    page("NewsPage", 11, path="/pt/11/", title="Um laboratório", summary="Nada.", topics=[innovation], sort_at=day(1))
    page("NewsPage", 12, path="/pt/12/", title="Outro assunto", summary="Há laboratórios.", topics=[training])
    page("NewsPage", 13, path="/pt/13/", title="Longe", summary="Nada.", body=text("Um LABORATORIO ao fundo."))
    page("NewsPage", 14, path="/pt/14/", title="Longe", summary="Nada.", body=text("Um LABORATORIO ao fundo."))
    page(
        "ServicePage",
        15,
        path="/pt/15/",
        title="Criar um laboratório",
        summary="Um laboratório por entidade.",
        topics=[innovation, training],
        audiences=[youth],
        provider=agency,
        terms=[f"audience:{youth}", f"organisation:{agency}"],
    )
    page("StandardPage", 16, path="/pt/16/", title="Laboratório & <b>guia</b>", summary="Nada.")
    page("NewsPage", 21, path="/en/21/", title="Laboratory", locale="en", summary="Two services.")
    page("NewsPage", 22, path="/en/22/", title="Um laboratório", listed=False)
    page("NewsPage", 23, path="/pt/23/", title="Nada disso")
    return store


def page(kind, pk, *, path, **fields):
    return store.page(kind, pk, path=path, tree=f"00010001{pk:04d}", **fields)


def text(words):
    return {
        "body": [{"__typename": "ParagraphsBlock", "id": "1", "richText": {"html": f"<p>{words}</p>", "text": words}}]
    }


def day(number):
    return store.START + timedelta(days=number)


def found(query, **variables):
    """The keys of the pages found, in their order."""
    search = ask(HITS, text=query, **variables).data["search"]
    return [node["page"]["id"] for node in search["nodes"]]


def facets(query, **variables):
    """The facets as {name: {value: count}}."""
    search = ask(HITS, text=query, **variables).data["search"]
    return {facet["name"]: {value["value"]: value["count"] for value in facet["values"]} for facet in search["facets"]}


ALL = ["NewsPage:11", "NewsPage:12", "NewsPage:13", "NewsPage:14", "ServicePage:15", "StandardPage:16"]


def test_the_title_counts_more_than_the_summary_and_that_more_than_the_text(world):
    order = found("laboratório")

    assert order[-2:] == ["NewsPage:13", "NewsPage:14"]  # in the text only; equal scores by key
    assert order[-3] == "NewsPage:12"
    assert set(order[:3]) == {"NewsPage:11", "ServicePage:15", "StandardPage:16"}


def test_places_and_scores_fall_together(world):
    query = '{ search(query: "laboratório") { nodes { place score } } }'

    nodes = ask(query).data["search"]["nodes"]

    assert [node["place"] for node in nodes] == [1, 2, 3, 4, 5, 6]
    scores = [node["score"] for node in nodes]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == scores[-2] > 0


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("laboratorios", ALL),
        ("LABORATÓRIO", ALL),
        ("laboratório entidade", ["ServicePage:15"]),
        ('"criar um laboratório"', ["ServicePage:15"]),
        ('"laboratório criar"', []),
        ("laboratório -nada", ["NewsPage:12", "ServicePage:15"]),
        ("disso OR entidade", ["NewsPage:23", "ServicePage:15"]),
        ("guia", ["StandardPage:16"]),
        ("laboratory", []),
        ("b", ["StandardPage:16"]),
        ("NewsPage", []),
        ("formacao", []),
    ],
)
def test_pages_are_found_by_their_words_in_the_language_asked_for(world, query, keys):
    assert sorted(found(query, locale="pt")) == sorted(keys)


def test_english_is_searched_as_english(world):
    assert found("laboratories service", locale="en") == ["NewsPage:21"]
    assert found("laboratório", locale="en") == []


def test_a_page_that_can_only_be_visited_is_not_found(world):
    assert "NewsPage:22" not in found("laboratório", locale="en") + found("laboratório", locale="pt")


@pytest.mark.parametrize("query", ["", " ", "-", '"', "OR", "de", "o", "-laboratório", "&|!():*<->", "\\", "🙂"])
def test_what_asks_nothing_finds_nothing(world, query):
    answer = ask(HITS, text=query).data["search"]

    assert answer == {
        "totalCount": 0,
        "nodes": [],
        "edges": [],
        "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
        "facets": [],
    }


def test_a_question_without_words_is_not_sent_to_the_database(world):
    assert ask(HITS, text=' "-" ').statements == 0


def test_titles_and_snippets_mark_what_was_found_and_escape_the_rest(world):
    answer = ask(PAGE, text="laboratorio").data["search"]["nodes"]
    words = {node["page"]["id"]: node for node in answer}

    assert words["StandardPage:16"]["title"]["html"] == "<mark>Laboratório</mark> &amp; &lt;b&gt;guia&lt;/b&gt;"
    assert words["StandardPage:16"]["snippet"] == {"html": "Nada.", "text": "Nada.", "ranges": []}
    assert words["NewsPage:12"]["snippet"] == {
        "html": "Há <mark>laboratórios</mark>.",
        "text": "Há laboratórios.",
        "ranges": [{"start": 3, "length": 12}],
    }
    assert words["NewsPage:13"]["snippet"]["html"] == "Um <mark>LABORATORIO</mark> ao fundo."


def test_facets_count_what_was_found(world):
    search = ask(HITS, text="laboratório").data["search"]

    assert search["totalCount"] == 6
    assert search["facets"] == [
        {
            "name": "types",
            "values": [
                {"value": "NewsPage", "label": "notícias", "count": 4},
                {"value": "ServicePage", "label": "serviços", "count": 1},
                {"value": "StandardPage", "label": "páginas de texto", "count": 1},
            ],
        },
        {
            "name": "topics",
            "values": [
                {"value": "inovacao", "label": "Inovação", "count": 2},
                {"value": "formacao", "label": "Formação", "count": 2},
            ],
        },
        {"name": "audiences", "values": [{"value": "jovens", "label": "Jovens", "count": 1}]},
        {"name": "organisations", "values": [{"value": "organisation-1", "label": "Agência", "count": 1}]},
    ]


def test_filters_narrow_the_hits_the_total_and_the_facets_of_others(world):
    asked = {"types": ["NewsPage"], "filter": {"topics": ["inovacao", "Topic:2"]}}

    assert found("laboratório", **asked) == ["NewsPage:11", "NewsPage:12"]
    assert ask(HITS, text="laboratório", **asked).data["search"]["totalCount"] == 2
    assert facets("laboratório", **asked) == {
        # Under the topics: what another type would find.
        "types": {"NewsPage": 2, "ServicePage": 1},
        # Under the type: what another topic would find.
        "topics": {"inovacao": 1, "formacao": 1},
    }
    assert facets("laboratório", filter={"audiences": ["jovens"]}) == {
        "types": {"ServicePage": 1},
        "topics": {"inovacao": 1, "formacao": 1},
        "audiences": {"jovens": 1},
        "organisations": {"organisation-1": 1},
    }


def test_what_is_chosen_is_among_the_facets_even_where_it_finds_nothing(world):
    asked = {"types": ["EventPage"], "filter": {"topics": ["formacao"]}}

    assert found("guia", **asked) == []
    assert facets("guia", **asked) == {"types": {"EventPage": 0}, "topics": {"formacao": 0}}


def test_dates_and_unknown_names_filter_too(world):
    assert found("laboratório", filter={"publishedAfter": day(1).isoformat()}) == ["NewsPage:11"]
    assert len(found("laboratório", filter={"publishedBefore": day(1).isoformat()})) == 5
    assert found("laboratório", filter={"topics": ["unknown"]}) == []
    assert len(found("laboratório", filter={"topics": [], "audiences": []})) == 6
    assert found("laboratório", types=[]) == []


def test_pages_of_hits_follow_each_other_without_gap_or_repeat(world):
    whole, seen, after = found("laboratório"), [], None
    for _ in range(3):
        search = ask(HITS, text="laboratório", first=2, after=after).data["search"]
        seen += [node["page"]["id"] for node in search["nodes"]]
        assert search["pageInfo"]["hasPreviousPage"] is (after is not None)
        after = search["pageInfo"]["endCursor"]

    assert seen == whole
    assert search["pageInfo"]["hasNextPage"] is False
    assert found("laboratório", first=2, after=after) == []


def test_pages_of_hits_can_be_read_backwards(world):
    whole = found("laboratório")
    last = ask(HITS, text="laboratório", last=2).data["search"]
    middle = ask(HITS, text="laboratório", last=2, before=last["pageInfo"]["startCursor"]).data["search"]

    assert [node["page"]["id"] for node in last["nodes"]] == whole[4:]
    assert [edge["node"]["place"] for edge in middle["edges"]] == [3, 4]
    assert (last["pageInfo"]["hasNextPage"], last["pageInfo"]["hasPreviousPage"]) == (False, True)
    assert (middle["pageInfo"]["hasNextPage"], middle["pageInfo"]["hasPreviousPage"]) == (True, True)


def test_a_cursor_stays_right_while_better_pages_are_published(world):
    whole = found("laboratório")
    cursor = ask(HITS, text="laboratório", first=4).data["search"]["pageInfo"]["endCursor"]

    page("NewsPage", 99, path="/pt/99/", title="Laboratório, laboratório", summary="Laboratório.")

    assert found("laboratório", after=cursor) == whole[4:]


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "nonsense", "WyJhIl0", "WzEsMiwzXQ", "é", "\x00", "WyIyZTQxZGMxNTFkY2UiLCJOYU4iLCJhIl0", "a" * 999],
)
def test_a_wrong_cursor_is_refused(world, cursor):
    assert refusal(HITS, text="laboratório", after=cursor).details() == {"field": "after"}


def test_a_cursor_of_another_question_is_refused(world):
    cursor = ask(HITS, text="laboratório", first=1).data["search"]["pageInfo"]["endCursor"]

    assert found("LABORATORIO", first=1, after=cursor)  # the same question
    assert refusal(HITS, text="guia", after=cursor).details() == {"field": "after"}
    assert refusal(HITS, text="laboratório", locale="en", after=cursor).details() == {"field": "after"}


@pytest.mark.parametrize("asked", [{"first": 101}, {"first": -1}, {"first": 1, "last": 1}])
def test_wrong_page_sizes_are_refused(world, asked):
    assert answer_of(HITS, {"text": "laboratório", **asked}).errors


def test_a_question_that_is_too_long_is_refused_by_its_limit(client, world):
    for query, code, limit, asked in (
        ("a" * 201, "SEARCH_TOO_LONG", 200, 201),
        ("um " * 60 + "b" * 9_000, "SEARCH_TOO_LONG", 200, 9_180),
        ("um " * 17, "TOO_MANY_SEARCH_TERMS", 16, 17),
    ):
        body = {"query": "query ($q: String!) { search(query: $q) { totalCount } }", "variables": {"q": query}}
        answer = client.post("/graphql", json.dumps(body), content_type="application/json").json()
        (error,) = answer["errors"]
        assert error["extensions"] == {
            **error["extensions"],
            "code": code,
            "field": "query",
            "limit": limit,
            "asked": asked,
        }
        assert str(limit) in error["message"]


def test_hostile_questions_never_break_the_door(client, world):
    for query in (
        "\x00",
        "a\x00b",
        "\\u0000",
        "'",
        '"' * 150,
        "-" * 200,
        "%s %(x)s",
        "((((",
        "a" * 10_000,
        "\u202e",
        "İ",
    ):
        for answer in (
            client.get("/graphql/Search", {"query": query}),
            client.post(
                "/graphql",
                json.dumps(
                    {"query": "query ($q: String!) { search(query: $q) { totalCount } }", "variables": {"q": query}}
                ),
                content_type="application/json",
                headers={"accept": "application/graphql-response+json"},
            ),
        ):
            assert answer.status_code in (200, 400), (query, answer.content)
            codes = {error["extensions"]["code"] for error in answer.json().get("errors", ())}
            assert codes <= {"BAD_USER_INPUT", "SEARCH_TOO_LONG", "TOO_MANY_SEARCH_TERMS"}, answer.content


def test_a_search_costs_two_statements_at_n_and_at_2n_hits(db):
    store.empty()
    store.news(40)

    for first in (10, 20):
        answer = ask(PAGE, text="newspage", first=first)
        assert len(answer.data["search"]["nodes"]) == first
        assert answer.data["search"]["totalCount"] == 40
        assert answer.statements == 2


def test_hits_alone_cost_one_statement(world):
    assert ask(HITS, text="laboratório").statements == 1


def test_the_compiled_projection_answers_as_the_plain_executor_does(world):
    for query in (HITS, PAGE):
        for asked in ({"first": 2}, {}):
            variables = {"text": "laboratório", **asked}
            compiled = answer_of(query, variables)
            plain = answer_of(query, variables, executor=ExecutionContext)
            assert (compiled.errors, plain.errors) == ([], [])
            assert compiled.body == plain.body


def test_a_body_can_be_asked_for_without_a_snippet(world):
    query = '{ search(query: "fundo") { nodes { page { id body { __typename } } } } }'

    assert ask(query).data["search"]["nodes"] == [
        {"page": {"id": "NewsPage:13", "body": [{"__typename": "ParagraphsBlock"}]}},
        {"page": {"id": "NewsPage:14", "body": [{"__typename": "ParagraphsBlock"}]}},
    ]
