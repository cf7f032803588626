"""Apollo Client, urql and graphql-request work unchanged: answers, refusals and half answers, by POST, GET and hash."""

import json
from pathlib import Path

import pytest

from api.callers import Caller
from api.persisted import persisted_queries
from api.usage import budgets
from api.usage.budgets import BUDGETS
from content.models import NewsPage
from published.publication import publication
from tests import factories
from tests.apps.conftest import BODY
from tests.apps.programs import program

pytestmark = pytest.mark.django_db(transaction=True)

HERE = Path(__file__).parent / "clients"
BOTH = [(library, transport) for library in ("apollo", "urql", "graphql-request") for transport in ("post", "get")]
HASHED = [("apollo", "persisted"), ("urql", "persisted")]

NEWS = "query News($first: Int!, $after: String) { news(first: $first, after: $after) { nodes { id title } } }"
TITLES = [{"first": 2}, {"first": 2}, {"first": 1}]
HALF = "query Half { news(first: 1) { totalCount } page { id } }"  # a page has to be named
TOO_MANY = {"first": 101}
UNKNOWN = "query Unknown { news { nothing } }"
PAGE = """
query Page($path: String!) {
  page(path: $path) { id ...Words ... on NewsPage { author { id } } body { ...Block } }
}
fragment Words on PageInterface { title }
fragment Block on BodyBlock { ... on ParagraphsBlock { id richText { text } } ... on HeadingBlock { id text } }
"""
UNREADABLE = "query Unreadable { news(first: 1) { nodes { id title(a: 1) } } }"


@pytest.fixture
def ask(tmp_path, endpoint):
    """What a library made of each question, and what it sent."""
    persisted_queries.clear()
    scripts = program(HERE, tmp_path)

    def answer(library, transport, *questions):
        ended = scripts.run("ask.js", endpoint, library, transport, json.dumps(questions))
        assert (ended.status, ended.errors) == (0, "")
        result = json.loads(ended.output)
        return result["answers"], result["sent"]

    return answer


def titles(answer):
    return [node["title"] for node in answer["data"]["news"]["nodes"]]


def method_of(transport):
    return {"post": "POST", "get": "GET"}[transport]


@pytest.mark.parametrize(("library", "transport"), BOTH)
def test_a_client_reads_a_list_by_post_and_by_get(ask, library, transport):
    [answer], sent = ask(library, transport, [NEWS, {"first": 2}])

    assert titles(answer) == ["Quinta", "Quarta"]
    assert answer["codes"] == []
    assert sent == [[method_of(transport), 200, "text", ""]]


@pytest.mark.parametrize(("library", "transport"), HASHED)
def test_a_client_sends_the_text_of_a_query_once_and_then_its_hash(ask, library, transport):
    answers, sent = ask(library, transport, [NEWS, {"first": 2}], [NEWS, {"first": 1}])

    assert [titles(answer) for answer in answers] == [["Quinta", "Quarta"], ["Quinta"]]
    assert sent[0] == ["GET", 200, "", "hash"]  # not known yet
    assert sent[1][1:] == [200, "text", "hash"]
    assert sent[2] == ["GET", 200, "", "hash"]
    assert len(sent) == 3
    assert len(persisted_queries) == 1


@pytest.mark.parametrize(("library", "transport"), [*BOTH, *HASHED])
def test_a_client_learns_the_code_of_a_refusal(ask, library, transport):
    answers, _sent = ask(library, transport, [NEWS, TOO_MANY], [UNKNOWN, {}], [UNREADABLE, {}], [NEWS, {"first": 1}])

    assert [answer["codes"] for answer in answers] == [
        ["BAD_USER_INPUT"],
        ["GRAPHQL_VALIDATION_FAILED"],
        ["GRAPHQL_VALIDATION_FAILED"],
        [],
    ]
    assert [answer["data"] for answer in answers[:3]] == [None, None, None]
    assert titles(answers[3]) == ["Quinta"]


@pytest.mark.parametrize(("library", "transport"), [*BOTH, *HASHED])
def test_a_client_has_the_half_that_was_answered(ask, library, transport):
    [answer], _sent = ask(library, transport, [HALF, {}])

    assert answer["codes"] == ["BAD_USER_INPUT"]
    assert answer["data"]["news"]["totalCount"] == 5
    assert answer["data"]["page"] is None


@pytest.fixture
def spent(settings, monkeypatch):
    """The budget of this minute is spent; it does not end while the test runs."""
    settings.GRAPHQL_ANONYMOUS_BUDGET = 1_000
    monkeypatch.setattr(BUDGETS, "clock", lambda: 30.0)
    BUDGETS.forget()
    budgets.spend(Caller(address="127.0.0.1"), 1_000)
    yield
    BUDGETS.forget()


@pytest.mark.parametrize(("library", "transport"), [*BOTH, *HASHED])
def test_a_client_learns_that_the_budget_is_spent(ask, spent, library, transport):
    [answer], sent = ask(library, transport, [NEWS, {"first": 1}])

    assert answer == {"data": None, "codes": ["BUDGET_EXCEEDED"]}
    assert {status for _method, status, *_ in sent} == {429}


def test_a_normalised_cache_keeps_a_page_apart_from_its_copy_and_its_translation(ask):
    """Wagtail keeps the ids of blocks when a page is copied or translated."""
    with publication():
        page = NewsPage.objects.get(slug="n1")
        copied = page.copy(recursive=False, update_attrs={"slug": "copia", "title": "Cópia"}, keep_live=False).specific
        page.get_parent().specific.copy_for_translation(factories.locale("en")).save_revision().publish()
        translated = page.copy_for_translation(factories.locale("en")).specific
        for one, words in ((copied, "Palavras da cópia"), (translated, "Words of the translation")):
            one.body = [{**part, "value": {"text": f"<p>{words}</p>"}} if part["id"] == "p" else part for part in BODY]
            one.save_revision().publish()
    paths = [one.get_url() for one in (page, copied, translated)]

    answers, sent = ask("apollo", "get", *([PAGE, {"path": path}] for path in [*paths, *paths]))

    texts = [answer["data"]["page"]["body"][1]["richText"]["text"] for answer in answers]
    assert texts == ["Um parágrafo com força.", "Palavras da cópia", "Words of the translation"] * 2
    assert [answer["data"]["page"]["author"] for answer in answers] == [None] * 6
    assert len(sent) == 3  # the second time from the cache
