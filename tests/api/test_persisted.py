"""Automatic persisted queries as Apollo and urql send them: by hash, by GET and POST, registered where unknown."""

import hashlib
import json

import pytest

from api import answering, views
from api.errors import PersistedQueryNotFoundError
from api.operations import StoredOperations
from api.persisted import PersistedQueries
from api.questions import Question

HELLO = "query Hello($name: String) { hello(name: $name) }"
JSON_TYPES = ("application/graphql-response+json", "application/json")


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def extensions(text, **changes):
    return {"persistedQuery": {"version": 1, "sha256Hash": sha256(text), **changes}}


@pytest.fixture
def get_hash(get):
    def ask(text, *, accept=JSON_TYPES[0], headers=None, changes=None, **parameters):
        parameters["extensions"] = json.dumps(extensions(text, **(changes or {})))
        return get("/graphql", accept=accept, headers=headers, **parameters)

    return ask


def code(response):
    [error] = response.json()["errors"]
    return error["extensions"]["code"]


@pytest.mark.parametrize("accept", JSON_TYPES)
def test_an_unknown_hash_is_told_in_the_words_that_clients_look_for(post, get_hash, accept):
    for response in (post(accept=accept, extensions=extensions(HELLO)), get_hash(HELLO, accept=accept)):
        assert response.status_code == 200
        assert response.json() == {
            "errors": [{"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]
        }
        assert response["Cache-Control"] == "no-store"
        assert not response.has_header("ETag")


def test_the_words_are_the_same_in_every_language(post):
    response = post(extensions=extensions(HELLO), headers={"accept-language": "pt"})

    assert response.json()["errors"][0]["message"] == "PersistedQueryNotFound"


def test_a_query_is_registered_by_post_and_then_asked_by_get(post, get_hash):
    registered = post(HELLO, extensions=extensions(HELLO), variables={"name": "Ana"})
    asked = get_hash(HELLO, variables=json.dumps({"name": "Rui"}))

    assert registered.json()["data"] == {"hello": "Hello Ana"}
    assert asked.json()["data"] == {"hello": "Hello Rui"}


def test_a_query_is_registered_by_get_and_then_asked_by_post(post, get_hash):
    get_hash(HELLO, query=HELLO)

    assert post(extensions=extensions(HELLO)).json()["data"] == {"hello": "Hello world"}


def test_an_answer_by_hash_may_be_kept_like_any_other(post, get_hash, stand_in_door, monkeypatch):
    post(HELLO, extensions=extensions(HELLO))
    first = get_hash(HELLO)
    monkeypatch.setattr(stand_in_door, "execute", None)

    again = get_hash(HELLO, headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert again.status_code == 304


def test_a_hash_in_capitals_is_the_same(post):
    post(HELLO, extensions=extensions(HELLO))

    assert post(extensions=extensions(HELLO, sha256Hash=sha256(HELLO).upper())).json()["data"]


def test_a_hash_of_another_text_is_refused_and_registers_nothing(post):
    response = post(HELLO, extensions=extensions("{ hello }"))

    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")
    assert code(post(extensions=extensions("{ hello }"))) == "PERSISTED_QUERY_NOT_FOUND"
    assert code(post(extensions=extensions(HELLO))) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize("version", [2, 0, "1", None, True, [1]])
def test_another_version_is_not_supported_so_that_clients_send_the_text(post, version):
    response = post(HELLO, extensions=extensions(HELLO, version=version))

    assert response.status_code == 200
    assert response.json()["errors"] == [
        {"message": "PersistedQueryNotSupported", "extensions": {"code": "PERSISTED_QUERY_NOT_SUPPORTED"}}
    ]
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("persisted", ["x", 1, [], {"version": 1}, {"version": 1, "sha256Hash": "x" * 64}])
@pytest.mark.parametrize("query", [None, "{ hello }"])
def test_what_is_no_hash_is_refused(post, persisted, query):
    response = post(query, extensions={"persistedQuery": persisted})

    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")


def test_without_a_hash_a_query_is_needed(post):
    assert code(post(extensions={"persistedQuery": None})) == "BAD_REQUEST"
    assert code(post(extensions={"other": 1})) == "BAD_REQUEST"


@pytest.mark.parametrize("text", ["{", "{ nothing }", "{ " + "a: hello " * 31 + "}", "#" * 20_001])
def test_what_is_refused_is_not_registered(post, text):
    post(text, extensions=extensions(text))

    assert code(post(extensions=extensions(text))) == "PERSISTED_QUERY_NOT_FOUND"


def test_a_mutation_by_hash_needs_post(post, get_hash):
    greet = 'mutation { greet(name: "Ana") }'
    assert post(greet, extensions=extensions(greet)).json()["data"] == {"greet": "Greeted Ana"}

    response = get_hash(greet)

    assert (response.status_code, response["Allow"], code(response)) == (405, "POST", "METHOD_NOT_ALLOWED")


def test_an_operation_of_several_is_named(post):
    both = "query A { hello } query B { echo }"
    post(both, operationName="A", extensions=extensions(both))

    assert post(operationName="B", extensions=extensions(both)).json()["data"] == {"echo": "{}"}


def test_the_hash_of_a_stored_operation_is_always_known(get_hash, stand_in_door, tmp_path, monkeypatch):
    (tmp_path / "Hello.graphql").write_text(HELLO)
    operations = StoredOperations(stand_in_door.schema, tmp_path)
    monkeypatch.setattr(views, "stored_operations", lambda _: operations)
    names = []
    monkeypatch.setattr(answering.records, "note", lambda *_, operation=None: names.append(operation))

    response = get_hash(HELLO, variables='{"name": "Ana"}')

    assert response.json()["data"] == {"hello": "Hello Ana"}
    assert names == ["Hello"]


def kept(texts, **limits):
    store = PersistedQueries(**limits)
    for text in texts:
        store.keep(Question(text, sha256=sha256(text)))
    return store


def is_known(store, text):
    try:
        return store.complete(Question("", sha256=sha256(text))).query == text
    except PersistedQueryNotFoundError:
        return False


def test_only_so_many_are_kept_and_what_was_registered_first_goes_first():
    store = kept(["a", "b", "c", "d"], most=3)

    assert [is_known(store, text) for text in "abcd"] == [False, True, True, True]


def test_only_so_many_characters_are_kept():
    store = kept(["a" * 60, "b" * 30, "c" * 30], characters=100)

    assert [is_known(store, text) for text in ("a" * 60, "b" * 30, "c" * 30)] == [False, True, True]


def test_what_is_used_is_not_forgotten():
    store = kept(["a", "b"], most=2)
    store.keep(Question("a", sha256=sha256("a")))
    store.keep(Question("c", sha256=sha256("c")))

    assert [is_known(store, text) for text in "abc"] == [True, False, True]


def test_registering_again_takes_no_more_room():
    store = kept(["a" * 60] * 5, characters=100)

    assert (len(store), is_known(store, "a" * 60)) == (1, True)
