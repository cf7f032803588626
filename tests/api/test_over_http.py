"""Every address of the API under every method: HEAD, OPTIONS, what is not allowed, no cookie, no 5xx whatever comes."""

import gzip
from io import BytesIO

import pytest
from django.test import Client

from api import middleware
from api.compression import compress

pytestmark = pytest.mark.django_db

HELLO = "/graphql?query={__typename}"
BY_NAME = "/graphql/SiteChrome?locale=pt"
SCHEMA = "/graphql/schema.graphql"
EXPLORER = ["/graphql/explorer", "/graphql/explorer/introspection.json", "/graphql/explorer/explorer.js"]
NOT_THERE = [
    "/graphql/",
    "/graphql/Nothing",
    "/graphql/SiteChrome/",
    "/graphql/explorer/",
    "/graphql/explorer/nothing.js",
    "/graphql/schema.graphql/",
    "/graphql/%2e%2e/%2e%2e/etc/passwd",
    "/graphql/%00",
    "/graphql/%ff%fe",
    "/graphql/%E2%80%AE",
    "/graphql//",
    "/graphql/" + "x" * 5_000,
]
READABLE = [HELLO, BY_NAME, SCHEMA, *EXPLORER]
REFUSED = ["/graphql", "/graphql?query={", "/graphql?query={nothing}", "/graphql/SiteChrome?nothing=1", *NOT_THERE]


@pytest.fixture(autouse=True)
def explorer(settings):
    settings.GRAPHQL_EXPLORER = True


@pytest.fixture
def browser():
    """Somebody who is signed in, has a language and a token, and sends all of it along."""
    one = Client(headers={"accept-language": "en"})
    one.cookies.load({"sessionid": "x" * 32, "csrftoken": "y" * 32, "django_language": "en", "__Host-session": "z"})
    return one


def code(response):
    return response.json()["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize("address", READABLE)
def test_head_says_what_get_says_without_the_body(client, monkeypatch, address):
    monkeypatch.setattr("api.explorer.secrets.token_urlsafe", lambda _size: "once")  # else each answer has another
    for headers in ({}, {"accept-encoding": "gzip"}):
        got, asked = client.get(address, headers=headers), client.head(address, headers=headers)

        assert got.status_code == asked.status_code == 200
        assert asked.content == b""
        assert dict(asked.items()) == dict(got.items())
        assert int(asked["Content-Length"]) == len(got.content) > 0


@pytest.mark.parametrize("address", REFUSED)
def test_head_of_what_is_refused_says_so(client, address):
    got, asked = client.get(address), client.head(address)

    assert asked.status_code == got.status_code
    assert (asked.content, asked["Content-Length"]) == (b"", got["Content-Length"])


@pytest.mark.parametrize("address", [*READABLE, *NOT_THERE])
def test_options_says_which_methods_there_are(client, address):
    response = client.options(address)

    everywhere = "GET, HEAD, OPTIONS"
    allowed = f"{everywhere}, POST" if address.startswith("/graphql?") else everywhere
    assert (response.status_code, response["Allow"], response.content) == (204, allowed, b"")
    assert not response.has_header("Content-Length")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "XYZ"])
@pytest.mark.parametrize("address", [HELLO, BY_NAME, SCHEMA, *EXPLORER])
def test_another_method_is_refused_with_those_that_fit(client, address, method):
    response = client.generic(method, address)

    assert (response.status_code, code(response)) == (405, "METHOD_NOT_ALLOWED")
    assert response["Allow"].startswith("GET, HEAD, OPTIONS")


@pytest.mark.parametrize("address", [BY_NAME, SCHEMA, *EXPLORER])
def test_only_the_endpoint_takes_posts(client, address):
    response = client.post(address, "{}", content_type="application/json")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("address", NOT_THERE)
def test_what_is_not_there_is_not_found_in_json(client, address):
    response = client.get(address)

    assert (response.status_code, code(response)) == (404, "OPERATION_NOT_FOUND")


def test_where_the_explorer_is_off_it_is_not_there(client, settings):
    settings.GRAPHQL_EXPLORER = False

    for address in EXPLORER:
        response = client.get(address)
        assert (response.status_code, code(response)) == (404, "OPERATION_NOT_FOUND")


@pytest.mark.parametrize("address", [*READABLE, *REFUSED])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT"])
def test_no_answer_sets_a_cookie_or_knows_of_one(browser, address, method):
    answers = [browser.generic(method, address)]
    if tag := answers[0].get("ETag"):
        answers.append(browser.generic(method, address, headers={"if-none-match": tag}))
        assert answers[1].status_code == 304

    for response in answers:
        assert not response.cookies
        assert not response.has_header("Set-Cookie")
        assert "cookie" not in response.get("Vary", "").lower()


def test_a_session_changes_nothing(browser, client):
    assert browser.get(BY_NAME).content == client.get(BY_NAME).content


@pytest.mark.parametrize(
    "header",
    ['"x", {tag}', "{tag}", "*", ' "y" ,{tag},W/"z"', "{strong}"],
    ids=["list", "alone", "any", "spaces", "strong"],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_whoever_has_the_answer_is_told_so(client, header, method, accept):
    first = client.get(HELLO, headers={"accept": accept})
    known = header.format(tag=first["ETag"], strong=first["ETag"].removeprefix("W/"))

    again = client.generic(method, HELLO, headers={"accept": accept, "if-none-match": known})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    for name in ("Cache-Control", "Vary"):
        assert again[name] == first[name]
    assert not again.has_header("Content-Length")
    assert not again.has_header("Content-Encoding")


@pytest.mark.parametrize("known", ['"x"', 'W/"x", "y"', "nonsense", "", '"', "W/", "x" * 10_000])
def test_whoever_has_another_answer_gets_this_one(client, known):
    assert client.get(HELLO, headers={"if-none-match": known}).status_code == 200


def test_each_media_type_has_its_own_tag(client):
    tags = {
        client.get(HELLO, headers={"accept": kind})["ETag"] for kind in ("application/json", "application/*", "*/*")
    }
    other = client.get(HELLO, headers={"accept": "application/graphql-response+json"})["ETag"]

    assert len(tags) == 1
    assert other not in tags


@pytest.mark.parametrize("address", [SCHEMA, *EXPLORER[1:]])
@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "*", "GZIP", "deflate, gzip, br, zstd"])
def test_who_accepts_gzip_gets_it(client, address, accepted):
    plain, compressed = client.get(address), client.get(address, headers={"accept-encoding": accepted})

    assert not plain.has_header("Content-Encoding")
    assert compressed["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == plain.content
    assert int(compressed["Content-Length"]) == len(compressed.content) < len(plain.content) * 0.6
    assert "Accept-Encoding" in plain["Vary"]
    assert compressed["Vary"] == plain["Vary"]
    assert compressed["ETag"] == plain["ETag"]
    assert plain["ETag"].startswith("W/")


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0", "*;q=0", "x-gzip", "g\x7fzip"])
def test_who_does_not_accept_gzip_does_not_get_it(client, accepted):
    assert not client.get(SCHEMA, headers={"accept-encoding": accepted}).has_header("Content-Encoding")


def test_answers_are_compressed_from_a_thousand_bytes_on_posted_ones_too(client):
    def size(fields):
        names = " ".join(f"{'x' * 100}{number}" for number in range(fields))
        headers = {"accept-encoding": "gzip"}
        response = client.post("/graphql", {"query": f"{{{names}}}"}, content_type="application/json", headers=headers)
        assert response["Vary"] == "Accept, Accept-Encoding"
        return len(response.content) if response.has_header("Content-Encoding") else 0

    assert size(1) == 0
    assert 0 < size(9) < 500


def test_what_is_for_one_reader_is_never_compressed(client, monkeypatch):
    def private(request, response):
        response["Cache-Control"] = "private, no-store"
        compress(request, response)

    monkeypatch.setattr(middleware, "compress", private)
    response = client.get(SCHEMA, headers={"accept-encoding": "gzip"})

    assert not response.has_header("Content-Encoding")
    assert "Accept-Encoding" not in response.get("Vary", "")


@pytest.mark.parametrize(
    "headers",
    [
        {"accept": "x" * 10_000},
        {"accept": ";;;,,,;q=x"},
        {"accept": "application/json;q=nan"},
        {"accept": "application/json;q=inf, */*;q=-1"},
        {"accept-language": "pt-" * 3_000},
        {"accept-language": "\x00"},
        {"accept-encoding": "gzip;" * 5_000},
        {"host": "evil.example/../"},
        {"if-none-match": '"' * 9_999},
        {"if-modified-since": "yesterday"},
        {"origin": "null"},
        {"origin": "javascript:alert(1)"},
        {"authorization": "Bearer " + "x" * 10_000},
        {"authorization": "Basic !!!"},
        {"authorization": "\xff"},
        {"x-forwarded-for": "1.2.3.4, " * 1_000},
        {"x-forwarded-host": "evil.example"},
        {"x-http-method-override": "DELETE"},
        {"range": "bytes=0-1"},
        {"expect": "100-continue"},
        {"content-length": "-1"},
        {"transfer-encoding": "chunked, identity"},
    ],
    ids=lambda headers: str(headers)[:40],
)
@pytest.mark.parametrize("address", [HELLO, BY_NAME, SCHEMA])
def test_absurd_headers_are_answered_or_refused(client, address, headers):
    response = client.get(address, headers=headers)

    assert response.status_code in (200, 400, 401, 403, 406)
    assert b"evil.example" not in response.content


@pytest.mark.parametrize(
    "parameters",
    [
        "&".join(["a"] * 11_000),
        "query=" + "%7B" * 30_000,
        "query={__typename}&variables=" + "[" * 3_000,
        "query={__typename}&extensions=null&variables=null",
        "query={__typename}&operationName=" + "x" * 30_000,
        "query=%ff%fe{__typename}",
        "query=%ed%a0%80",
        "query=%00",
        "variables=%ed%a0%80&query={__typename}",
    ],
    ids=lambda parameters: parameters[:30],
)
def test_long_and_odd_addresses_are_answered_or_refused(client, parameters):
    for address in ("/graphql", "/graphql/SiteChrome"):
        response = client.get(f"{address}?{parameters}")

        assert response.status_code in (200, 400)
        assert "errors" in response.json() or response.status_code == 200


@pytest.mark.parametrize(("size", "status"), [(0, 200), (99_000, 200), (101_000, 413)])
def test_a_body_sent_in_chunks_is_read_where_the_server_says_that_it_ends(client, size, status):
    body = BytesIO(b'{"query": "{ __typename }"' + b" " * size + b"}")
    environment = {"wsgi.input": body, "wsgi.input_terminated": True, "CONTENT_TYPE": "application/json"}

    response = client.generic("POST", "/graphql", **environment)

    assert response.status_code == status


@pytest.mark.parametrize("query", ["mutation { __typename }", "query A { site { id } } mutation B { nothing }"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_mutation_by_get_needs_post_be_it_valid_or_not(client, query, method):
    name = "&operationName=B" if "B" in query else ""
    response = client.generic(method, f"/graphql?query={query}{name}")

    assert (response.status_code, response["Allow"], response["Cache-Control"]) == (405, "POST", "no-store")
