"""Stored operations by address: each variable from a plain query parameter, by its type."""

import pytest

from api import views
from api.operations import StoredOperations

ECHO = """# For nobody but this test.
query Echo($int: Int, $float: Float, $yes: Boolean, $colour: Colour, $id: ID, $texts: [String!], $filter: Filter) {
  echo(int: $int, float: $float, yes: $yes, colour: $colour, id: $id, texts: $texts, filter: $filter)
}
"""

DEFAULTS = """# For nobody but this test.
query Defaults($int: Int = 3, $texts: [String!] = ["a"], $colour: Colour! = RED) {
  echo(int: $int, texts: $texts, colour: $colour)
}
"""


@pytest.fixture
def echo(get, stand_in_door, tmp_path, monkeypatch):
    (tmp_path / "Echo.graphql").write_text(ECHO)
    (tmp_path / "Things.graphql").write_text("# For tests.\nquery Things($n: Int) { things(first: $n) { totalCount } }")
    (tmp_path / "Greet.graphql").write_text('# For tests.\nmutation Greet { greet(name: "Ana") }')
    (tmp_path / "Needs.graphql").write_text("# For tests.\nquery Needs($id: ID!) { echo(id: $id) }")
    (tmp_path / "Defaults.graphql").write_text(DEFAULTS)
    operations = StoredOperations(stand_in_door.schema, tmp_path)
    monkeypatch.setattr(views, "stored_operations", lambda _: operations)

    def ask(path="Echo", **parameters):
        return get(f"/graphql/{path}", **parameters)

    return ask


@pytest.mark.parametrize(
    ("parameters", "heard"),
    [
        ({}, "{}"),
        ({"int": "7"}, "{'int': 7}"),
        ({"int": "-7"}, "{'int': -7}"),
        ({"float": "1.5"}, "{'float': 1.5}"),
        ({"yes": "true"}, "{'yes': True}"),
        ({"yes": "false"}, "{'yes': False}"),
        ({"colour": "RED"}, "{'colour': 'RED'}"),
        ({"id": "NewsPage:7"}, "{'id': 'NewsPage:7'}"),
        ({"id": ""}, "{'id': ''}"),
        ({"texts": "a"}, "{'texts': ['a']}"),
        ({"texts": ["a", "b,c"]}, "{'texts': ['a', 'b,c']}"),
        ({"texts": ""}, "{'texts': ['']}"),
        ({"float": "-0.25"}, "{'float': -0.25}"),
        ({"float": "2"}, "{'float': 2.0}"),
        ({"filter": '{"topics": ["x"], "colour": "RED"}'}, "{'filter': {'topics': ['x'], 'colour': 'RED'}}"),
        ({"filter": '{"more": {"when": "PAST"}}'}, "{'filter': {'more': {'when': 'PAST'}}}"),
        ({"filter": '{"topics": null}'}, "{'filter': {'topics': None}}"),
        ({"filter": "null"}, "{'filter': None}"),
    ],
)
def test_a_parameter_is_read_by_the_type_of_its_variable(echo, parameters, heard):
    assert echo(**parameters).json()["data"] == {"echo": heard}


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"unknown": "1"}, "unknown"),
        ({"query": "{ hello }"}, "query"),
        ({"int": "x"}, "int"),
        ({"int": ""}, "int"),
        ({"int": "1.0"}, "int"),
        ({"int": "9" * 5_000}, "int"),
        ({"int": ["1", "2"]}, "int"),
        ({"float": "NaN"}, "float"),
        ({"float": "1e400"}, "float"),
        ({"colour": ["RED", "GREEN"]}, "colour"),
        ({"filter": ["{}", "{}"]}, "filter"),
        ({"filter": '{"topics": NaN}'}, "filter"),
        ({"extensions": "{}"}, "extensions"),
        ({"Int": "1"}, "Int"),
        ({"yes": "1"}, "yes"),
        ({"yes": "True"}, "yes"),
        ({"filter": "{"}, "filter"),
        ({"filter": "[" * 2_000}, "filter"),
        ({"id": "a\x00"}, "variables"),
        ({"filter": '{"topics": ["\\u0000"]}'}, "variables"),
    ],
)
def test_a_parameter_that_does_not_fit_is_named(echo, parameters, field):
    response = echo(**parameters)

    [error] = response.json()["errors"]
    assert response.status_code == 400
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_USER_INPUT", field)


@pytest.mark.parametrize(
    "parameters", [{"colour": "BLUE"}, {"filter": '{"nope": 1}'}, {"filter": "7"}, {"int": "9999999999"}]
)
def test_what_the_type_refuses_is_bad_input_too(echo, parameters):
    response = echo(**parameters)

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("name", ["Nothing", "echo", "..", "Echo.graphql", "%2e%2e%2fEcho", "%00", ""])
def test_a_name_that_is_not_in_the_folder_is_not_found(echo, name):
    response = echo(name)

    assert response.status_code == 404
    assert response.json()["errors"][0]["extensions"] == {"code": "OPERATION_NOT_FOUND"}


def test_a_default_holds_where_nothing_is_said_and_lists_of_enums_and_inputs_are_repeated(get, stand_in_door, echo):
    assert echo("Defaults").json()["data"] == {"echo": "{'int': 3, 'colour': 'RED', 'texts': ['a']}"}
    assert echo("Defaults", int="4", texts=["b", "c"], colour="GREEN").json()["data"] == {
        "echo": "{'int': 4, 'colour': 'GREEN', 'texts': ['b', 'c']}"
    }


def test_a_variable_that_is_needed_is_named_where_it_is_missing(echo):
    response = echo("Needs")

    [error] = response.json()["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (400, "BAD_USER_INPUT")
    assert "$id" in error["message"]


def test_an_unknown_parameter_is_told_which_there_are(echo):
    [error] = echo("Things", first="1").json()["errors"]

    assert error["message"].endswith("the operation has no such variable; it has: n")


def test_a_page_size_and_the_cost_are_checked_like_everywhere(echo):
    assert echo("Things", n="100").json()["extensions"] == {"cost": 11}
    assert echo("Things", n="101").status_code == 400


def test_a_stored_mutation_is_not_run_by_get(echo):
    assert echo("Greet").status_code == 405


def test_only_get_and_head_are_allowed(client, echo):
    response = client.post("/graphql/Echo", "{}", content_type="application/json")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_answers_have_a_tag_and_are_not_computed_again(echo, stand_in_door, monkeypatch):
    first = echo(int="1")
    monkeypatch.setattr(stand_in_door, "execute", None)

    again = echo(int="1", headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert again.status_code == 304


def test_a_broken_file_fails_when_it_is_asked_and_never_says_why_to_the_client(
    get, stand_in_door, tmp_path, monkeypatch
):
    (tmp_path / "Broken.graphql").write_text("query Broken { nothing }")
    operations = StoredOperations(stand_in_door.schema, tmp_path)
    monkeypatch.setattr(views, "stored_operations", lambda _: operations)

    response = get("/graphql/Broken")

    assert response.status_code == 500
    assert response.json()["errors"][0]["message"] == "Internal error"
