"""What OWASP's cheat sheet for GraphQL asks of any endpoint, over every root field there is (docs/security.md)."""

import json
import socket
from typing import Any

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLNonNull,
    get_named_type,
    is_input_object_type,
    is_leaf_type,
    is_scalar_type,
)

from api.limits import LIMITS
from api.schema import schema
from published.models import Entry
from tests.api import worlds

SCALARS = {"String", "ID", "Int", "Float", "Boolean", "DateTime", "Date"}
HOSTILE = [
    "' OR '1'='1",
    "'; DROP TABLE published_entry; --",
    "%s %(now)s {} \\",
    "$(touch /tmp/x) `id` | cat /etc/passwd",
    "http://127.0.0.1:9/latest/meta-data/",
    "//example.org/",
    "../../../../etc/passwd",
    "a\r\nSet-Cookie: x=1\r\n\r\n",
    "<script>alert(1)</script>",
    '{"$gt": ""}',
    "*)(uid=*))(|(uid=*",
    "&xxe; <!ENTITY xxe SYSTEM 'file:///etc/passwd'>",
    "e\u0301 \u202e \ufeff \U0001f600",
    "\x00",
]


def root_fields() -> dict[str, GraphQLField]:
    query = schema.graphql_schema.query_type
    assert query is not None
    return query.fields


def texts_of(field: GraphQLField) -> list[str]:
    """The arguments that a caller may write anything into."""
    return [name for name, argument in field.args.items() if get_named_type(argument.type).name in ("String", "ID")]


def question(name: str, field: GraphQLField, text: str) -> dict[str, Any]:
    """A question with ``text`` in every argument that takes one."""
    names = texts_of(field)
    declared = ", ".join(f"${one}: {field.args[one].type}" for one in names)
    given = ", ".join(f"{one}: ${one}" for one in names)
    values = {one: [text] if "[" in str(field.args[one].type) else text for one in names}
    selection = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
    return {"query": f"query ({declared}) {{ {name}({given}){selection} }}", "variables": values}


def walk_arguments() -> list[tuple[str, GraphQLArgument]]:
    """Every argument of every field, and every field of every input."""
    found: list[tuple[str, Any]] = []
    for kind in schema.graphql_schema.type_map.values():
        if kind.name.startswith("__"):
            continue
        if is_input_object_type(kind):
            found += [(f"{kind.name}.{name}", field) for name, field in kind.fields.items()]  # type: ignore[attr-defined]
            continue
        for name, field in getattr(kind, "fields", {}).items():
            found += [(f"{kind.name}.{name}({one}:)", argument) for one, argument in getattr(field, "args", {}).items()]
    return found


@pytest.fixture
def world(db):
    worlds.everything()


def test_every_value_has_a_declared_type_and_none_may_hold_just_anything():
    for place, argument in walk_arguments():
        kind = get_named_type(argument.type)
        assert not is_scalar_type(kind) or kind.name in SCALARS, f"{place} takes {kind.name}"


@pytest.mark.parametrize("name", [name for name, field in root_fields().items() if texts_of(field)])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_reaches_another_interpreter_or_another_host(world, client, monkeypatch, name, text):
    before = Entry.objects.count()
    asked = question(name, root_fields()[name], text)

    def refuse(*_: object) -> None:
        raise AssertionError("A question made the server call somebody")

    monkeypatch.setattr(socket.socket, "connect", refuse)  # the database is connected already, by libpq
    response = client.post("/graphql", json.dumps(asked), content_type="application/json")

    assert response.status_code in (200, 400)
    answer = response.json()
    codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
    assert "INTERNAL_SERVER_ERROR" not in codes
    assert Entry.objects.count() == before
    told = response.content.decode()
    for secret in ("psycopg", "SELECT ", "Traceback", "site-packages", "root:x:"):
        assert secret not in told


@pytest.mark.parametrize("name", [name for name, field in root_fields().items() if texts_of(field)])
def test_no_text_becomes_a_header(world, client, name):
    asked = question(name, root_fields()[name], "a\r\nSet-Cookie: x=1")
    response = client.get("/graphql", {"query": asked["query"], "variables": json.dumps(asked["variables"])})

    assert response.status_code < 500
    assert not response.cookies
    for value in response.headers.values():
        assert "\r" not in value
        assert "\n" not in value


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/graphql/a%0d%0aSet-Cookie:%20x=1", "/graphql/%2e%2e%2f%2e%2e%2fmanage.py"])
def test_no_address_becomes_a_header_or_a_file(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert not response.cookies
    assert response.json()["errors"][0]["extensions"]["code"] == "OPERATION_NOT_FOUND"


def test_every_list_has_pages_and_none_gives_more_than_a_hundred(world, client):
    lists = [name for name, field in root_fields().items() if "first" in field.args]
    assert {"pages", "news", "topics", "search"} <= set(lists)
    for name in lists:
        field = root_fields()[name]
        needed = {one: argument for one, argument in field.args.items() if isinstance(argument.type, GraphQLNonNull)}
        given = "".join(f', {one}: "ab"' for one in needed)
        query = f"{{ {name}(first: {LIMITS.page_size + 1}{given}) {{ __typename }} }}"
        response = client.post("/graphql", json.dumps({"query": query}), content_type="application/json")

        codes = {error["extensions"]["code"] for error in response.json()["errors"]}
        assert codes == {"BAD_USER_INPUT"}, name


@pytest.mark.parametrize("key", ["User:1", "ApiKey:1", "Revision:1", "PreviewLink:1", "Session:1", "Collection:1"])
def test_nothing_but_what_is_published_is_found_by_an_id(world, client, key):
    asked = {"query": "query ($id: ID!) { node(id: $id) { __typename } }", "variables": {"id": key}}
    response = client.post("/graphql", json.dumps(asked), content_type="application/json")

    assert response.json()["data"] == {"node": None}
