"""Lists page by page: both directions, cursors that stay right, totals, facets, limits."""

import base64
from datetime import timedelta

import pytest

from api.errors import BadUserInputError, PageSizeError
from tests.api import store
from tests.api.ask import ask, refusal
from tests.api.store import START

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_store(db):
    store.empty()


PAGE = """
query ($first: Int, $after: String, $last: Int, $before: String, $order: NewsPageOrder) {
  news(first: $first, after: $after, last: $last, before: $before, order: $order) {
    nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


def page(**variables):
    found = ask(PAGE, **variables).data["news"]
    return [node["id"] for node in found["nodes"]], found["pageInfo"]


def walk_forwards(size, **variables):
    seen, after = [], None
    while True:
        keys, info = page(first=size, after=after, **variables)
        seen.append(keys)
        if not info["hasNextPage"]:
            return seen
        after = info["endCursor"]


def walk_backwards(size, **variables):
    seen, before = [], None
    while True:
        keys, info = page(last=size, before=before, **variables)
        seen.insert(0, keys)
        if not info["hasPreviousPage"]:
            return seen
        before = info["startCursor"]


@pytest.mark.parametrize("order", ["NEWEST", "OLDEST", "TITLE"])
def test_walking_forwards_and_backwards_meets_every_entry_once_in_the_same_order(order):
    store.news(7)

    forwards = walk_forwards(3, order=order)
    backwards = walk_backwards(3, order=order)

    everything = [key for keys in forwards for key in keys]
    assert [len(keys) for keys in forwards] == [3, 3, 1]
    assert [len(keys) for keys in backwards] == [1, 3, 3]
    assert [key for keys in backwards for key in keys] == everything
    assert sorted(everything) == [f"NewsPage:{100 + index}" for index in range(7)]


def test_the_newest_come_first_and_the_oldest_when_asked():
    keys = store.news(4)
    assert page(first=10)[0] == keys
    assert page(first=10, order="OLDEST")[0] == keys[::-1]


@pytest.mark.parametrize("order", ["NEWEST", "OLDEST", "TITLE"])
def test_entries_of_the_same_moment_and_without_any_are_walked_once_too(order):
    for pk in range(1, 10):
        moment = [None, START, START + timedelta(days=1)][pk % 3]
        store.page("NewsPage", pk, path=f"/pt/{pk}/", tree=f"0001{pk:04d}", sort_at=moment, title="Same")

    forwards = [key for keys in walk_forwards(2, order=order) for key in keys]
    backwards = [key for keys in walk_backwards(2, order=order) for key in keys]

    assert sorted(forwards) == [f"NewsPage:{pk}" for pk in range(1, 10)]
    assert backwards == forwards


def test_what_is_inserted_and_removed_between_two_pages_shifts_nothing():
    keys = store.news(6)
    first, info = page(first=2)

    store.page("NewsPage", 1, path="/pt/new/", tree="0001000100010090", sort_at=START + timedelta(days=1))
    store.remove([keys[1]])
    second, _ = page(first=2, after=info["endCursor"])

    assert first == keys[:2]
    assert second == keys[2:4]


def test_a_cursor_stands_on_each_edge():
    keys = store.news(3)
    edges = ask("{ news(first: 3) { edges { cursor node { id } } } }").data["news"]["edges"]
    assert [edge["node"]["id"] for edge in edges] == keys
    assert page(first=5, after=edges[0]["cursor"])[0] == keys[1:]
    assert page(last=5, before=edges[2]["cursor"])[0] == keys[:2]
    assert page(first=5, after=edges[0]["cursor"], before=edges[2]["cursor"])[0] == keys[1:2]


def test_page_information_of_both_ends():
    store.news(3)
    _, at_start = page(first=2)
    _, at_end = page(first=2, after=at_start["endCursor"])
    assert (at_start["hasPreviousPage"], at_start["hasNextPage"]) == (False, True)
    assert (at_end["hasPreviousPage"], at_end["hasNextPage"]) == (True, False)


def test_an_empty_list_has_no_cursors():
    keys, info = page(first=5)
    assert keys == []
    assert info == {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None}


def test_a_page_of_nothing_tells_whether_there_is_something():
    store.news(1)
    keys, info = page(first=0)
    assert keys == []
    assert info["hasNextPage"] is True


def test_without_first_and_last_twenty_are_given():
    store.news(21)
    assert len(page()[0]) == 20


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "é", "!!!!", "bm90aGluZw", "WzEsMl0", "W10", "eyJhIjoxfQ", "A" * 3000, "WyJORVdFU1QiLCJub3cgIiwiayJd"],
)
def test_a_bad_cursor_is_refused_with_its_argument(cursor):
    error = refusal(PAGE, first=2, after=cursor)
    assert isinstance(error, BadUserInputError)
    assert error.field == "after"


@pytest.mark.parametrize(
    "moment", ["2026-W01-1", "2026-01-01T10", "2026-01-01 10:00:00,123+00", "9999-12-31 23:59:59-23:00"]
)
def test_a_moment_that_only_python_can_read_is_refused(moment):
    cursor = base64.urlsafe_b64encode(f'["NEWEST", "{moment}", "NewsPage:1"]'.encode()).decode().rstrip("=")
    assert isinstance(refusal(PAGE, first=1, after=cursor, order="NEWEST"), BadUserInputError)


def test_a_cursor_of_another_order_is_refused():
    store.news(3)
    _, info = page(first=1, order="TITLE")
    assert isinstance(refusal(PAGE, first=1, after=info["endCursor"], order="NEWEST"), BadUserInputError)


@pytest.mark.parametrize("size", [-1, 101, 2_147_483_647])
@pytest.mark.parametrize("name", ["first", "last"])
def test_a_page_beyond_the_limit_is_refused_with_the_limit(name, size):
    error = refusal(PAGE, **{name: size})
    assert isinstance(error, PageSizeError)
    assert (error.field, error.limit, error.asked) == (name, 100, size)


def test_first_and_last_together_are_refused():
    assert isinstance(refusal(PAGE, first=1, last=1), BadUserInputError)


def test_the_total_counts_all_pages_in_the_statement_that_reads_the_page():
    store.news(5)
    counted = ask("{ news(first: 2) { totalCount nodes { id } } }")
    assert counted.data["news"]["totalCount"] == 5
    assert counted.statements == 1
    assert ask("{ news { totalCount } }").statements == 1


def test_facets_tell_what_occurs_with_words_and_values_for_the_filter():
    store.news(3, topics=1)
    store.page("NewsPage", 1, path="/pt/one/", tree="000100010002", topics=["Topic:1", "Topic:77"])

    found = ask("{ news { facets { name values { value label count } } } }")

    assert found.data["news"]["facets"] == [
        {
            "name": "topics",
            "values": [
                {"value": "topic-1", "label": "Topic 1", "count": 2},
                {"value": "topic-2", "label": "Topic 2", "count": 1},
                {"value": "topic-3", "label": "Topic 3", "count": 1},
            ],
        }
    ]
    assert found.statements == 1


def test_facets_of_choices_speak_the_language_of_the_list():
    store.page("EventPage", 1, path="/pt/e/", tree="00010001", starts_at=START, terms=["format:ONLINE"])
    query = "{ events { facets { name values { value label count } } } }"
    assert ask(query).data["events"]["facets"] == [
        {"name": "format", "values": [{"value": "ONLINE", "label": "Em linha", "count": 1}]}
    ]


FACETS = "totalCount facets { name values { value count } }"


def facets(question):
    """The total, and the numbers of a list's values by filter field."""
    (found,) = ask(question).data.values()
    counts = {facet["name"]: {one["value"]: one["count"] for one in facet["values"]} for facet in found["facets"]}
    return found["totalCount"], counts


def test_a_filter_field_shows_what_else_could_be_chosen_in_it():
    store.news(3, topics=1)
    assert facets(f'{{ news(filter: {{topics: ["topic-2"]}}) {{ {FACETS} }} }}') == (
        1,
        {"topics": {"topic-1": 1, "topic-2": 1, "topic-3": 1}},
    )


@pytest.fixture
def services():
    """Topic 1 online and by phone; topics 1 and 2 online; topic 2 by phone: each in a month of its own."""
    for pk in (1, 2):
        store.topic(pk)
    carried = [(["Topic:1"], ["ONLINE", "PHONE"]), (["Topic:1", "Topic:2"], ["ONLINE"]), (["Topic:2"], ["PHONE"])]
    for index, (topics, channels) in enumerate(carried):
        store.page(
            "ServicePage",
            index + 1,
            path=f"/pt/{index}/",
            tree=f"0001{index:04d}",
            topics=topics,
            terms=[f"channel:{channel}" for channel in channels],
            sort_at=START + timedelta(days=30 * index),
        )


@pytest.mark.parametrize(
    ("narrowed", "total", "topics", "channels"),
    [
        ("", 3, {"topic-1": 2, "topic-2": 2}, {"ONLINE": 2, "PHONE": 2}),
        ('topics: ["topic-1"]', 2, {"topic-1": 2, "topic-2": 2}, {"ONLINE": 2, "PHONE": 1}),
        ('channel: ["PHONE"]', 2, {"topic-1": 1, "topic-2": 1}, {"ONLINE": 2, "PHONE": 2}),
        ('topics: ["topic-1"], channel: ["PHONE"]', 1, {"topic-1": 1, "topic-2": 1}, {"ONLINE": 2, "PHONE": 1}),
        (
            f'topics: ["topic-1"], publishedAfter: "{(START + timedelta(days=10)).isoformat()}"',
            1,
            {"topic-1": 1, "topic-2": 2},
            {"ONLINE": 1},
        ),
    ],
)
def test_the_facets_of_a_field_respect_the_filters_of_all_others(services, narrowed, total, topics, channels):
    question = f"{{ services(filter: {{{narrowed}}}) {{ {FACETS} }} }}"
    assert facets(question) == (total, {"topics": topics, "channel": channels})
    assert ask(question).statements == 1


def test_the_facets_of_the_pages_below_a_parent_respect_the_other_filters_too():
    store.news(3, topics=1)
    question = f'{{ pages(parent: "NewsIndexPage:2", filter: {{topics: ["topic-2"]}}) {{ {FACETS} }} }}'
    assert facets(question) == (1, {"topics": {"topic-1": 1, "topic-2": 1, "topic-3": 1}})
