"""Slow statements of public reading are cancelled and named; editors' requests on the same connection have no limit."""

from dataclasses import replace

import pytest
from django.db import connection
from django.http import HttpResponse

from api import middleware, views
from api.door import Door
from api.limits import LIMITS
from published.statement_limit import on_connection_created, statement_limit
from tests.api.stand_in import stand_in_schema


def limit():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_statement_that_takes_too_long_is_cancelled_and_named(client, monkeypatch):
    schema = stand_in_schema()

    def slow(*_):
        connection.connection.execute("SELECT pg_sleep(3)")

    schema.query_type.fields["broken"].resolve = slow
    door = Door(schema, introspection=False)
    monkeypatch.setattr(views, "door", lambda: door)
    monkeypatch.setattr(middleware, "LIMITS", replace(LIMITS, statement_seconds=1))

    response = client.post("/graphql", {"query": "{ hello broken }"}, content_type="application/json")

    assert response.status_code == 200
    assert response.json()["data"] == {"hello": "Hello world", "broken": None}
    assert response.json()["errors"][0]["extensions"] == {"code": "TIMEOUT", "limit": 5}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "is_limited"),
    [("get", "/pt/", True), ("post", "/pt/", False), ("get", "/admin/login/", False), ("post", "/admin/login/", False)],
)
def test_what_the_public_reads_has_the_limit_and_the_work_of_editors_has_not(rf, method, path, is_limited):
    with statement_limit(None):
        before = limit()
    limits = []
    answer = middleware.door_middleware(lambda request: (limits.append(limit()), HttpResponse())[1])

    answer(getattr(rf, method)(path))

    assert limits == ["5s" if is_limited else before]


@pytest.mark.django_db
def test_a_connection_has_the_limit_of_the_request_that_uses_it():
    with statement_limit(None):  # an earlier test may have left the connection as the endpoint uses it
        before = limit()
    with statement_limit(5):
        during = limit()
        nested = []
        with statement_limit(None):
            nested.append(limit())
    with statement_limit(None):
        after = limit()

    assert (during, nested, after) == ("5s", [before], before)


@pytest.mark.django_db
def test_the_server_is_told_only_when_the_kind_of_request_changes(monkeypatch):
    with statement_limit(None):
        pass
    raw, told = connection.connection, []
    execute = raw.execute
    monkeypatch.setattr(raw, "execute", lambda statement: (told.append(statement), execute(statement)))

    for seconds in (5, 5, None, None, 5):
        with statement_limit(seconds):
            on_connection_created(None, connection)

    assert told == ["SET statement_timeout = 5000", "RESET statement_timeout", "SET statement_timeout = 5000"]
    with statement_limit(None):
        pass
