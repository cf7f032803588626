"""What a caller may spend in a minute: counted here, written by the flusher, agreed upon by all processes."""

import json
import os
import subprocess
import sys
import threading

import pytest
from django.db import connection

from api import views
from api.callers import Caller, KnownKey
from api.errors import BudgetError, CostLimitError
from api.usage import budgets
from api.usage.budgets import Budgets
from api.usage.flushing import FLUSHER, Flusher
from api.usage.models import Spending
from tests.api import store
from tests.database import database_url

NOON = 1_800_000_000.0  # the beginning of a minute
READER = Caller(address="192.0.2.1")
LIST = "{ news(first: 4) { nodes { title } } }"  # costs 5


class Clock:
    def __init__(self, seconds: float = NOON) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def door(client, monkeypatch, clock, settings):
    """Asks over HTTP with a budget of 20 a minute."""
    settings.GRAPHQL_ANONYMOUS_BUDGET = 20
    counted = Budgets(clock)
    monkeypatch.setattr(budgets, "BUDGETS", counted)

    def ask(query=LIST, *, address="192.0.2.1", **headers):
        return client.post(
            "/graphql", {"query": query}, content_type="application/json", headers=headers, REMOTE_ADDR=address
        )

    ask.budgets = counted
    return ask


def known_key(number=3, budget=None):
    return Caller(address="192.0.2.9", key=KnownKey(number, "App", frozenset({"read"}), budget=budget))


def test_a_reader_spends_up_to_the_last_and_not_more(settings, clock):
    settings.GRAPHQL_ANONYMOUS_BUDGET = 100
    counted = Budgets(clock)

    counted.spend(READER, 60)
    counted.spend(READER, 40)
    with pytest.raises(BudgetError) as refused:
        counted.spend(READER, 1)

    assert counted.left(READER) == 0
    assert refused.value.details() == {"limit": 100, "seconds": 60}
    counted.spend(Caller(address="192.0.2.2"), 100)  # somebody else's budget is theirs


def test_a_new_minute_brings_a_new_budget(settings, clock):
    settings.GRAPHQL_ANONYMOUS_BUDGET = 10
    counted = Budgets(clock)
    counted.spend(READER, 10)

    clock.seconds += 59.5
    with pytest.raises(BudgetError) as refused:
        counted.spend(READER, 1)
    clock.seconds += 0.5
    counted.spend(READER, 10)

    assert refused.value.values["seconds"] == 1


def test_what_costs_nothing_costs_one(settings, clock):
    settings.GRAPHQL_ANONYMOUS_BUDGET = 10
    counted = Budgets(clock)

    counted.spend(READER, 0)

    assert counted.left(READER) == 9


def test_what_fits_in_no_budget_is_told_so_instead_of_to_wait(settings, clock):
    settings.GRAPHQL_ANONYMOUS_BUDGET = 10

    with pytest.raises(CostLimitError) as refused:
        Budgets(clock).spend(READER, 11)

    assert refused.value.details() == {"limit": 10, "asked": 11}


def test_a_key_has_its_own_budget_or_that_of_a_reader_wherever_it_is_used(settings, clock):
    settings.GRAPHQL_ANONYMOUS_BUDGET = 10
    counted = Budgets(clock)

    counted.spend(known_key(budget=500), 400)
    counted.spend(known_key(number=4), 10)
    counted.spend(Caller(address="192.0.2.9"), 10)

    assert counted.left(known_key(budget=500)) == 100
    assert counted.left(known_key(number=4)) == 0


@pytest.mark.parametrize("off", [0, None])
def test_without_a_budget_nothing_is_counted(settings, clock, off):
    settings.GRAPHQL_ANONYMOUS_BUDGET = off
    counted = Budgets(clock)

    counted.spend(READER, 10**9)

    assert (counted.accounts, counted.left(READER)) == ({}, None)


def test_a_million_addresses_take_no_more_memory_than_some_thousand(settings, clock, monkeypatch):
    settings.GRAPHQL_ANONYMOUS_BUDGET = 100
    monkeypatch.setattr(budgets, "MOST_ACCOUNTS", 50)
    monkeypatch.setattr(budgets, "SHARED_ACCOUNTS", 4)
    counted = Budgets(clock)
    counted.spend(READER, 30)

    refused = 0
    for number in range(1_000):
        try:
            counted.spend(Caller(address=f"2001:db8:{number:x}::1"), 1)
        except BudgetError:
            refused += 1

    assert len(counted.accounts) == 54
    assert refused == 1_000 - 49 - 4 * 100
    assert counted.left(READER) == 70  # who was there before is not touched
    counted.spend(known_key(), 100)  # nor is a key


@pytest.mark.django_db
def test_an_address_is_stored_as_a_digest_that_nobody_else_can_make(settings, clock):
    counted = Budgets(clock)
    counted.spend(READER, 7)
    counted.spend(known_key(), 8)

    counted.write()

    rows = dict(Spending.objects.values_list("caller", "spent"))
    digest = budgets.stored_name("address:192.0.2.1")
    assert rows == {digest: 7, "key:3": 8}
    assert "192.0.2" not in digest
    settings.SECRET_KEY = "another installation, another digest"
    assert budgets.stored_name("address:192.0.2.1") != digest


@pytest.mark.django_db
def test_what_is_old_is_deleted(clock):
    Spending.objects.create(minute=NOON // 60 - 2, caller="key:1", spent=1)
    Spending.objects.create(minute=NOON // 60 - 1, caller="key:1", spent=1)
    counted = Budgets(clock)
    counted.spend(READER, 7)

    counted.write()

    assert sorted(Spending.objects.values_list("minute", flat=True)) == [NOON // 60 - 1, NOON // 60]


@pytest.mark.django_db
def test_processes_agree_to_the_last_unit_when_they_have_written(settings, clock):
    settings.GRAPHQL_ANONYMOUS_BUDGET = 1_000
    one, other = Budgets(clock), Budgets(clock)

    one.spend(READER, 300)
    other.spend(READER, 500)
    one.write()
    other.write()
    assert (one.left(READER), other.left(READER)) == (700, 200)

    one.spend(known_key(), 1)  # something to write, so that it reads
    one.write()
    assert (one.left(READER), other.left(READER)) == (200, 200)
    with pytest.raises(BudgetError):
        one.spend(READER, 201)


@pytest.mark.django_db
def test_what_is_spent_while_it_is_written_is_written_the_next_time(clock, monkeypatch):
    counted = Budgets(clock)
    counted.spend(READER, 10)
    writing = budgets.writing

    def meanwhile():
        counted.spend(READER, 3)
        return writing()

    monkeypatch.setattr(budgets, "writing", meanwhile)
    counted.write()
    assert Spending.objects.get().spent == 10
    monkeypatch.undo()
    counted.write()

    assert Spending.objects.get().spent == 13
    account = next(iter(counted.accounts.values()))
    assert (account.written, account.waiting) == (13, 0)


@pytest.mark.django_db
def test_a_database_that_fails_is_told_of_once_and_nothing_is_lost(clock, monkeypatch, caplog):
    counted, flusher = Budgets(clock), Flusher()
    flusher.add("budgets", counted.write)
    counted.spend(READER, 10)
    monkeypatch.setattr(budgets, "ADD_AND_READ", "SELECT %s, %s, %s, %s FROM nowhere")

    assert [flusher.flush(), flusher.flush()] == [False, False]
    counted.spend(READER, 5)
    monkeypatch.undo()
    assert flusher.flush()

    assert Spending.objects.get().spent == 15
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1


@pytest.mark.django_db
def test_over_the_budget_the_answer_is_429_with_the_seconds_to_wait(door, clock):
    store.site()
    clock.seconds += 12.3

    answers = [door(**{"accept-language": "pt"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429, 429]
    refused = answers[-1]
    assert refused["Retry-After"] == "48"
    assert refused.json()["errors"] == [
        {
            "message": "O orçamento de 20 por minuto está gasto. Volte a perguntar daqui a 48 segundos.",
            "extensions": {"code": "BUDGET_EXCEEDED", "limit": 20, "seconds": 48},
        }
    ]
    assert "Retry-After" not in answers[0]
    assert door(address="192.0.2.2").status_code == 200
    clock.seconds += 48
    assert door().status_code == 200


@pytest.mark.django_db
def test_refusals_and_answers_that_are_known_are_not_free(door, client):
    store.site()
    reader = Caller(address="192.0.2.1")

    door("{ nothing }")
    assert door.budgets.left(reader) == 20 - budgets.INVALID
    client.post("/graphql", "[]", content_type="application/json", REMOTE_ADDR="192.0.2.1")
    assert door.budgets.left(reader) == 20 - budgets.INVALID - budgets.REFUSAL
    known = client.get("/graphql", {"query": "{ __typename }"}, REMOTE_ADDR="192.0.2.7")
    tag = {"If-None-Match": known["ETag"]}
    again = client.get("/graphql", {"query": "{ __typename }"}, REMOTE_ADDR="192.0.2.7", headers=tag)

    assert again.status_code == 304
    assert door.budgets.left(Caller(address="192.0.2.7")) == 20 - 1 - budgets.REFUSAL


@pytest.mark.django_db
def test_who_asks_for_more_than_is_left_has_nothing_left_soon(door):
    reader = Caller(address="192.0.2.1")
    dear = "{ news(first: 14) { nodes { title } } }"  # costs 15
    store.site()
    door.budgets.spend(reader, 6)

    assert [door(dear).status_code for _ in range(2)] == [429, 429]

    assert door.budgets.left(reader) == 0
    assert door("{ __typename }").status_code == 429


@pytest.mark.django_db
def test_who_has_nothing_left_is_refused_before_anything_is_read(door, monkeypatch):
    store.site()
    for _ in range(4):
        door()

    def never(*arguments):
        raise AssertionError("read")

    monkeypatch.setattr(views, "question_from_body", never)
    assert door().status_code == 429


@pytest.mark.django_db
def test_a_reading_request_writes_nothing(door):
    store.site()
    door()

    def written():
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
            return cursor.fetchone()[0]

    before = written()
    assert [door().status_code for _ in range(4)] == [200, 200, 200, 429]
    assert written() == before
    assert FLUSHER._thread is None  # tests say themselves when something is written


@pytest.mark.django_db(transaction=True)
def test_another_process_knows_within_seconds_what_was_spent_here(settings, clock):
    """A real second process spends under the same minute and writes through its own connection."""
    settings.GRAPHQL_ANONYMOUS_BUDGET = 1_000
    here = Budgets(clock)
    here.spend(READER, 400)
    here.write()

    there = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, str(NOON)],
        env=_environment(),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert there.returncode == 0, there.stderr
    here.spend(known_key(), 1)
    here.write()

    assert json.loads(there.stdout) == {"before": 1_000, "after_writing": 350, "refused": True}
    assert here.left(READER) == 350
    assert Spending.objects.get(caller=budgets.stored_name("address:192.0.2.1")).spent == 650


OTHER_PROCESS = """
import json, sys, django
django.setup()
from api.callers import Caller
from api.errors import BudgetError
from api.usage.budgets import Budgets
from django.conf import settings
settings.GRAPHQL_ANONYMOUS_BUDGET = 1_000
there, reader = Budgets(lambda: float(sys.argv[1])), Caller(address="192.0.2.1")
before = there.left(reader)
there.spend(reader, 250)
there.write()
after_writing = there.left(reader)
try:
    there.spend(reader, 351)
    refused = False
except BudgetError:
    refused = True
print(json.dumps({"before": before, "after_writing": after_writing, "refused": refused}))
"""

THREAD = """
import sys, time, django
django.setup()
from django.conf import settings
settings.GRAPHQL_ANONYMOUS_BUDGET, settings.GRAPHQL_USAGE_SECONDS = 1_000, float(sys.argv[1])
from api.callers import Caller
from api.usage import budgets
while time.time() % 60 > 50:  # it must end within the minute
    time.sleep(0.5)
budgets.spend(Caller(address="192.0.2.1"), 11)
time.sleep(float(sys.argv[2]))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("interval", "life"), [("0.1", "1.5"), ("60", "0")], ids=["every few seconds", "at its end"])
def test_a_thread_writes_every_few_seconds_and_at_the_end_of_the_process(interval, life, settings):
    process = subprocess.run(
        [sys.executable, "-c", THREAD, interval, life],
        env=_environment(),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert process.returncode == 0, process.stderr
    assert Spending.objects.get().spent == 11


FORK = """
import multiprocessing, time, django
django.setup()
from django.conf import settings
settings.GRAPHQL_ANONYMOUS_BUDGET, settings.GRAPHQL_USAGE_SECONDS = 1_000, 60
from api.callers import Caller
from api.usage import budgets
reader = Caller(address="192.0.2.1")
while time.time() % 60 > 50:  # both must end within one minute
    time.sleep(0.5)
budgets.spend(reader, 5)
worker = multiprocessing.get_context("fork").Process(target=budgets.spend, args=[reader, 11])
worker.start()
worker.join()
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_forked_writes_its_own_counts_and_its_parent_its(settings):
    process = subprocess.run(
        [sys.executable, "-c", FORK],
        env=_environment(),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert process.returncode == 0, process.stderr
    assert Spending.objects.get().spent == 5 + 11


def test_counting_is_safe_among_threads(settings, clock):
    settings.GRAPHQL_ANONYMOUS_BUDGET = 10_000
    counted = Budgets(clock)

    def spend():
        for _ in range(500):
            counted.spend(READER, 2)

    threads = [threading.Thread(target=spend) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counted.left(READER) == 2_000


def _environment():
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "TEST_TEMPLATE": "",
    }
