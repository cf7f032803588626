"""Whatever is sent, the door answers below 500, in JSON, and no answer shows how it is made."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api import freshness, views
from api.door import Door
from tests.api.stand_in import stand_in_schema

WORDS = [*"{}()[]:!|=@&$", "...", "query", "mutation", "fragment", "on", "A", "B", "$n", "hello", "thing", "things"]
WORDS += ["nodes", "self", "id", "__typename", "__schema", "first", "last", "filter", "echo", "int", "texts", "News"]
WORDS += [
    "true",
    "null",
    "1",
    "-1",
    "1e5",
    "99999999999999999999",
    '"a"',
    '"\\u0000"',
    '"\\ud800"',
    '"""b"""',
    "#c\n",
    "Int",
]
WORDS += ["@skip(if: true)", "@include(if: $n)", "\x00", "\ufeff", "é", "\U0001f600"]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda children: st.lists(children, max_size=5) | st.dictionaries(st.text(max_size=10), children, max_size=5),
    max_leaves=20,
)
documents = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
whole_questions = st.fixed_dictionaries(
    {"query": documents | st.text(max_size=200) | json_values},
    optional={
        "variables": st.dictionaries(st.sampled_from(["n", "m", "f", ""]), json_values, max_size=3) | json_values,
        "operationName": st.sampled_from(["A", "B", ""]) | json_values,
        "extensions": json_values,
        "unknown": json_values,
    },
)
bodies = st.binary(max_size=300) | json_values.map(json.dumps) | whole_questions.map(json.dumps)
headers = st.sampled_from(["application/json", "*/*", "application/graphql-response+json", "a/b;q=z", ",;=", "\x00"])

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def stand_in(monkeypatch):
    door = Door(stand_in_schema(), introspection=True)
    monkeypatch.setattr(views, "door", lambda: door)
    monkeypatch.setattr(freshness, "store_state", lambda **_: (1, 7))


@many
@given(body=bodies, accept=headers, language=st.text(max_size=20))
def test_any_body_is_answered(client, body, accept, language):
    content = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")

    response = client.post(
        "/graphql", content, content_type="application/json", HTTP_ACCEPT=accept, HTTP_ACCEPT_LANGUAGE=language
    )

    assert_is_an_answer(response)


@many
@given(query=documents, variables=st.text(max_size=50) | json_values.map(json.dumps), tag=st.text(max_size=20))
def test_any_get_is_answered(client, query, variables, tag):
    parameters = {"query": query.encode("utf-8", "replace"), "variables": variables.encode("utf-8", "replace")}

    response = client.get("/graphql", parameters, HTTP_IF_NONE_MATCH=tag)

    assert_is_an_answer(response)


@many
@given(length=st.sampled_from(["-1", "x", "", "0", "99999999999999999999999", "1e3", "\u0663"]))
def test_any_content_length_is_answered(rf, length):
    request = rf.post("/graphql", b'{"query": "{ hello }"}', content_type="application/json")
    request.META["CONTENT_LENGTH"] = length

    assert_is_an_answer(views.endpoint(request))


def assert_is_an_answer(response):
    assert response.status_code < 500
    answer = json.loads(response.content)
    assert set(answer) <= {"errors", "data", "extensions"}
    for word in (b"Traceback", b"site-packages", b"SELECT", b'File \\"'):
        assert word not in response.content
