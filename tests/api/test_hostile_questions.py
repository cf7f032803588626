"""Strange but well-formed questions to the product's own schema: data, null or a refusal of ours, never a failure."""

import base64
import itertools
import json

import pytest

from published.publication import publication
from tests import factories

IDS = [
    *("", ":", "x", "NewsPage", "NewsPage:", ":1", "NewsPage:x", "NewsPage:-1", "NewsPage:1:2", "newspage:1"),
    *(
        "NewsPage:99999999999999999999999",
        "NewsPage:1 ",
        "NewsPage:'; SELECT 1",
        "Site:1",
        "User:1",
        "é:1",
        "a" * 10_000,
    ),
]
PATHS = [
    "",
    "/",
    "pt",
    "/pt",
    "//",
    "/pt/../",
    "/pt/%00/",
    "/" + "a" * 10_000,
    "/pt/\u202e/",
    "/PT/",
    "/pt/?q=1",
    "http://x/",
]
CURSORS = [
    *("", "x", "=", "é", "a" * 5_000),
    *(
        base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
        for text in (
            *(
                "",
                "x",
                "null",
                "[]",
                "{}",
                "[1]",
                '["NEWEST"]',
                '["NEWEST", null, null]',
                '["NEWEST", "x", "NewsPage:1"]',
            ),
            *('["TITLE", "x", "NewsPage:1"]', '["NEWEST", 1, 2]', '["NEWEST", "2026-01-01", {"a": 1}]', "[" * 3_000),
            *('["NEWEST", "0000-00-00", "NewsPage:1"]', '["NEWEST", "infinity", "NewsPage:1"]'),
            *('["NEWEST", "2026-01-01 00:00:00+99", "NewsPage:1"]', '["NEWEST", "2026-01-01", "a\\u0000b"]'),
            *('["NEWEST", "294277-01-01", "x"]', '["NEWEST", "\\ud800", "x"]', '["NOPE", "2026-01-01", "NewsPage:1"]'),
        )
    ),
]
TIMES = [
    *("", "x", "2026-01-01", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
    *(
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00+99:99",
        "+12026-01-01T00:00:00Z",
        "infinity",
        "now",
        "2026-W01-1",
        "1e9",
    ),
]
TERMS = [[], [""], ["x"], ["Topic:1"], ["Topic:x"], ["x"] * 5_000, ["'"], ["%s"], ["a" * 20_000], ["\u202e"]]


@pytest.fixture
def ask(client, db):
    with publication():
        factories.news(topics=[factories.topic()])
        factories.event()

    def post(query, **variables):
        body = json.dumps({"query": query, "variables": variables})
        response = client.post("/graphql", body, content_type="application/json")
        answer = response.json()
        codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
        assert response.status_code == 200
        assert codes <= {"BAD_USER_INPUT"}, (variables, answer["errors"])
        return answer

    return post


def test_ids(ask):
    for one in IDS:
        ask("query ($id: ID!) { node(id: $id) { id } page(id: $id) { id } }", id=one)
        ask("query ($id: ID!) { pages(parent: $id) { totalCount nodes { id } } }", id=one)


def test_paths(ask):
    for path, locale, site in itertools.product(PATHS, (None, "en"), (None, "x", "localhost:99999999", "é", "a" * 300)):
        ask(
            "query ($path: String, $l: Locale, $s: String) { page(path: $path, locale: $l, site: $s) { id } }",
            path=path,
            l=locale,
            s=site,
        )
        ask(
            "query ($path: String!, $l: Locale, $s: String) { route(path: $path, locale: $l, site: $s) { __typename }}",
            path=path,
            l=locale,
            s=site,
        )


def test_a_page_by_nothing_and_by_two_things(ask):
    ask("{ page { id } }")
    ask('{ page(path: "/pt/", id: "HomePage:1") { id } }')
    ask("{ page(path: null, id: null, locale: null, site: null) { id } }")


def test_cursors(ask):
    for cursor in CURSORS:
        for argument, order in itertools.product(("after", "before"), ("NEWEST", "TITLE")):
            ask(
                f"query ($c: String) {{ news({argument}: $c, order: {order}) {{ nodes {{ id }} }} }}",
                c=cursor,
            )
        ask("query ($c: String) { pages { nodes { children(after: $c) { nodes { id } } } } }", c=cursor)
        ask("query ($c: String) { topics(before: $c) { nodes { id } } }", c=cursor)


def test_windows(ask):
    for first, last in itertools.product((None, 0, 1, 100), repeat=2):
        ask(
            "query ($f: Int, $l: Int) { news(first: $f, last: $l) { totalCount nodes { id } pageInfo { endCursor } } }",
            f=first,
            l=last,
        )


def test_filters(ask):
    query = """query ($n: NewsPageFilter, $e: EventPageFilter) {
        news(filter: $n) { totalCount nodes { id } facets { name } }
        events(filter: $e) { totalCount nodes { id } facets { name } }
    }"""
    for time in TIMES:
        ask(query, n={"publishedAfter": time}, e={"publishedBefore": time})
    for terms in TERMS:
        ask(query, n={"topics": terms, "organisations": terms}, e={"audiences": terms, "when": "UPCOMING"})
    ask(query, n=None, e={"format": [], "topics": None, "when": None})
    ask("{ pages(types: []) { totalCount } topics(first: 0) { nodes { pageCount } } }")


def test_hosts(client, db):
    for host in ("localhost", "x.example", "[::1]", "localhost:99999", "xn--e1afmkfd"):
        response = client.post(
            "/graphql", {"query": "{ pages { totalCount } }"}, content_type="application/json", headers={"host": host}
        )

        assert "errors" not in response.json()
