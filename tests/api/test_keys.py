"""Keys over HTTP: shown in one header, kept as a digest, asked of the database each time, allowed what they say."""

import json
import logging
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from api import views
from api.callers import Scope
from api.keys import uses
from api.keys.key_texts import PATTERN, digest_of, new_text
from api.keys.models import ApiKey, State
from api.keys.reading import KEY
from api.keys.recognition import REFUSED
from api.operations import FOLDER
from api.usage import budgets
from benchmarks.statements import sent_statements
from cms.postgres import BASE_DIR
from tests.api import worlds
from tests.database import database_url

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
REFUSAL = "This key is not known, has expired or was revoked."


def make(scopes=("read",), **values):
    return ApiKey.make(name="App", scopes=list(scopes), **values)


def headers(text, **more):
    return {"authorization": f"Bearer {text}", **more}


def code(response):
    return response.json()["errors"][0]["extensions"]["code"]


@pytest.fixture
def statements():
    """Every statement that is sent."""
    with sent_statements() as sent:
        yield sent


@pytest.fixture
def spent(monkeypatch):
    """What was taken out of budgets: caller and cost."""
    taken = []
    monkeypatch.setattr(budgets, "spend", lambda caller, cost: taken.append((caller.name, cost)))
    return taken


# What a key is


def test_the_text_says_whose_key_it_is_and_hides_more_than_256_bits():
    key = ApiKey()
    texts = {new_text(key.public_id) for _ in range(50)}

    assert len(texts) == 50
    for text in texts:
        assert re.fullmatch(r"labx_[a-z0-9]{8}_[A-Za-z0-9]{43}", text)
        assert text.startswith(f"{key.first_characters}_")
    assert 62**43 > 2**256
    assert PATTERN.pattern == r"labx_([a-z0-9]{8})_[A-Za-z0-9]{43}"


@pytest.mark.django_db
def test_only_the_digest_is_stored():
    key, text = make()

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(k)::text FROM api_keys_apikey AS k WHERE id = %s", [key.pk])
        row = cursor.fetchone()[0]
    assert text not in row
    assert text.rpartition("_")[2] not in row
    assert digest_of(text) in row


@pytest.mark.django_db
def test_a_key_is_active_until_it_expires_or_is_revoked(time_machine):
    time_machine.move_to(NOON, tick=False)
    lasting, _ = make()
    ending, _ = make(expires_at=NOON + timedelta(hours=1))
    revoked, _ = make(revoked_at=NOON, expires_at=NOON)
    states = [[key.state for key in (lasting, ending, revoked)]]
    found = [{state: list(ApiKey.objects.in_state(state)) for state in State}]
    time_machine.move_to(NOON + timedelta(hours=1), tick=False)
    states.append([key.state for key in (lasting, ending, revoked)])
    found.append({state: list(ApiKey.objects.in_state(state)) for state in State})

    assert states == [
        [State.ACTIVE, State.ACTIVE, State.REVOKED],
        [State.ACTIVE, State.EXPIRED, State.REVOKED],
    ]
    assert found[0] == {State.ACTIVE: [lasting, ending], State.EXPIRED: [], State.REVOKED: [revoked]}
    assert found[1] == {State.ACTIVE: [lasting], State.EXPIRED: [ending], State.REVOKED: [revoked]}


# Recognition


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_a_key_is_recognised_in_the_header(get, scheme):
    _, text = make()

    response = get(query="{ hello }", headers={"authorization": f"{scheme} {text}"})

    assert (response.status_code, response.json()["data"]) == (200, {"hello": "Hello world"})


def wrong_headers(text):
    return [
        "Bearer",
        f"Bearer {text}x",
        f"Bearer {text[:-1]}",
        f"Bearer {text} {text}",
        f"Bearer {text}, Bearer {text}",
        f"Bearer:{text}",
        f"Bearer {text.upper()}",
        f"Bearer {text[:-1]}\N{LATIN SMALL LETTER E WITH ACUTE}",
        f"Token {text}",
        f"Basic {text}",
        text,
        "Bearer undefined",
        "Bearer null",
        "Bearer " + "x" * 5000,
        "Bearer labx_aaaaaaaa_" + "a" * 43,
        f"Bearer {text[:14]}" + "a" * 43,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(16))
def test_a_wrong_key_and_a_malformed_header_are_refused_alike(get, post, number):
    _, text = make()
    header = wrong_headers(text)[number]

    for response in (
        get(query="{ hello }", headers={"authorization": header}),
        post("{ hello }", headers={"authorization": header}),
        get("/graphql/NewsList", headers={"authorization": header}),
        get("/graphql/NoSuchOperation", headers={"authorization": header}),
    ):
        assert response.status_code == 401
        assert response.json() == {"errors": [{"message": REFUSAL, "extensions": {"code": "UNAUTHENTICATED"}}]}
        assert response["WWW-Authenticate"] == "Bearer"
        assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_expired_revoked_and_unknown_keys_are_told_the_same(get, time_machine):
    time_machine.move_to(NOON, tick=False)
    _, revoked = make(revoked_at=NOON - timedelta(days=1))
    _, expired = make(expires_at=NOON)
    gone, deleted = make()
    gone.delete()

    answers = [get(query="{ hello }", headers=headers(text)) for text in (revoked, expired, deleted)]

    assert {(answer.status_code, answer.content) for answer in answers} == {
        (401, json.dumps({"errors": [{"message": REFUSAL, "extensions": {"code": "UNAUTHENTICATED"}}]},
                         separators=(",", ":")).encode())
    }  # fmt: skip
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


@pytest.mark.django_db
def test_a_key_ends_at_the_moment_it_expires(get, time_machine):
    _, text = make(expires_at=NOON)

    time_machine.move_to(NOON - timedelta(seconds=1), tick=False)
    before = get(query="{ hello }", headers=headers(text)).status_code
    time_machine.move_to(NOON, tick=False)
    after = get(query="{ hello }", headers=headers(text)).status_code

    assert (before, after) == (200, 401)


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["", " "])
def test_an_empty_header_is_none(get, header):
    # Apollo's documentation sends `authorization: token ? … : ""`.
    assert get(query="{ hello }", headers={"authorization": header}).status_code == 200


@pytest.mark.django_db
def test_a_key_in_the_address_is_nothing(get):
    _, text = make(["introspect"])

    for name in ("key", "access_token", "apikey", "authorization"):
        response = get(query="{ __schema { queryType { name } } }", **{name: text})
        assert code(response) == "INTROSPECTION_DISABLED"


@pytest.mark.django_db
def test_the_refusal_is_in_the_callers_language(get):
    response = get(query="{ hello }", headers={"authorization": "Bearer x", "accept-language": "pt"})

    assert response.json()["errors"][0]["message"] == "Esta chave não é conhecida, expirou ou foi revogada."


@pytest.mark.django_db
def test_a_new_secret_takes_the_place_of_the_old_one_at_once(get):
    key, old = make()
    new = key.renew()
    key.save()

    assert [get(query="{ hello }", headers=headers(text)).status_code for text in (old, new)] == [401, 200]
    assert old[:13] == new[:13]


@pytest.mark.django_db
def test_a_refused_key_costs_budget_of_the_address_and_a_good_one_its_own(get, spent):
    key, text = make()

    get(query="{ hello }", headers=headers("x"))
    get(query="{ hello }", headers=headers(text, origin="https://elsewhere.example"))
    assert spent == [("address:127.0.0.1", REFUSED), ("address:127.0.0.1", REFUSED)]

    spent.clear()
    get(query="{ hello }", headers=headers(text))
    assert {name for name, _ in spent} == {f"key:{key.pk}"}


@pytest.mark.django_db
def test_whoever_tries_keys_over_the_budget_is_told_to_wait_and_a_good_key_is_not(get, settings):
    settings.GRAPHQL_ANONYMOUS_BUDGET = 2 * REFUSED
    _, text = make(budget=1000)
    forwarded = {"x-forwarded-for": "203.0.113.77"}
    settings.TRUSTED_PROXIES = 1

    statuses = [get(query="{ hello }", headers=headers("x", **forwarded)).status_code for _ in range(4)]

    assert statuses == [401, 401, 429, 429]
    assert get(query="{ hello }", headers=headers(text, **forwarded)).status_code == 200


# Statements and last use


@pytest.mark.django_db
def test_a_key_is_one_statement_and_no_key_is_none(client, statements):
    worlds.everything()
    _, text = make()

    def sent(**sent_headers):
        client.get("/graphql/NewsList?first=2", headers=sent_headers)
        statements.clear()
        client.get("/graphql/NewsList?first=2", headers=sent_headers)
        return list(statements)

    anonymous = sent()
    keyed = sent(authorization=f"Bearer {text}")

    assert [statement for statement in anonymous if "api_keys" in statement] == []
    assert len(keyed) == len(anonymous) + 1
    assert len([statement for statement in keyed if "api_keys" in statement]) == 1
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {KEY}", {"public_id": "aaaaaaaa", "now": NOON})
        assert "Index Scan using api_keys_apikey_public_id" in str(cursor.fetchall())


@pytest.mark.django_db
def test_what_cannot_be_a_key_is_refused_without_a_statement(get, statements):
    get(query="{ hello }", headers=headers("x"))

    assert statements == []


@pytest.mark.django_db
def test_a_reading_request_writes_nothing_and_the_flush_writes_the_last_use(get, statements, time_machine):
    used, text = make()
    unused, _ = make()
    uses.flush()
    for moment in (NOON, NOON + timedelta(minutes=5)):
        time_machine.move_to(moment, tick=False)
        statements.clear()
        get(query="{ hello }", headers=headers(text))
        assert [statement.split()[0] for statement in statements] == ["SELECT"]
    assert ApiKey.objects.get(pk=used.pk).last_used_at is None

    uses.flush()

    assert ApiKey.objects.get(pk=used.pk).last_used_at == NOON + timedelta(minutes=5)
    assert ApiKey.objects.get(pk=unused.pk).last_used_at is None
    statements.clear()
    uses.flush()
    assert statements == []


@pytest.mark.django_db
def test_an_older_use_from_another_process_does_not_hide_a_newer_one():
    key, _ = make(last_used_at=NOON)
    uses.note_use(key.pk, NOON - timedelta(minutes=1))
    uses.flush()

    assert ApiKey.objects.get(pk=key.pk).last_used_at == NOON


@pytest.mark.django_db
def test_uses_that_could_not_be_written_are_written_the_next_time(monkeypatch):
    key, _ = make()
    uses.note_use(key.pk, NOON)
    with monkeypatch.context() as broken:
        broken.setattr(uses, "WRITE", "SELECT 1 FROM nowhere WHERE %s = %s")
        with pytest.raises(Exception, match="nowhere"):
            uses.flush()
    uses.flush()

    assert ApiKey.objects.get(pk=key.pk).last_used_at == NOON


@pytest.mark.django_db
def test_a_refused_key_is_not_used(get):
    key, text = make(revoked_at=NOON)
    get(query="{ hello }", headers=headers(text))
    uses.flush()

    assert ApiKey.objects.get(pk=key.pk).last_used_at is None


# Other processes


def manage(*arguments):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": database_url(),
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


@pytest.mark.django_db(transaction=True)
def test_another_process_makes_a_key_and_revokes_it_and_this_one_knows_at_once(get):
    made = manage("make_key", "--name", "App", "--scope", "read")
    text = made.stdout.strip()
    before = [get(query="{ hello }", headers=headers(text)).status_code for _ in range(3)]

    revoked = manage("revoke_key", text[:13])
    after = get(query="{ hello }", headers=headers(text)).status_code

    assert text not in made.stderr
    assert revoked.stdout == "App is revoked.\n"
    assert (before, after) == ([200, 200, 200], 401)


@pytest.mark.django_db(transaction=True)
def test_another_connection_lets_a_key_expire_and_the_next_request_is_refused(get):
    key, text = make()
    statuses = [get(query="{ hello }", headers=headers(text)).status_code]
    with psycopg.connect(database_url()) as other:
        other.execute("UPDATE api_keys_apikey SET expires_at = %s WHERE id = %s", [timezone.now(), key.pk])
    statuses.append(get(query="{ hello }", headers=headers(text)).status_code)

    assert statuses == [200, 401]


# Scopes


@pytest.mark.django_db
def test_reading_with_a_key_needs_its_scope(get, post):
    _, text = make([scope.value for scope in Scope if scope is not Scope.READ])

    for response in (
        get(query="{ hello }", headers=headers(text)),
        post("{ hello }", headers=headers(text)),
        post("{ ...F } fragment F on Query { ... { hello } }", headers=headers(text)),
        post("{ __typename hello }", headers=headers(text)),
    ):
        assert response.status_code == 403
        assert response.json()["errors"] == [
            {"message": "The key does not have the scope “read”.", "extensions": {"code": "FORBIDDEN"}}
        ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        (["read"], (400, "INTROSPECTION_DISABLED")),
        (["introspect"], (200, None)),
        (["read", "introspect"], (200, None)),
        (["preview"], (400, "INTROSPECTION_DISABLED")),
    ],
)
def test_introspection_in_production_needs_its_scope(client, settings, scopes, expected):
    settings.GRAPHQL_INTROSPECTION = False
    _, text = make(scopes)
    views.door.cache_clear()
    try:
        body = json.dumps({"query": "{ ...A } fragment A on Query { __schema { queryType { name } } __typename }"})
        accept = {"accept": "application/graphql-response+json"}
        response = client.post("/graphql", body, content_type="application/json", headers={**accept, **headers(text)})
        anonymous = client.post("/graphql", body, content_type="application/json", headers=accept)
    finally:
        views.door.cache_clear()

    errors = response.json().get("errors")
    assert (response.status_code, errors and errors[0]["extensions"]["code"]) == expected
    assert code(anonymous) == "INTROSPECTION_DISABLED"
    if not errors:
        assert response.json()["data"]["__schema"] == {"queryType": {"name": "Query"}}


@pytest.mark.django_db
def test_answers_to_a_key_are_private_and_those_to_everybody_public(get, post):
    _, text = make()
    keyed = get(query="{ hello }", headers=headers(text))
    public = get(query="{ hello }")
    known = get(query="{ hello }", headers=headers(text, **{"if-none-match": keyed["ETag"]}))

    assert keyed["Cache-Control"] == known["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert keyed["Vary"] == known["Vary"] == "Accept, Authorization, Origin"
    assert (public["Cache-Control"], public["Vary"]) == (
        "public, max-age=0, must-revalidate",
        "Accept, Accept-Encoding",
    )
    assert known.status_code == 304
    assert post("{ hello }", headers=headers(text))["Cache-Control"] == "private, no-store"


# Stored operations only


@pytest.mark.django_db
def test_a_key_for_stored_operations_asks_them_in_every_way_and_nothing_else(client):
    worlds.everything()
    _, text = make(stored_only=True)
    stored = (FOLDER / "NewsList.graphql").read_text()
    sha256 = digest_of(stored)
    persisted = json.dumps({"persistedQuery": {"version": 1, "sha256Hash": sha256}})

    def posted(query, **rest):
        return client.post(
            "/graphql", json.dumps({"query": query, **rest}), content_type="application/json", headers=headers(text)
        )

    allowed = [
        client.get("/graphql/NewsList?first=2", headers=headers(text)),
        client.get("/graphql", {"query": stored, "variables": '{"first": 2}'}, headers=headers(text)),
        posted(stored, variables={"first": 2}, operationName="NewsList"),
        client.get("/graphql", {"extensions": persisted, "variables": '{"first": 2}'}, headers=headers(text)),
    ]
    assert [response.status_code for response in allowed] == [200] * 4
    assert len({response.content for response in allowed}) == 1

    refused = [
        posted("{ news { totalCount } }"),
        posted(stored + " "),
        posted(stored.replace("# For", "#  For", 1)),
        posted("{ not GraphQL"),
        posted("{ __schema { queryType { name } } }"),
        posted("x" * 30_000),
        client.get("/graphql", {"query": "{ news { totalCount } }"}, headers=headers(text)),
    ]
    for response in refused:
        assert (response.status_code, code(response)) == (403, "STORED_OPERATIONS_ONLY")


@pytest.mark.django_db
def test_a_query_that_others_persisted_is_no_stored_operation(client):
    worlds.everything()
    _, text = make(stored_only=True)
    query = "{ news { totalCount } }"
    extensions = json.dumps({"persistedQuery": {"version": 1, "sha256Hash": digest_of(query)}})
    assert client.get("/graphql", {"query": query, "extensions": extensions}).json()["data"] == {
        "news": {"totalCount": 12}
    }

    response = client.get("/graphql", {"extensions": extensions}, headers=headers(text))

    assert (response.status_code, code(response)) == (403, "STORED_OPERATIONS_ONLY")


# The shell


@pytest.mark.django_db
def test_make_key_prints_the_key_alone_and_keeps_what_was_asked(capsys, time_machine):
    time_machine.move_to(NOON, tick=False)
    call_command(
        "make_key", "--name", "App", "--contact", "ana@example.org", "--scope", "preview", "--scope", "read",
        "--origin", "https://App.example.org/", "--origin", "http://localhost:3000",
        "--budget", "900", "--days", "30", "--stored-only",
    )  # fmt: skip

    key = ApiKey.objects.get()
    told = capsys.readouterr()
    assert digest_of(told.out.removesuffix("\n")) == key.digest
    assert told.err == f"App ({key.first_characters}…). Keep it now: it is shown only this once.\n"
    assert (key.name, key.contact, key.scopes) == ("App", "ana@example.org", ["read", "preview"])
    assert key.origins == ["http://localhost:3000", "https://app.example.org"]
    assert (key.budget, key.stored_only, key.expires_at) == (900, True, NOON + timedelta(days=30))
    assert ModelLogEntry.objects.get().action == "wagtail.create"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--scope", "write"], "invalid choice: 'write'"),
        (["--scope", "read", "--origin", "example.org"], "“example.org”: begin with https://"),
        (["--scope", "read", "--days", "0"], "--days must be at least 1."),
        (["--scope", "read", "--budget", "0"], "greater than or equal to 1"),
        (["--scope", "read", "--name", " "], "cannot be blank"),
    ],
)
def test_make_key_says_what_is_wrong_and_makes_nothing(arguments, sentence):
    with pytest.raises(CommandError) as refusal:
        call_command("make_key", "--name", "App", *arguments)

    assert sentence in str(refusal.value)
    assert ApiKey.objects.count() == 0


@pytest.mark.django_db
def test_revoke_key_takes_the_whole_text_too_and_says_what_is_not_there():
    key, text = make()
    call_command("revoke_key", text, stdout=StringIO())
    key.refresh_from_db()

    assert key.state is State.REVOKED
    assert ModelLogEntry.objects.get().action == "api_keys.revoke"
    with pytest.raises(CommandError, match="was revoked already"):
        call_command("revoke_key", key.first_characters)
    with pytest.raises(CommandError, match="No key begins like this"):
        call_command("revoke_key", "labx_")


@pytest.mark.django_db
def test_no_log_ever_holds_a_key(get, caplog):
    _, text = make(["preview"])
    with caplog.at_level(logging.DEBUG):
        get(query="{ hello }", headers=headers(text))
        get(query="{ hello }", headers=headers(text[:-1] + "!"))

    assert text[:-1] not in caplog.text
