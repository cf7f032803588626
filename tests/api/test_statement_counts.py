"""How many statements a question costs: the same for N and for 2N items, whatever is asked of them."""

import pytest

from tests.api import store
from tests.api.ask import ask

pytestmark = pytest.mark.django_db

# The list of the benchmark: image, preset, topics, address.
LIST = """
query ($first: Int) {
  news(first: $first) {
    nodes {
      id title url summary publishedOn
      image { alt rendition(preset: CARD) { url width height } }
      topics { id name slug }
    }
  }
}
"""


@pytest.fixture
def news(db):
    store.empty()
    return store.news(40)


@pytest.mark.parametrize(
    ("selection", "statements"),
    [
        ("id title", 1),
        ("url", 2),
        ("image { alt } topics { name } url", 2),
        ("body { __typename }", 1),
        ("author { name organisation { name } }", 3),
        ("translations { title url }", 2),
        ("parent { title } ancestors { title }", 2),
        ("image { alt } topics { name } parent { title } translations { title }", 2),
        ("topics { name pageCount }", 3),
        ("children { nodes { title } totalCount }", 2),
        ("parent { children(first: 2) { nodes { image { alt } } } }", 4),
    ],
)
def test_a_list_costs_the_same_for_n_and_for_2n_entries(news, selection, statements):
    query = f"query ($first: Int) {{ news(first: $first) {{ nodes {{ {selection} }} }} }}"
    counts = {first: ask(query, first=first).statements for first in (10, 20)}
    assert counts == {10: statements, 20: statements}


def test_the_list_of_news_costs_two_statements(news):
    assert ask(LIST, first=10).statements == 2
    assert ask(LIST, first=40).statements == 2


@pytest.mark.parametrize(
    ("field", "statements"),
    [
        ("pages", 1),
        ("services", 1),
        ("news", 1),
        ("guides", 1),
        ("events", 1),
        ("topics", 1),
        ("audiences", 1),
        ("organisations", 1),
        ("people", 1),
        ("eventSeries", 1),
    ],
)
def test_every_list_is_one_statement(news, field, statements):
    query = f"query ($first: Int) {{ {field}(first: $first) {{ nodes {{ id }} pageInfo {{ endCursor }} }} }}"
    assert {ask(query, first=first).statements for first in (10, 20)} == {statements}


def test_a_page_with_its_references_costs_two(news):
    query = '{ page(path: "/pt/news/item-0/") { title url image { alt } topics { name } parent { title url } } }'
    assert ask(query).statements == 2


def test_the_total_and_the_facets_come_with_the_page(news):
    assert ask("{ news { totalCount facets { name values { count } } nodes { id } } }").statements == 1


def test_all_root_fields_are_read_together(news):
    two = """
      page(path: "/pt/news/item-0/") { title image { alt } translations { url } }
      site { rootPage { title body { __typename } } navigation { label page { url } } }
      news { totalCount nodes { title image { alt } } }
      topics { nodes { name pageCount } }
      node(id: "NewsPage:101") { id }
    """
    assert ask(f"{{ {two} }}").statements == 3


def test_what_is_known_already_is_not_read_again(news):
    chain = "parent { parent { title } ancestors { title } children { nodes { parent { title } } } }"
    query = f'{{ page(path: "/pt/news/item-0/") {{ title {chain} }} }}'
    assert ask(query).statements == 3


def test_the_body_is_not_read_for_a_list_that_does_not_ask_for_it(news, monkeypatch):
    from published.reading import StoreReader

    read = []
    original = StoreReader._rows

    def watch(self, statement, parameters):
        rows = original(self, statement, parameters)
        read.extend(row[9] for row in rows if len(row) > 9 and row[1] == "NewsPage")
        return rows

    monkeypatch.setattr(StoreReader, "_rows", watch)
    ask(LIST, first=10)
    assert set(read) == {None}


@pytest.mark.django_db(transaction=True)
def test_statements_are_prepared(transactional_db, news):
    from django.db import connection

    for _ in range(2):
        ask(LIST, first=10)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%published_entry%%'")
        assert cursor.fetchone()[0] >= 2
