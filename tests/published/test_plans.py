"""Statements sent over libpq itself: the rows and errors of psycopg's cursors, and plans that the server keeps."""

from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from published import plans
from published.plans import Plans

pytestmark = pytest.mark.django_db

PLANS = "SELECT name, generic_plans FROM pg_prepared_statements WHERE name LIKE 'plan%%' ORDER BY name"
ODD = ["a,b", 'a "quote"', "a\\backslash", "{brace}", "NULL", "", "ção"]


@pytest.fixture
def raw(db):
    parameters = {**connection.get_connection_params(), "cursor_factory": None}
    with closing(psycopg.connect(**parameters, autocommit=True)) as made:
        yield made


@pytest.mark.parametrize(
    ("statement", "parameters", "row"),
    [
        ("SELECT %(text)s::text, %(text)s || '%%'", {"text": "é"}, ("é", "é%")),
        ("SELECT %(nothing)s::text IS NULL", {"nothing": None}, (True,)),
        ("SELECT %(texts)s::text[]", {"texts": ODD}, (ODD,)),
        ("SELECT cardinality(%(texts)s::text[])", {"texts": []}, (0,)),
        (
            "SELECT %(at)s::timestamptz",
            {"at": datetime(2026, 3, 1, 10, tzinfo=UTC)},
            (datetime(2026, 3, 1, 10, tzinfo=UTC),),
        ),
        ("""SELECT '{"a":  1}'::json, 1::bigint, true, 'x'""", {}, (b'{"a":  1}', 1, True, "x")),
    ],
)
def test_values_go_and_come_as_they_are(raw, statement, parameters, row):
    kept = Plans(raw)
    for _ in range(3):
        assert kept.rows(statement, parameters) == [row]


def test_a_statement_is_prepared_when_it_comes_again_and_planned_for_any_value(raw):
    kept = Plans(raw)
    kept.rows("SELECT %(text)s::text", {"text": "once"})
    assert raw.execute(PLANS).fetchall() == []

    for _ in range(9):
        kept.rows("SELECT %(text)s::text", {"text": "again"})

    [(name, planned)] = raw.execute(PLANS).fetchall()
    assert (name, planned > 0) == ("plan_1", True)


def test_a_connection_keeps_so_many_plans_and_no_more(raw, monkeypatch):
    monkeypatch.setattr(plans, "KEPT_STATEMENTS", 2)
    kept = Plans(raw)
    for number in (1, 1, 2, 2, 1, 3, 3):
        assert kept.rows(f"SELECT {number}", {}) == [(number,)]
    assert [name for name, _ in raw.execute(PLANS)] == ["plan_1", "plan_3"]


@pytest.mark.parametrize("value", [1, 1.5, True, [1, 2], {"a": 1}])
def test_a_value_whose_type_the_server_cannot_infer_is_left_to_psycopg(raw, value):
    assert Plans(raw).rows("SELECT %(value)s", {"value": value}) is None


def test_a_statement_before_a_transaction_that_is_to_be_begun_is_left_to_psycopg(raw):
    raw.autocommit = False
    kept = Plans(raw)

    assert kept.rows("SELECT 1", {}) is None
    raw.execute("SELECT 1")
    assert [kept.rows("SELECT 1", {}) for _ in range(3)] == [[(1,)]] * 3
    assert raw.execute(PLANS).fetchall() == []


def test_plans_that_somebody_dropped_are_made_again(raw):
    kept = Plans(raw)
    kept.rows("SELECT 1", {})
    kept.rows("SELECT 1", {})
    raw.execute("DEALLOCATE ALL")

    assert [kept.rows("SELECT 1", {}) for _ in range(3)] == [[(1,)]] * 3
    assert len(raw.execute(PLANS).fetchall()) == 1


@pytest.mark.parametrize(
    ("statement", "parameters", "error"),
    [
        ("SELECT 1/0", {}, psycopg.errors.DivisionByZero),
        ("SELECT nothing", {}, psycopg.errors.UndefinedColumn),
        ("SELECT %(text)s::text", {"text": "a\x00b"}, psycopg.DataError),
        ("SELECT %(texts)s::text[]", {"texts": ["a\x00b"]}, psycopg.DataError),
    ],
)
def test_what_the_server_refuses_is_an_error_of_psycopgs(raw, statement, parameters, error):
    kept = Plans(raw)
    for _ in range(3):
        with pytest.raises(error):
            kept.rows(statement, parameters)
    assert kept.rows("SELECT 1", {}) == [(1,)]
