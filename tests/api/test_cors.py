"""What browsers let scripts of other websites read: what is public everywhere, keys from their own websites only."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from api.keys.models import ApiKey
from api.keys.origins import origin_of
from benchmarks.statements import count_statements

APP = "https://app.example.org"
OTHER = "https://other.example.org"
EXPOSED = "Cache-Tag, Content-Language, ETag, Retry-After, WWW-Authenticate"
OPEN = (
    "accept, accept-language, apollo-require-preflight, apollographql-client-name, apollographql-client-version, "
    "cache-control, content-language, content-type, if-none-match, x-apollo-operation-id, x-apollo-operation-name, "
    "x-requested-with"
)
FIELDS = ["Origin", "Methods", "Headers", "Max-Age", "Expose-Headers", "Credentials"]


def make(*origins, **values):
    return ApiKey.make(name="App", scopes=values.pop("scopes", ["read"]), origins=list(origins), **values)[1]


def cors(response):
    """What the answer says to browsers, without the words that are the same everywhere."""
    said = {}
    for field in FIELDS:
        name = f"Access-Control-{field}" if field in ("Max-Age", "Expose-Headers") else f"Access-Control-Allow-{field}"
        if name in response:
            said[field] = response[name]
    return said


@pytest.fixture
def preflight(client):
    def ask(origin=APP, *, path="/graphql", method="POST", headers="content-type"):
        asked = {"origin": origin, "access-control-request-method": method, "access-control-request-headers": headers}
        return client.options(path, headers={name: value for name, value in asked.items() if value is not None})

    return ask


# Public reading


@pytest.mark.parametrize("origin", [None, APP, OTHER, "null", "http://localhost:3000"])
def test_everybody_reads_what_is_public_in_the_same_words(get, post, origin):
    headers = {"origin": origin} if origin else {}
    for response in (get(query="{ hello }", headers=headers), post("{ hello }", headers=headers)):
        assert response.status_code == 200
        assert cors(response) == {"Origin": "*", "Expose-Headers": EXPOSED}
        assert "Origin" not in response["Vary"]


def test_what_is_known_already_and_what_is_refused_is_readable_too(get, post, client):
    tag = get(query="{ hello }")["ETag"]
    answers = [
        get(query="{ hello }", headers={"origin": APP, "if-none-match": tag}),
        post("{ nothing }", headers={"origin": APP}),
        post(body="no JSON", headers={"origin": APP}),
        get("/graphql/NoSuchOperation", headers={"origin": APP}),
        client.put("/graphql", headers={"origin": APP}),
        get(query="{ hello }", headers={"origin": APP}, accept="text/html"),
        get(query="{ hello }", headers={"origin": APP, "authorization": "Bearer x"}),
    ]

    assert [answer.status_code for answer in answers] == [304, 400, 400, 404, 405, 406, 401]
    for answer in answers:
        assert cors(answer) == {"Origin": "*", "Expose-Headers": EXPOSED}


@pytest.mark.django_db
def test_a_refusal_for_want_of_budget_is_readable_with_its_header(get, settings):
    settings.GRAPHQL_ANONYMOUS_BUDGET = 1
    settings.TRUSTED_PROXIES = 1
    headers = {"origin": APP, "x-forwarded-for": "203.0.113.9"}
    for _ in range(2):
        response = get(query="{ hello }", headers=headers)

    assert response.status_code == 429
    assert cors(response) == {"Origin": "*", "Expose-Headers": EXPOSED}
    assert 0 < int(response["Retry-After"]) <= 60


def test_the_schema_is_readable_from_everywhere(client):
    response = client.get("/graphql/schema.graphql", headers={"origin": APP})
    preflight = client.options(
        "/graphql/schema.graphql", headers={"origin": APP, "access-control-request-method": "GET"}
    )

    assert cors(response) == {"Origin": "*", "Expose-Headers": EXPOSED}
    assert preflight.status_code == 204
    assert cors(preflight)["Methods"] == "GET, HEAD, OPTIONS"


def test_where_public_reading_is_for_some_websites_the_others_are_told_nothing(get, post, settings):
    settings.GRAPHQL_PUBLIC_ORIGINS = [APP]

    def asked(origin):
        response = get(query="{ hello }", headers={"origin": origin} if origin else {})
        assert (response.status_code, "Origin" in response["Vary"]) == (200, True)
        return cors(response)

    assert asked(APP) == {"Origin": APP, "Expose-Headers": EXPOSED}
    assert asked(OTHER) == asked("null") == asked(None) == {}


# With a key


@pytest.mark.django_db
def test_a_key_is_used_from_its_own_websites(get, post):
    text = make(APP, "http://localhost:3000")

    for origin in (APP, "http://localhost:3000"):
        headers = {"origin": origin, "authorization": f"Bearer {text}"}
        for response in (get(query="{ hello }", headers=headers), post("{ hello }", headers=headers)):
            assert response.status_code == 200
            assert cors(response) == {"Origin": origin, "Expose-Headers": EXPOSED}
            assert "Origin" in response["Vary"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "origin",
    [
        OTHER,
        "null",
        "http://app.example.org",
        "https://app.example.org:8443",
        "https://app.example.org.evil.example",
        "https://evil-app.example.org",
        "https://APP.example.org",
        "",
    ],
)
def test_a_key_is_refused_from_other_websites_and_they_are_told_why(get, origin):
    text = make(APP)

    response = get(query="{ hello }", headers={"origin": origin, "authorization": f"Bearer {text}"})

    assert response.status_code == 403
    assert response.json()["errors"] == [
        {
            "message": f"This key may not be used from “{origin}”.",
            "extensions": {"code": "ORIGIN_NOT_ALLOWED"},
        }
    ]
    assert cors(response) == {"Origin": "*", "Expose-Headers": EXPOSED}


@pytest.mark.django_db
def test_a_key_without_websites_is_for_servers_and_our_own_pages(get):
    headers = {"authorization": f"Bearer {make()}"}

    assert get(query="{ hello }", headers=headers).status_code == 200
    assert get(query="{ hello }", headers={**headers, "origin": APP}).status_code == 403
    own = get(query="{ hello }", headers={**headers, "origin": "http://testserver"})
    assert (own.status_code, cors(own)) == (200, {})


@pytest.mark.django_db
def test_a_key_for_any_website_says_which_one_asked(get):
    headers = {"authorization": f"Bearer {make('*')}", "origin": OTHER}
    response = get(query="{ hello }", headers=headers)

    assert (response.status_code, cors(response)) == (200, {"Origin": OTHER, "Expose-Headers": EXPOSED})


@pytest.mark.django_db
def test_a_script_reads_why_its_key_may_not(get):
    text = make(APP, scopes=["preview"])
    response = get(query="{ hello }", headers={"authorization": f"Bearer {text}", "origin": APP})

    assert (response.status_code, cors(response)) == (403, {"Origin": APP, "Expose-Headers": EXPOSED})


@pytest.mark.django_db
def test_credentials_are_allowed_to_nobody(get, post, preflight):
    text = make(APP)
    for response in (
        get(query="{ hello }", headers={"origin": APP}),
        get(query="{ hello }", headers={"origin": APP, "authorization": f"Bearer {text}", "cookie": "sessionid=x"}),
        preflight(headers="authorization"),
    ):
        assert "Access-Control-Allow-Credentials" not in response
        assert not response.cookies


# Preflights


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_preflight_says_what_may_be_sent_without_a_key(preflight, method):
    response = preflight(OTHER, method=method, headers="content-type,apollo-require-preflight")

    assert (response.status_code, response.content) == (204, b"")
    assert cors(response) == {"Origin": "*", "Methods": "GET, HEAD, OPTIONS, POST", "Headers": OPEN, "Max-Age": "7200"}
    assert response["Vary"].startswith("Origin, Access-Control-Request-Method, Access-Control-Request-Headers")


@pytest.mark.django_db
def test_the_header_of_keys_is_allowed_to_websites_of_valid_keys_only(preflight):
    make(APP)
    make(OTHER, revoked_at=timezone.now())
    make("https://expired.example.org", expires_at=timezone.now())

    allowed = preflight(APP, headers="Authorization, Content-Type")
    assert cors(allowed) == {
        "Origin": APP,
        "Methods": "GET, HEAD, OPTIONS, POST",
        "Headers": f"authorization, {OPEN}",
        "Max-Age": "7200",
    }
    for origin in (OTHER, "https://expired.example.org", "https://unknown.example.org", "null"):
        assert cors(preflight(origin, headers="authorization,content-type"))["Headers"] == OPEN


@pytest.mark.django_db
def test_a_key_for_any_website_opens_the_header_to_all(preflight):
    make("*")

    response = preflight(OTHER, headers="authorization")
    assert cors(response)["Origin"] == OTHER
    assert cors(response)["Headers"] == f"authorization, {OPEN}"


@pytest.mark.django_db
def test_websites_of_keys_may_ask_also_where_public_reading_is_for_others(preflight, settings):
    settings.GRAPHQL_PUBLIC_ORIGINS = ["https://www.example.org"]
    make(APP)

    assert cors(preflight(APP, headers="authorization"))["Origin"] == APP
    assert cors(preflight(APP, headers="content-type")) == {}
    assert cors(preflight(OTHER, headers="authorization")) == {}


def test_options_without_a_browser_say_the_methods_and_nothing_of_websites(client):
    for path, methods in (("/graphql", "GET, HEAD, OPTIONS, POST"), ("/graphql/NewsList", "GET, HEAD, OPTIONS")):
        for headers in ({}, {"origin": APP}, {"access-control-request-method": "POST"}):
            response = client.options(path, headers=headers)
            assert (response.status_code, response["Allow"], cors(response)) == (204, methods, {})


@pytest.mark.django_db
def test_a_preflight_without_a_key_is_no_statement_and_with_one_is_one(preflight):
    assert count_statements(lambda: preflight(headers="content-type")) == 0
    assert count_statements(lambda: preflight(headers="authorization")) == 1


# Websites as people write them


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://app.example.org", "https://app.example.org"),
        (" https://App.Example.org/ ", "https://app.example.org"),
        ("HTTPS://app.example.org:443", "https://app.example.org"),
        ("http://app.example.org:80/", "http://app.example.org"),
        ("https://app.example.org:8443", "https://app.example.org:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:5173", "http://127.0.0.1:5173"),
        ("http://[::1]:5173", "http://[::1]:5173"),
        ("https://inovação.example", "https://xn--inovao-7ta5a.example"),
        ("capacitor://localhost", "capacitor://localhost"),
        ("*", "*"),
    ],
)
def test_a_website_is_kept_as_browsers_send_it(written, origin):
    assert origin_of(written) == origin


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("app.example.org", "“app.example.org”: begin with https://"),
        ("", "begin with https://"),
        ("null", "begin with https://"),
        ("javascript:alert(1)", "begin with https://"),
        ("https://app.example.org/pt", "without a path"),
        ("https://app.example.org//", "without a path"),
        ("https://app.example.org?a=b", "without a path"),
        ("https://app.example.org#a", "without a path"),
        ("https://ana@app.example.org", "without a path"),
        ("file:///home/ana", "without a path"),
        ("https://*.example.org", "name each website by itself"),
        ("https://*", "name each website by itself"),
        ("https://", "is not the address of a website"),
        ("https://app..example.org", "is not the address of a website"),
        ("https://app.example.org:0", "is not the address of a website"),
        ("https://app.example.org:70000", "is not the address of a website"),
        ("https://app.example.org:", "is not the address of a website"),
        ("https://app example.org", "is not the address of a website"),
        ("https://app.example.org, https://b.example.org", "without a path"),
        ("https://" + "a" * 300, "is not the address of a website"),
        ("https://a\r\nX-Evil: 1", "is not the address of a website"),
    ],
)
def test_what_is_no_website_is_refused_with_what_to_write(written, sentence):
    with pytest.raises(ValidationError) as refusal:
        origin_of(written)

    with translation.override("en"):
        assert sentence in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("origins", "hints"),
    [
        (["*"], []),
        ([APP, "http://localhost:3000"], []),
        ([f"{APP}/"], [f"Write {APP}, as browsers send it."]),
        (["app.example.org"], ["“app.example.org”: begin with https://, for example https://app.example.org."]),
    ],
)
def test_a_wrong_setting_is_said_when_the_product_starts(settings, origins, hints):
    settings.GRAPHQL_PUBLIC_ORIGINS = origins

    assert [problem.hint for problem in run_checks() if problem.id == "api_keys.E001"] == hints


def test_fewer_than_no_proxies_is_said_when_the_product_starts(settings):
    settings.TRUSTED_PROXIES = -1

    assert [problem.id for problem in run_checks() if str(problem.id).startswith("api_keys")] == ["api_keys.E002"]
