"""The endpoint over HTTP: media types, methods, status codes, headers, masking."""

import json

import pytest

GRAPHQL_JSON = "application/graphql-response+json; charset=utf-8"
PLAIN_JSON = "application/json; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, PLAIN_JSON),
        ("*/*", PLAIN_JSON),
        ("application/*", PLAIN_JSON),
        ("application/json", PLAIN_JSON),
        ("application/json; charset=utf-8", PLAIN_JSON),
        ("application/graphql-response+json", GRAPHQL_JSON),
        ("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", GRAPHQL_JSON),
        ("application/json, application/graphql-response+json", PLAIN_JSON),
        ("application/json;q=0.5, application/graphql-response+json;q=0.9", GRAPHQL_JSON),
        ("application/graphql-response+json, */*;q=0.1", GRAPHQL_JSON),
        ("application/json;q=0, */*", GRAPHQL_JSON),
        ("text/html, */*;q=0.8", PLAIN_JSON),
    ],
)
def test_the_accept_header_chooses_the_media_type(client, stand_in_door, accept, expected):
    headers = {} if accept is None else {"accept": accept}

    response = client.post("/graphql", {"query": "{ hello }"}, content_type="application/json", headers=headers)

    assert response.status_code == 200
    assert response["Content-Type"] == expected
    assert response.json() == {"data": {"hello": "Hello world"}, "extensions": {"cost": 0}}


@pytest.mark.parametrize("accept", ["text/html", "application/xml, text/*", "application/json;q=0", "nonsense;q=x"])
def test_an_accept_header_that_allows_neither_media_type_is_refused(post, accept):
    response = post("{ hello }", accept=accept)

    assert response.status_code == 406
    assert response["Content-Type"] == PLAIN_JSON
    assert response.json()["errors"][0]["extensions"] == {"code": "NOT_ACCEPTABLE"}


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/graphql",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin-1",
    ],
)
def test_only_json_bodies_are_read(client, stand_in_door, content_type):
    response = client.generic("POST", "/graphql", b'{"query": "{ hello }"}', content_type=content_type)

    assert response.status_code == 415
    assert response.json()["errors"][0]["extensions"] == {"code": "UNSUPPORTED_MEDIA_TYPE"}


def test_a_compressed_body_is_refused(post):
    response = post("{ hello }", headers={"content-encoding": "gzip"})

    assert response.status_code == 415


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "FOO"])
def test_other_methods_are_refused_with_the_list_of_those_allowed(client, stand_in_door, method):
    response = client.generic(method, "/graphql", b"{}", content_type="application/json")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert response.json()["errors"][0]["extensions"] == {"code": "METHOD_NOT_ALLOWED"}


def test_options_tells_the_methods(client, stand_in_door):
    response = client.options("/graphql")

    assert (response.status_code, response["Allow"], response.content) == (204, "GET, HEAD, OPTIONS, POST", b"")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b" ", "BAD_REQUEST"),
        (b"{", "BAD_REQUEST"),
        (b"\xff\xfe", "BAD_REQUEST"),
        (b'{"query": "\\ud800"}', "BAD_REQUEST"),
        (b'{"query": NaN}', "BAD_REQUEST"),
        (b"null", "BAD_REQUEST"),
        (b'"{ hello }"', "BAD_REQUEST"),
        (b"[" * 50_000, "BAD_REQUEST"),
        (b'{"query": "{ hello }", "variables": ' + b"[" * 40_000 + b"]" * 40_000 + b"}", "BAD_REQUEST"),
        (b"{}", "BAD_REQUEST"),
        (b'{"query": null}', "BAD_REQUEST"),
        (b'{"query": ""}', "BAD_REQUEST"),
        (b'{"query": 1}', "BAD_REQUEST"),
        (b'{"query": ["{ hello }"]}', "BAD_REQUEST"),
        (b'{"query": "{ hello }", "variables": "x"}', "BAD_REQUEST"),
        (b'{"query": "{ hello }", "variables": []}', "BAD_REQUEST"),
        (b'{"query": "{ hello }", "variables": 0}', "BAD_REQUEST"),
        (b'{"query": "{ hello }", "operationName": {}}', "BAD_REQUEST"),
        (b'{"query": "{ hello }", "extensions": []}', "BAD_REQUEST"),
        (b"[]", "BATCHING_NOT_SUPPORTED"),
        (b'[{"query": "{ hello }"}]', "BATCHING_NOT_SUPPORTED"),
    ],
)
@pytest.mark.parametrize("accept", ["application/graphql-response+json", "application/json"])
def test_a_body_that_is_no_graphql_request_answers_400_under_both_media_types(post, body, code, accept):
    response = post(body=body, accept=accept)

    assert response.status_code == 400
    assert response["Content-Type"] == f"{accept}; charset=utf-8"
    [error] = response.json()["errors"]
    assert error["extensions"] == {"code": code}


def test_null_parameters_count_as_missing_and_of_double_keys_the_last_counts(post):
    nulls = post(body=b'{"query": "{ hello }", "variables": null, "operationName": null, "extensions": null}')
    doubles = post(body=b'{"query": "{ broken }", "query": "{ hello }"}')

    assert nulls.json()["data"] == doubles.json()["data"] == {"hello": "Hello world"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("", "BAD_REQUEST"),
        ("# nothing", "GRAPHQL_PARSE_FAILED"),
        ('{ hello(name: "\\ud800") }', "GRAPHQL_PARSE_FAILED"),
        ("{ unknown }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ hello { title } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ thing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ...Missing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ hello } fragment Unused on Query { hello }", "GRAPHQL_VALIDATION_FAILED"),
        ("type Query { hello: String }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { hello }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ echo(int: 99999999999) }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ echo(int: " + "9" * 5000 + ") }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ echo(colour: BLUE) }", "GRAPHQL_VALIDATION_FAILED"),
        ('{ echo(id: "\\u0000") }', "BAD_USER_INPUT"),
        ('{ echo(id: "\\u{0}") }', "BAD_USER_INPUT"),
        ("query A { hello } query B { hello }", "OPERATION_RESOLUTION_FAILURE"),
        ("{ __schema { queryType { name } } }", "INTROSPECTION_DISABLED"),
        ('{ __type(name: "News") { name } }', "INTROSPECTION_DISABLED"),
    ],
)
def test_what_is_wrong_in_a_document_answers_400_or_200_after_the_media_type(post, query, code):
    strict = post(query)
    plain = post(query, accept="application/json")

    assert strict.status_code == 400
    assert plain.status_code == (400 if code == "BAD_REQUEST" else 200)
    for response in (strict, plain):
        body = response.json()
        assert list(body) == ["errors"]
        assert body["errors"][0]["extensions"]["code"] == code


def test_a_validation_error_says_where(post):
    [error] = post("{\n  unknown\n}").json()["errors"]

    assert error == {
        "message": "Cannot query field 'unknown' on type 'Query'.",
        "locations": [{"line": 2, "column": 3}],
        "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"},
    }


def test_names_are_not_suggested(post):
    messages = [
        post("{ helo }").json()["errors"][0]["message"],
        post("{ echo(colour: RAD) }").json()["errors"][0]["message"],
        post("query ($c: Colour) { echo(colour: $c) }", variables={"c": "RAD"}).json()["errors"][0]["message"],
        post("query ($f: Filter) { echo(filter: $f) }", variables={"f": {"topic": 1}}).json()["errors"][0]["message"],
    ]

    assert messages == [
        "Cannot query field 'helo' on type 'Query'.",
        "Value 'RAD' does not exist in 'Colour' enum.",
        "Variable '$c' got invalid value 'RAD'; Value 'RAD' does not exist in 'Colour' enum.",
        "Variable '$f' got invalid value {'topic': 1}; Field 'topic' is not defined by type 'Filter'.",
    ]


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"n": "x"}, "BAD_USER_INPUT"),
        ({"n": 10**30}, "BAD_USER_INPUT"),
        ({"n": 10**400}, "BAD_REQUEST"),
        ({"n": 1.5}, "BAD_USER_INPUT"),
        ({"n": None, "t": ["a\x00"]}, "BAD_USER_INPUT"),
        ({"n": None, "t": [None]}, "BAD_USER_INPUT"),
        ({"n": None, "t": [[["a"]]]}, "BAD_USER_INPUT"),
    ],
)
def test_variables_that_do_not_fit_are_refused(post, variables, code):
    response = post("query ($n: Int, $t: [String!]) { echo(int: $n, texts: $t) }", variables=variables)

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == code


def test_unknown_variables_are_ignored_however_strange(post):
    deep = "{" + '"a":{' * 900 + "}" * 900 + "}"

    response = post(body=('{"query": "{ hello }", "variables": {"x": ' + deep + "}}").encode())

    assert response.json()["data"] == {"hello": "Hello world"}


@pytest.mark.parametrize("variable", ["t: [String!]", "f: Filter", "unused: Boolean"])
def test_variables_nested_deeper_than_python_goes_are_no_failure(post, get, variable):
    name = variable.partition(":")[0]
    use = {"t": "echo(texts: $t)", "f": "echo(filter: $f)", "unused": "echo(yes: $unused)"}[name]
    for value in ("[" * 1_000 + "]" * 1_000, '{"more":' * 1_000 + "null" + "}" * 1_000):
        query, variables = f"query (${variable}) {{ {use} }}", f'{{"{name}": {value}}}'
        posted = post(body=f'{{"query": "{query}", "variables": {variables}}}'.encode())
        got = get(query=query, variables=variables)

        assert posted.status_code == got.status_code == 400
        assert posted.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_an_unexpected_error_is_masked_behind_a_request_id_that_the_log_has(post, caplog):
    response = post("{ hello broken }")

    [error] = response.json()["errors"]
    request_id = error["extensions"].pop("requestId")
    assert response.status_code == 200
    assert response.json()["data"] == {"hello": "Hello world", "broken": None}
    assert error == {
        "message": "Internal error",
        "locations": [{"line": 1, "column": 9}],
        "path": ["broken"],
        "extensions": {"code": "INTERNAL_SERVER_ERROR"},
    }
    assert b"secret" not in response.content
    assert request_id in caplog.text
    assert "SELECT secret" in caplog.text


def test_data_that_was_executed_to_null_still_answers_200(post):
    response = post("{ brokenAlways }")

    assert response.status_code == 200
    assert response.json()["data"] is None
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"


def test_our_own_refusals_keep_their_words(post):
    [error] = post("{ refused }").json()["errors"]

    assert error["message"] == "The cursor is not one of ours."
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": "after"}


def test_a_failure_of_the_door_itself_is_an_answer_too(post, monkeypatch, stand_in_door):
    monkeypatch.setattr(stand_in_door, "prepare", lambda *_: 1 / 0)

    response = post("{ hello }")

    assert response.status_code == 500
    assert response.json()["errors"][0]["message"] == "Internal error"
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"


def test_a_mutation_runs_by_post_and_is_refused_by_get(post, get):
    query = 'mutation { greet(name: "Ana") }'

    posted, got = post(query), get(query=query)

    assert posted.json()["data"] == {"greet": "Greeted Ana"}
    assert (got.status_code, got["Allow"]) == (405, "POST")


def test_get_reads_the_three_parameters(get):
    response = get(
        query="query A { hello } query B($n: String) { hello(name: $n) }",
        variables=json.dumps({"n": "Ana"}),
        operationName="B",
    )

    assert response.json()["data"] == {"hello": "Hello Ana"}


@pytest.mark.parametrize(
    "parameters",
    [{}, {"query": ""}, {"query": "{ hello }", "variables": "{"}, {"query": "{ hello }", "variables": "[1]"}],
)
def test_a_get_that_is_no_graphql_request_answers_400(get, parameters):
    assert get(**parameters).status_code == 400


def test_get_answers_may_be_kept_and_asked_again_by_their_tag(get, monkeypatch, stand_in_door):
    first = get(query="{ hello }")
    monkeypatch.setattr(stand_in_door, "execute", None)  # a second execution would fail

    again = get(query="{ hello }", headers={"if-none-match": first["ETag"]})

    assert first.status_code == 200
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert first["Vary"] == "Accept, Accept-Encoding"
    assert first["ETag"].startswith('W/"')
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Vary"]) == (first["ETag"], first["Vary"])


def test_the_tag_differs_by_document_and_media_type(get):
    tags = {
        get(query="{ hello }")["ETag"],
        get(query="{ hello  }")["ETag"],
        get(query="{ hello }", accept="application/json")["ETag"],
    }

    assert len(tags) == 3


def test_answers_with_errors_may_not_be_kept(get, post):
    for response in (get(query="{ hello broken }"), get(query="{ unknown }"), post("{ hello }")):
        assert response["Cache-Control"] == "no-store"
        assert not response.has_header("ETag")


def test_head_answers_like_get_without_a_body(client, stand_in_door):
    got = client.get("/graphql", {"query": "{ hello }"})
    head = client.head("/graphql", {"query": "{ hello }"})

    assert head.content == b""
    assert head.status_code == got.status_code == 200
    assert head["ETag"] == got["ETag"]
    assert head["Content-Length"] == str(len(got.content))


def test_no_answer_sets_a_cookie_or_varies_by_one(post, get, client):
    client.cookies["sessionid"] = "x"
    client.cookies["csrftoken"] = "y"

    for response in (post("{ hello }"), post("{"), get(query="{ hello }"), get(), get("/graphql/Nothing")):
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize(
    ("language", "message"),
    [
        (None, "A body must be application/json, in UTF-8, not compressed."),
        ("en-GB,en;q=0.9", "A body must be application/json, in UTF-8, not compressed."),
        ("pt-PT,pt;q=0.9,en;q=0.8", "Um corpo tem de ser application/json, em UTF-8, não comprimido."),
        ("pt-BR", "Um corpo tem de ser application/json, em UTF-8, não comprimido."),
        ("de, xx-;;q=, *", "A body must be application/json, in UTF-8, not compressed."),
    ],
)
def test_messages_are_in_the_callers_language(client, stand_in_door, language, message):
    headers = {} if language is None else {"accept-language": language}

    response = client.post("/graphql", "x", content_type="text/plain", headers=headers)

    assert response.json()["errors"][0]["message"] == message


def test_a_message_in_portuguese_has_no_english_in_it(post):
    response = post(body=b"[", headers={"accept-language": "pt"})

    [error] = response.json()["errors"]
    assert error["message"] == "O pedido não é um pedido GraphQL: “body” tem de ser JSON em UTF-8"


def test_a_host_that_is_not_served_is_refused_as_json(get, settings):
    settings.ALLOWED_HOSTS = ["labx.example"]

    response = get(query="{ hello }")

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}
