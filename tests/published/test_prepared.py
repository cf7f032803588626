"""Reading statements over the pool: one connection while a statement runs, and none that was lost is felt."""

from contextlib import closing

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.utils import timezone

from published.models import Commit, Version
from published.prepared import prepared_rows
from published.statement_limit import statement_limit
from published.store_version import store_version

pytestmark = pytest.mark.django_db(transaction=True)

BACKEND = "SELECT pg_backend_pid()"


@pytest.fixture
def pooled():
    """The tests' database by another alias, with a pool as in production."""
    options = {**connection.settings_dict["OPTIONS"], "pool": {"min_size": 3, "max_size": 3, "timeout": 5}}
    wrapper = DatabaseWrapper({**connection.settings_dict, "OPTIONS": options}, alias="pooled")
    connections["pooled"] = wrapper
    yield wrapper
    wrapper.close()
    wrapper.close_pool()
    del connections["pooled"]


def lose_connections(wrapper):
    wrapper.pool.wait()
    backends = [raw.info.backend_pid for raw in wrapper.pool._pool]
    parameters = {**connection.get_connection_params(), "cursor_factory": None}
    with closing(psycopg.connect(**parameters, autocommit=True)) as other:
        for backend in backends:
            other.execute("SELECT pg_terminate_backend(%s, 2000)", [backend])
    return backends


def test_a_statement_gives_its_connection_back_and_leaves_djangos_closed(pooled):
    prepared_rows("SELECT 1", {}, using="pooled")
    pooled.pool.wait()

    assert pooled.connection is None
    assert pooled.pool.get_stats()["pool_available"] == 3


def test_lost_connections_are_replaced_and_the_statement_is_answered(pooled):
    prepared_rows(BACKEND, {}, using="pooled")
    lost = lose_connections(pooled)

    found = {prepared_rows(BACKEND, {}, using="pooled")[0][0] for _ in range(6)}

    assert len(lost) == 3
    assert found.isdisjoint(lost)


def test_what_django_has_open_is_used_so_that_its_transaction_is_seen(pooled):
    with pooled.cursor() as cursor:
        cursor.execute(BACKEND)
        (own,) = cursor.fetchone()

    assert prepared_rows(BACKEND, {}, using="pooled") == [(own,)]


def test_the_limit_holds_on_whichever_connection_is_taken(pooled):
    with statement_limit(5):
        limited = [prepared_rows("SHOW statement_timeout", {}, using="pooled") for _ in range(3)]
    free = [prepared_rows("SHOW statement_timeout", {}, using="pooled") for _ in range(3)]

    assert limited == [[("5s",)]] * 3
    assert free == [[("0",)]] * 3


def test_a_statement_that_took_too_long_is_not_sent_again(pooled):
    with statement_limit(1), pytest.raises(OperationalError, match="statement timeout"):
        prepared_rows("SELECT pg_sleep(3)", {}, using="pooled")
    pooled.pool.wait()

    assert pooled.pool.get_stats()["requests_num"] == 1


@pytest.fixture
def by_pool(pooled):
    """The default connection is one with a pool, as in production."""
    own = connections["default"]
    connections["default"] = pooled
    yield pooled
    connections["default"] = own


def test_the_version_is_the_same_by_the_short_way_and_by_the_long_one(by_pool):
    Version.objects.update_or_create(pk=1, defaults={"number": 7})
    Commit.objects.update_or_create(number=7, defaults={"mark": "ção", "at": timezone.now()})
    by_pool.ensure_connection()
    long = store_version()
    by_pool.close()
    short = [store_version() for _ in range(7)]

    assert long[1:] == (7, "ção")
    assert short == [long] * 7


def test_the_version_is_asked_each_time(by_pool):
    Version.objects.update_or_create(pk=1, defaults={"number": 7})
    by_pool.close()
    before = store_version()
    Version.objects.update(number=8)
    by_pool.close()

    assert (before[1], store_version()[1]) == (7, 8)


def test_a_store_that_nothing_was_written_to_has_a_version_too(by_pool):
    Version.objects.all().delete()
    Commit.objects.all().delete()
    by_pool.close()

    assert store_version()[1:] == (None, None)


def test_the_version_is_told_although_connections_were_lost(by_pool):
    by_pool.close()
    before = [store_version() for _ in range(3)]
    lose_connections(by_pool)

    assert [store_version() for _ in range(3)] == before
