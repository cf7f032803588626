"""Reading from a replica, with two real servers and the product in two processes: nothing stale, whatever happens."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import environ
import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, router, transaction

from api.keys.models import ApiKey
from cms.databases import databases
from content.models import NewsPage
from published import reading_database
from published.models import Entry
from published.publication import note, publication
from published.reading import StoreReader, public_reader
from published.reading_database import ReadingDatabase, newest_commit
from published.replica import Replica
from published.replica_connection import REPLICA, Commit
from tests import factories
from tests.two_servers import primary_and_replica

ROOT = Path(__file__).resolve().parent.parent.parent
NUMBERS = count(1)
READS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = 'labx' AND pid <> pg_backend_pid() AND query ~ 'published_entry' AND query !~ 'pg_stat_activity'
    AND query_start > %s
"""


pytestmark = pytest.mark.django_db  # the content of the primary is that of the tests' database


@pytest.fixture(scope="module")
def pair(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        parameters = connection.get_connection_params()
    known = {name: parameters.get(name) for name in ("host", "port", "user", "password", "dbname")}
    with primary_and_replica(psycopg.conninfo.make_conninfo(**known)) as servers:
        yield servers


@contextmanager
def on(server):
    """Within, a server holds the default database of this process."""
    own = connections[DEFAULT_DB_ALIAS]
    place = {"NAME": "labx", "USER": "labx", "HOST": str(server.sockets), "PORT": "", "PASSWORD": ""}
    connections[DEFAULT_DB_ALIAS] = type(own)({**own.settings_dict, **place}, alias=DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        connections[DEFAULT_DB_ALIAS] = own


@pytest.fixture(autouse=True)
def on_primary(db, pair):
    with on(pair[0]):
        yield


@pytest.fixture(scope="module")
def page(pair, django_db_blocker):
    with django_db_blocker.unblock(), on(pair[0]):
        return factories.news(title="Number 0")


@pytest.fixture(scope="module")
def port(pair, page, tmp_path_factory):
    """The product, served by two processes."""
    primary, replica = pair
    with socket.create_server(("127.0.0.1", 0)) as probe:
        number = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": primary.url(),
        "DATABASE_REPLICA_URL": replica.url(),
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DEBUG": "0",
        "GRAPHQL_USAGE_SECONDS": "0",
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(number)]
    command += ["--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    server = subprocess.Popen([*command, "cms.wsgi:application"], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(number), seconds=60)
        yield number
    finally:
        server.terminate()
        server.wait(15)


def answers(port):
    try:
        return get(port, "/graphql/schema.graphql")[0] == 200
    except OSError:
        return False


def wait_until(condition, *, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def get(port, path, *, body=None):
    """Status and text of an answer, over a connection of its own: either process may answer."""
    client = HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Host": "localhost", "Content-Type": "application/json", "Accept": "application/json"}
    client.request("POST" if body else "GET", path, body=body, headers=headers)
    response = client.getresponse()
    try:
        return response.status, response.read().decode()
    finally:
        client.close()


def title(port, *, post=False):
    """The title of the news item, as the endpoint tells it to a question that nobody has asked before."""
    question = f"{{ news(first: 1) {{ nodes {{ n{next(NUMBERS)}: title }} }} }}"
    if post:
        status, text = get(port, "/graphql", body=json.dumps({"query": question}))
    else:
        status, text = get(port, f"/graphql?{urlencode({'query': question})}")
    assert status == 200, text
    (words,) = json.loads(text)["data"]["news"]["nodes"][0].values()
    return words


def publish(page, words):
    """The publication of new words as the store does it; Wagtail's revisions would take ten times as long."""
    with publication():
        NewsPage.objects.filter(pk=page.pk).update(title=words)
        note(page)


def caught_up(pair):
    primary, replica = pair
    [(position,)] = primary.ask("SELECT pg_current_wal_lsn()")
    wait_until(lambda: replica.ask(f"SELECT pg_last_wal_replay_lsn() >= '{position}'") == [(True,)])


def reads_since(server, moment):
    """How many sessions of a server have read entries last, since a moment of its clock."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        return connection.execute(READS, [moment]).fetchone()[0]


def read_where(pair, ask):
    """The reads of the primary and of the replica that a question makes."""
    [(moment,)] = pair[0].ask("SELECT clock_timestamp()")
    ask()
    return tuple(bool(reads_since(server, moment)) for server in pair)


ON_PRIMARY, ON_REPLICA = (True, False), (False, True)


def is_used(pair, port):
    return read_where(pair, lambda: [title(port) for _ in range(8)]) == ON_REPLICA


@contextmanager
def standing_still(replica):
    replica.ask("SELECT pg_wal_replay_pause()")
    wait_until(lambda: replica.ask("SELECT pg_get_wal_replay_pause_state()") == [("paused",)])
    try:
        yield
    finally:
        replica.ask("SELECT pg_wal_replay_resume()")


@pytest.mark.parametrize(
    "path", ["/pt/", "/sitemap-pt-1.xml", "/pt/nowhere/", "/graphql/NewsList?locale=pt&first=7", "POST"]
)
def test_what_is_public_is_read_from_the_replica_alone(pair, port, path):
    caught_up(pair)
    wait_until(lambda: is_used(pair, port))
    ask = (lambda: title(port, post=True)) if path == "POST" else (lambda: get(port, path))

    assert read_where(pair, ask) == ON_REPLICA


def test_whoever_publishes_sees_it_at_once_also_while_the_replica_stands_still(pair, port, page):
    seen = []
    for number in range(100):
        if number in (20, 60):
            stand_still = standing_still(pair[1])
            stand_still.__enter__()
        if number in (30, 70):
            stand_still.__exit__(None, None, None)
        publish(page, f"Number {number}")
        seen.append(title(port, post=bool(number % 2)))

    assert seen == [f"Number {number}" for number in range(100)]


def test_a_replica_that_stands_still_is_not_asked_what_it_cannot_know(pair, port, page):
    with standing_still(pair[1]):
        publish(page, "Behind")
        assert read_where(pair, lambda: title(port)) == ON_PRIMARY
    caught_up(pair)

    wait_until(lambda: is_used(pair, port))


@contextmanager
def readers(port, published):
    """Four who read all the time; gives what they saw that was older than what was published before they asked."""
    wrong, is_over, seen = [], threading.Event(), []

    def read(post):
        while not is_over.is_set():
            least = published[-1]
            try:
                found = int(title(port, post=post).removeprefix("Number "))
            except Exception as error:
                wrong.append(error)
            else:
                seen.append(found)
                if found < least:
                    wrong.append((found, least))

    threads = [threading.Thread(target=read, args=[bool(number % 2)]) for number in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield wrong
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
    assert seen


@pytest.mark.parametrize("loss", ["stopped", "killed", "frozen", "sessions ended"])
def test_the_loss_of_the_replica_is_not_felt_and_it_is_used_again(pair, port, page, loss):
    replica = pair[1]
    caught_up(pair)
    wait_until(lambda: is_used(pair, port))
    published = [1000]
    publish(page, "Number 1000")

    def go_on(times=10):
        for _ in range(times):
            publish(page, f"Number {published[-1] + 1}")
            published.append(published[-1] + 1)

    with readers(port, published) as wrong:
        go_on()
        if loss == "stopped":
            replica.stop()
        elif loss == "killed":
            replica.kill()
        elif loss == "frozen":
            with replica.frozen():
                go_on(30)
                assert [title(port) for _ in range(8)] == [f"Number {published[-1]}"] * 8
        else:
            replica.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        go_on()
        if loss in ("stopped", "killed"):
            replica.start()
        go_on()

    assert wrong == []
    caught_up(pair)
    wait_until(lambda: is_used(pair, port))


# In this process: what cannot be brought about from outside.


@pytest.fixture
def here(pair, monkeypatch):
    """This process reads from the replica too."""
    monkeypatch.setenv("DATABASE_REPLICA_URL", pair[1].url())
    made = databases(environ.Env(), {})[REPLICA]
    complete = connections.configure_settings({DEFAULT_DB_ALIAS: {}, REPLICA: made})
    monkeypatch.setitem(connections.databases, REPLICA, complete[REPLICA])
    monkeypatch.setattr(router, "routers", [reading_database.ReadingRouter()])
    monkeypatch.setattr(reading_database, "replica", Replica())
    monkeypatch.setattr(Replica, "_seek", lambda _: None)
    caught_up(pair)
    yield
    connections[REPLICA].close_pool()
    del connections[REPLICA]


SERVER = "SELECT current_setting('unix_socket_directories')"


def server_read(reader=None):
    return (reader or public_reader())._rows(SERVER, {})[0][0]


def test_a_statement_that_the_replay_of_a_change_cancels_is_answered_by_the_primary(pair, here):
    replica = pair[1]
    primary = pair[0]
    reader = public_reader()
    assert server_read(reader) == str(replica.sockets)
    ends = threading.Timer(0.2, lambda: primary.ask("VACUUM FULL published_behind"))
    ends.start()

    found = reader._rows(f"SELECT ({SERVER}), pg_sleep(0.5), count(*) FROM published_behind", {})

    ends.join()
    assert found[0][0] == str(primary.sockets)
    assert server_read(reader) == str(primary.sockets)  # and so is the rest of this request
    assert server_read() == str(replica.sockets)


def test_a_replica_that_hangs_holds_nobody_up(pair, here):
    assert server_read() == str(pair[1].sockets)

    with pair[1].frozen():
        assert server_read() == str(pair[0].sockets)


def test_a_statement_that_is_wrong_is_wrong_on_the_primary_too(here):
    with pytest.raises(DatabaseError, match="division by zero"):
        public_reader()._rows("SELECT 1 / 0", {})


def test_what_a_transaction_wrote_is_read_where_it_was_written(pair, here):
    with transaction.atomic():
        assert server_read() == str(pair[0].sockets)
    assert server_read() == str(pair[1].sockets)


def test_a_commit_of_another_history_is_not_taken_for_the_one_of_its_number(pair, here):
    commit = newest_commit()
    reader = StoreReader(where=ReadingDatabase(Commit(commit.number, "another one")))

    assert server_read(reader) == str(pair[0].sockets)


def test_the_command_tells_how_far_the_replica_is(pair, here, page, capsys):
    call_command("check_replica")
    with standing_still(pair[1]):
        publish(page, "Behind")
        call_command("check_replica")
        with pytest.raises(CommandError, match="of no use now"):
            call_command("check_replica", seconds=0)
    caught_up(pair)

    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("The replica is up to date, last change replayed ")
    number = newest_commit().number
    assert second.endswith(f"; the store is at {number - 1} there, at {number} here.")


def test_a_replica_that_is_not_there_is_told(pair, here, monkeypatch):
    monkeypatch.setitem(connections[REPLICA].settings_dict["OPTIONS"], "host", "/nowhere")

    with pytest.raises(CommandError, match="The replica cannot be asked: "):
        call_command("check_replica")


def test_only_a_reading_of_the_store_is_led_to_the_replica(pair, here):
    reading = ReadingDatabase()

    assert router.db_for_read(Entry, reading=reading) == REPLICA
    assert router.db_for_read(ApiKey, reading=reading) == DEFAULT_DB_ALIAS
    assert router.db_for_read(NewsPage) == DEFAULT_DB_ALIAS
    assert router.db_for_read(Entry) == DEFAULT_DB_ALIAS
    assert router.db_for_write(Entry) == DEFAULT_DB_ALIAS
    assert not router.allow_migrate(REPLICA, "published")
    assert router.allow_migrate(DEFAULT_DB_ALIAS, "published")


def test_without_an_address_there_is_no_replica_and_nobody_asks_for_one(settings):
    assert databases(environ.Env(), {"NAME": "labx"}) == {"default": {"NAME": "labx"}}
    assert settings.DATABASE_ROUTERS == []
    assert public_reader().where is None


def test_several_hosts_may_stand_in_the_address(monkeypatch):
    url = "postgres://labx@one:5432,two:5433/labx?load_balance_hosts=random"
    monkeypatch.setenv("DATABASE_REPLICA_URL", url)

    made = databases(environ.Env(), {})[REPLICA]

    assert (made["HOST"], made["PORT"], made["OPTIONS"]["load_balance_hosts"]) == ("one,two", "5432,5433", "random")


def test_a_replica_that_was_promoted_is_left_alone(pair, here):  # the last: it is no replica any more
    primary, replica = pair
    assert server_read() == str(replica.sockets)

    replica.ask("SELECT pg_promote()")

    assert server_read() == str(primary.sockets)
    with connections[REPLICA].pool.connection() as raw, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        raw.execute("UPDATE published_version SET number = 1")
