"""What is recorded of questions: by key and operation, by error, and what of the schema each key uses."""

from datetime import date, timedelta

import pytest
from graphql import parse

from api import views
from api.callers import Caller, KnownKey
from api.schema import schema
from api.usage import records
from api.usage.field_uses import FieldUses
from api.usage.models import ErrorCount, FieldCount, OperationCount
from api.usage.records import MOST_OPERATIONS, OTHER, Records
from tests.api import store

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
LIST = "query Mine { news(first: 4) { nodes { title } } }"  # costs 5


@pytest.fixture
def ask(client, monkeypatch):
    """Asks over HTTP as a key or as anybody; ``ask.write()`` writes what was counted on TODAY."""
    counted = Records(lambda: TODAY)
    monkeypatch.setattr(records, "RECORDS", counted)
    callers = {"caller": Caller(address="192.0.2.1")}
    monkeypatch.setattr(views, "caller_of", lambda request: callers["caller"])
    store.site()

    def ask(query=LIST, *, key=None, variables=None, name=None):
        known = KnownKey(key, f"App {key}", frozenset({"read"})) if key else None
        callers["caller"] = Caller(address="192.0.2.1", key=known)
        body = {"query": query, "variables": variables or {}, **({"operationName": name} if name else {})}
        return client.post("/graphql", body, content_type="application/json")

    ask.records, ask.write, ask.client = counted, counted.write, client
    return ask


def operations():
    rows = OperationCount.objects.order_by("key", "operation")
    return {(row.key, row.operation.partition("#")[0]): row for row in rows}


def fields(key=0):
    return dict(FieldCount.objects.filter(key=key).values_list("name", "count"))


def names(query, **variables):
    document = parse(query)
    uses = FieldUses(schema.graphql_schema, document, document.definitions[0])
    return uses.names | uses.given(variables)


def test_operations_are_counted_by_key_with_their_cost(ask):
    for first in (1, 9, 4):
        ask("query Mine($n: Int) { news(first: $n) { nodes { title } } }", key=3, variables={"n": first}, name="Mine")
    ask(key=4)
    ask()
    ask.write()

    rows = operations()
    assert set(rows) == {(3, "Mine"), (4, ""), (0, OTHER)}
    mine = rows[3, "Mine"]
    assert (mine.count, mine.cost, mine.highest_cost, mine.errors, mine.not_modified) == (3, 2 + 10 + 5, 10, 0, 0)
    assert mine.day == TODAY


def test_what_was_written_is_added_to_and_never_twice(ask):
    ask(key=3)
    ask.write()
    ask.write()
    ask(key=3)
    ask.write()

    assert [(row.count, row.cost) for row in OperationCount.objects.all()] == [(2, 10)]
    assert fields(3)["NewsPage.title"] == 2


def test_a_stored_operation_is_known_by_its_name_to_everybody(ask):
    ask.client.get("/graphql/NewsList", {"first": 1})
    ask.write()

    assert [(row.key, row.operation) for row in OperationCount.objects.all()] == [(0, "NewsList")]


def test_an_answer_that_is_known_counts_as_not_modified_and_its_fields_as_used(ask):
    first = ask.client.get("/graphql/NewsList", {"first": 1})
    again = ask.client.get("/graphql/NewsList", {"first": 1}, headers={"if-none-match": first["ETag"]})
    ask.write()

    assert again.status_code == 304
    row = OperationCount.objects.get()
    assert (row.count, row.not_modified, row.cost) == (2, 1, row.highest_cost)
    assert fields()["Query.news"] == 2


def test_errors_are_counted_by_code_and_key_refused_or_executed(ask):
    ask("{ nothing }", key=3)
    ask("{ nothing { more } }", key=3)
    ask('{ news(after: "nonsense") { nodes { title } } }', key=3)
    ask("{", key=4)
    ask.client.post("/graphql", "[]", content_type="application/json")
    ask.write()

    counted = {(row.key, row.code): row.count for row in ErrorCount.objects.all()}
    assert counted == {
        (3, "GRAPHQL_VALIDATION_FAILED"): 2,
        (3, "BAD_USER_INPUT"): 1,
        (4, "GRAPHQL_PARSE_FAILED"): 1,
        (4, "BATCHING_NOT_SUPPORTED"): 1,
    }
    assert [(row.key, row.count, row.errors) for row in OperationCount.objects.order_by("key", "operation")] == [
        (3, 2, 2),  # refused before they were executed
        (3, 1, 1),
        (4, 2, 2),
    ]


def test_hostile_names_of_operations_take_no_room(ask, monkeypatch):
    monkeypatch.setattr(records, "MOST_OPERATIONS", 3)
    for number in range(10):
        ask(f"query Attack{number} {{ __typename }}")
        ask(f"query Mine{number} {{ __typename }}", key=3)
    ask.write()

    assert OperationCount.objects.filter(key=0).values_list("operation", "count").get() == (OTHER, 10)
    assert OperationCount.objects.filter(key=3).count() == 4
    assert OperationCount.objects.get(key=3, operation=OTHER).count == 7
    assert MOST_OPERATIONS == 200


def test_documents_that_wait_for_their_fields_are_bounded(ask, monkeypatch):
    monkeypatch.setattr(records, "MOST_WAITING", 3)
    for number in range(10):
        ask(f"query Attack{number} {{ news(first: {number}) {{ nodes {{ id }} }} }}")

    assert len(ask.records.counts.waiting) <= 4
    ask.write()
    assert fields()["NewsPage.id"] == 10


def test_a_failed_writing_loses_nothing(ask, monkeypatch):
    ask(key=3)
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(records, "_write", lambda *_: 1 / 0)
        ask.write()
    ask(key=3)
    ask.write()

    assert OperationCount.objects.get(key=3).count == 2
    assert fields(3)["NewsPage.title"] == 2


def test_fields_are_counted_for_the_key_that_asked(ask):
    ask("{ news(first: 1) { nodes { title } } }", key=3)
    ask("{ topics(first: 1) { nodes { name } } }", key=4)
    ask.write()

    assert set(fields(3)) == {
        "Query.news",
        "Query.news(first:)",
        "NewsPageConnection.nodes",
        "NewsPage.title",
    }
    assert "NewsPage.title" not in fields(4)
    assert fields() == {}


def test_fields_are_found_through_fragments_and_under_the_type_they_are_asked_of():
    found = names(
        """
        query Q { page(path: "/") { title ...Guide parent { ... on NewsPage { id } } } }
        fragment Guide on GuidePage { chapters: children(first: 1) { nodes { ...Title } } }
        fragment Title on PageInterface { title @include(if: true) }
        fragment Unused on Topic { slug }
        """
    )

    assert found == {
        *("Query.page", "Query.page(path:)", "PageInterface", "PageInterface.title", "PageInterface.parent"),
        *("GuidePage", "GuidePage.children", "GuidePage.children(first:)", "PageConnection.nodes"),
        *("NewsPage", "NewsPage.id"),
    }


def test_enums_and_inputs_are_found_in_the_document_and_in_variables():
    query = """
        query Q($filter: EventPageFilter, $locale: Locale = en, $n: Int) {
            events(filter: $filter, locale: $locale, first: $n) { totalCount }
            news(filter: {topics: ["a"]}, order: TITLE) { totalCount }
        }
    """
    given = {"filter": {"when": "UPCOMING", "topics": None}, "locale": "pt", "n": 3}

    found = names(query, **given)

    assert {"EventPageFilter.when", "EventPageFilter.topics", "When.UPCOMING", "Locale.pt", "Locale.en"} <= found
    assert {"NewsPageFilter.topics", "NewsPageOrder.TITLE"} <= found
    assert not any("NewsPageFilter.when" in name for name in found)


def test_what_asks_about_the_schema_uses_no_field():
    assert names('{ __typename __schema { types { name } } __type(name: "X") { name } }') == set()


def test_days_are_those_on_which_they_were_asked(ask):
    ask(key=3)
    ask.write()
    ask.records.today = lambda: TODAY + timedelta(days=1)
    ask(key=3)
    ask.write()

    assert sorted(OperationCount.objects.values_list("day", "count")) == [(TODAY, 1), (TODAY + timedelta(days=1), 1)]
