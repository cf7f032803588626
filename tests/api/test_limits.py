"""Each limit to the exact number: at the limit an operation passes, one over it is refused with its code."""

import json
import time

import pytest
from graphql import get_introspection_query

from api import views
from api.documents import prepare
from api.errors import code_of
from api.limits import Limits
from tests.api.stand_in import stand_in_schema

SCHEMA = stand_in_schema()


def refusals(text, *, introspection=False):
    document = prepare(SCHEMA, text, key="key", introspection=introspection)
    return [(code_of(error.original_error).code, error.original_error.details()) for error in document.errors]


def test_the_limits_are_those_of_the_contract():
    assert Limits() == Limits(
        body_bytes=100_000,
        document_characters=20_000,
        document_tokens=2_000,
        depth=15,
        aliases=30,
        directives=10,
        errors_reported=10,
        page_size=100,
        cost=5_000,
        statement_seconds=5,
    )


def test_a_body_has_100_000_bytes_at_most(post):
    def body(length):
        start = b'{"query": "{ hello }", "extensions": {"x": "'
        return start + b"x" * (length - len(start) - 3) + b'"}}'

    fits, over = post(body=body(100_000)), post(body=body(100_001))

    assert (len(body(100_000)), fits.status_code) == (100_000, 200)
    assert over.status_code == 413
    assert over.json()["errors"][0]["extensions"] == {"code": "BODY_TOO_LARGE", "limit": 100_000}


def test_a_body_that_lies_about_its_length_is_not_read_beyond_the_limit(rf, stand_in_door):
    request = rf.post("/graphql", b"x" * 300_000, content_type="application/json")
    request.META["CONTENT_LENGTH"] = "10"

    assert views.endpoint(request).status_code == 413


def test_a_document_has_20_000_characters_at_most(post):
    fits, over = post("{ hello }".ljust(20_000)), post("{ hello }".ljust(20_001))

    assert fits.json()["data"] == {"hello": "Hello world"}
    assert over.status_code == 400
    assert over.json()["errors"][0]["extensions"] == {"code": "DOCUMENT_TOO_LONG", "limit": 20_000, "asked": 20_001}


def test_a_document_has_2_000_tokens_at_most(post):
    fits, over = post("{" + " hello" * 1_998 + "}"), post("{" + " hello" * 1_999 + "}")

    assert fits.json()["data"] == {"hello": "Hello world"}
    assert over.status_code == 400
    assert over.json()["errors"][0]["extensions"] == {"code": "TOO_MANY_TOKENS", "limit": 2_000}


def test_a_selection_is_15_levels_deep_at_most_through_fragments_too():
    def nested(levels):
        return "{ thing " + "{ self " * (levels - 2) + "{ id }" + " }" * (levels - 1)

    def through_a_fragment(levels):
        inner = "{ self " * (levels - 10) + "{ id }" + " }" * (levels - 10)
        return "{ thing " + "{ self " * 8 + "{ ...Rest }" + " }" * 9 + " fragment Rest on Thing " + inner

    assert refusals(nested(15)) == []
    assert refusals(nested(16)) == [("SELECTION_TOO_DEEP", {"limit": 15})]
    assert refusals(through_a_fragment(15)) == []
    assert refusals(through_a_fragment(16)) == [("SELECTION_TOO_DEEP", {"limit": 15})]


@pytest.mark.parametrize("levels", [30, 300, 900])
def test_nesting_beyond_the_parser_is_the_same_refusal(levels):
    assert refusals("{ thing " + "{ self " * levels + "}" * (levels + 1))[0][0] in (
        "SELECTION_TOO_DEEP",
        "GRAPHQL_PARSE_FAILED",
    )
    assert refusals("{ thing " + "{ self " * levels + "{ id }" + "}" * (levels + 1)) == [
        ("SELECTION_TOO_DEEP", {"limit": 15})
    ]


def test_the_standard_introspection_query_fits_where_introspection_is_allowed():
    assert refusals(get_introspection_query(), introspection=True) == []
    assert refusals(get_introspection_query())[0][0] == "INTROSPECTION_DISABLED"


def test_30_aliases_at_most_and_an_aliased_typename_counts():
    def aliases(number):
        return "{" + "".join(f" a{index}: __typename" for index in range(number)) + " }"

    assert refusals(aliases(30)) == []
    assert refusals(aliases(31)) == [("TOO_MANY_ALIASES", {"limit": 30, "asked": 31})]


def test_aliases_inside_fragments_and_repeated_fields_count():
    fragment = "".join(f" a{index}: __typename" for index in range(30))
    repeated = " thing { id }"

    assert refusals("{ ...A a: hello } fragment A on Query {" + fragment + " }") == [
        ("TOO_MANY_ALIASES", {"limit": 30, "asked": 31})
    ]
    assert refusals("{" + repeated * 31 + "}") == []
    assert refusals("{" + repeated * 32 + "}") == [("TOO_MANY_ALIASES", {"limit": 30, "asked": 31})]


def test_10_directives_at_most():
    def directives(number):
        return "{ " + " ".join(f"a{index}: hello @include(if: true)" for index in range(number)) + " }"

    assert refusals(directives(10)) == []
    assert refusals(directives(11)) == [("TOO_MANY_DIRECTIVES", {"limit": 10, "asked": 11})]


def test_at_most_10_errors_are_reported(post):
    eleven = "{ " + " ".join(f"unknown{index}" for index in range(11)) + " }"
    broken = "{ " + " ".join(f"a{index}: broken" for index in range(11)) + " }"
    variables = ", ".join(f"$v{index}: Int!" for index in range(11))

    assert len(post(eleven).json()["errors"]) == 10
    assert len(post(broken).json()["errors"]) == 10
    assert len(post(f"query ({variables}) {{ hello }}").json()["errors"]) == 10


@pytest.mark.parametrize("argument", ["first", "last"])
def test_a_page_has_100_nodes_at_most_however_it_is_asked(post, argument):
    literal = "{ things(%s: %d) { totalCount } }"
    by_variable = f"query ($n: Int) {{ things({argument}: $n) {{ totalCount }} }}"
    by_default = "query ($n: Int = %d) { things(%s: $n) { totalCount } }"

    for number, status in ((100, 200), (101, 400), (0, 200), (-1, 400)):
        responses = [
            post(literal % (argument, number)),
            post(by_variable, variables={"n": number}),
            post(by_default % (number, argument)),
        ]
        assert [response.status_code for response in responses] == [status] * 3
        for response in responses:
            if status == 400:
                [error] = response.json()["errors"]
                assert error["extensions"] == {
                    "code": "BAD_USER_INPUT",
                    "field": argument,
                    "limit": 100,
                    "asked": number,
                }


def test_an_operation_costs_5_000_at_most(post):
    # One connection, 100 nodes, 24 objects in each and one more list of five: 1 + 100 * (1 + 48) = 4,901.
    def costing(extra):
        inner = "many(first: 47) { nodes { id } }"
        return "{ things(first: 100) { nodes { " + inner + " } } ...Extra } fragment Extra on Query { " + extra + " }"

    ninety_nine = " ".join(f"t{index}: thing {{ self {{ self {{ id }} }} }}" for index in range(30))  # 3 each
    fits = costing(
        ninety_nine + " thing { self { self { self { self { self { self { self { self { id } } } } } } } } }"
    )
    over = costing(
        ninety_nine + " thing { self { self { self { self { self { self { self { self { self { id } } } } } } } } } }"
    )

    assert post(fits).json()["extensions"] == {"cost": 5_000}
    refused = post(over)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["extensions"] == {"code": "COST_TOO_HIGH", "limit": 5_000, "asked": 5_001}


def test_a_cost_beyond_every_number_is_still_json(post):
    query = "{ things(first: 100) " + "{ nodes { many(first: 100) " * 6 + "{ totalCount }" + " } }" * 6 + " }"

    response = post(query)

    assert response.json()["errors"][0]["extensions"]["asked"] == 2**31 - 1


@pytest.mark.parametrize(
    "text",
    [
        "{ thing { ...F0 } }"
        + "".join(f"fragment F{i} on Thing {{ self {{ ...F{i + 1} ...F{i + 1} }} }}" for i in range(12))
        + "fragment F12 on Thing { id }",
        "{ thing { ...F0 } }"
        + "".join(f"fragment F{i} on Thing {{ ...F{i + 1} ...F{i + 1} ...F{i + 1} }}" for i in range(120))
        + "fragment F120 on Thing { id }",
        "{" + "".join(f" a{i}: hello" for i in range(10_000))[:19_990] + "}",
        "{ ...F0 }"
        + "".join(
            f"fragment F{i} on Query {{ {' '.join(f'...F{(i * 7 + j) % 40}' for j in range(8))} }}" for i in range(40)
        ),
        "{" + " thing { id }" * 300 + "}",
        "{" + " nope" * 1_990 + "}",
        "#\n" * 9_000 + "{ hello }",
        "{ echo(texts: [" + '"a" ' * 1_900 + "]) }",
        "{ echo(filter: " + "{ more: " * 200 + "{}" + "}" * 200 + ") }",
        "{ echo(texts: " + "[" * 900 + "]" * 900 + ") }",
        "{ echo(float: 1e999) }",
        "{ echo(float: " + "9" * 5_000 + ".0) }",
        "\ufeff{ hello }",
        "{ hello \x00 }",
        "{ hello } \ud83d\ude00",
        "query " + "A" * 19_000 + " { hello }",
    ],
)
def test_hostile_documents_are_answered_quickly_and_never_with_a_failure(post, text):
    body = json.dumps({"query": text}).encode("utf-8", "surrogatepass")
    start = time.thread_time()
    response = post(body=body)

    assert response.status_code in (200, 400)
    assert time.thread_time() - start < 1
