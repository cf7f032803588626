"""The statements that read the store, below GraphQL: bound values, prepared statements, lost connections."""

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection

from published.document import Document
from published.entries import write
from published.listing import Listing, Order, Position, Window
from published.reading import StoreReader

pytestmark = pytest.mark.django_db

HOSTILE = ["'", "\\", "%s", "%(keys)s", "{}", "x'; DROP TABLE published_entry; --", "\u202e", "🙂"]


@pytest.mark.parametrize("text", HOSTILE)
def test_values_are_bound_never_written_into_the_statement(text):
    write(Document(f"NewsPage:{text}", "NewsPage", site=1, path=text, tree=text, card={"title": text}))
    reader = StoreReader()

    (found,) = reader.entries(keys=[f"NewsPage:{text}"])
    at_path = reader.entry_at(site=1, path=text)

    assert found.card == {"title": text}
    assert at_path is not None
    assert at_path.key == found.key
    assert [entry.key for entry in reader.entries(trees=[text])] == [found.key]


def test_a_body_is_read_only_for_the_types_named():
    write(Document("NewsPage:1", "NewsPage", body={"body": []}))
    write(Document("EventPage:1", "EventPage", body={"body": []}))
    found = StoreReader().entries(keys=["NewsPage:1", "EventPage:1"], with_body=["EventPage"])
    assert {entry.key: entry.body for entry in found} == {"NewsPage:1": None, "EventPage:1": {"body": []}}


def test_nothing_asked_for_is_no_statement():
    reader = StoreReader()
    assert reader.entries() == []
    assert reader.statements == 0


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("value", [None, "2026-01-01 00:00:00+00"])
@pytest.mark.parametrize("backwards", [False, True])
def test_every_order_and_position_makes_a_statement_that_runs(order, value, backwards):
    position = Position(value, "NewsPage:1")
    window = Window(3, after=position, before=position, backwards=backwards)
    assert StoreReader().page(Listing((("NewsPage", "pt"),), order=order), window) == {None: []}


def test_an_error_of_the_database_is_djangos_so_that_a_lost_connection_is_noticed():
    reader = StoreReader()
    with pytest.raises(ProgrammingError), connection.cursor().connection.transaction():
        reader._rows("SELECT nothing FROM nowhere", {})
    connection.errors_occurred = False


@pytest.mark.django_db(transaction=True)
def test_after_the_server_ended_a_connection_the_next_request_has_a_new_one():
    reader = StoreReader()
    reader.version()
    with psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": None}, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])

    with pytest.raises(OperationalError):
        reader.version()
    connection.close_if_unusable_or_obsolete()  # what Django does between two requests

    assert StoreReader().version() >= 0
