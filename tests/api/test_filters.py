"""What lists are narrowed by: vocabularies, choices, dates, time, types, parents, languages."""

from datetime import timedelta

import pytest

from tests.api import store
from tests.api.ask import ask
from tests.api.store import START

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_store(db):
    store.empty()


def keys(field, arguments="", **variables):
    call = f"({arguments})" if arguments else ""
    return [node["id"] for node in ask(f"{{ {field}{call} {{ nodes {{ id }} }} }}", **variables).data[field]["nodes"]]


@pytest.fixture
def news(db):
    """Four news items: topic 1; topics 1 and 2; topic 2; none."""
    for pk in (1, 2, 3):
        store.topic(pk)
    carried = [["Topic:1"], ["Topic:1", "Topic:2"], ["Topic:2"], []]
    return [
        store.page(
            "NewsPage",
            pk + 1,
            path=f"/pt/{pk}/",
            tree=f"0001{pk:04d}",
            topics=topics,
            terms=["organisation:Organisation:1"] if pk == 1 else [],
            sort_at=START - timedelta(days=pk),
        )
        for pk, topics in enumerate(carried)
    ]


@pytest.mark.parametrize("name", ["topic-1", "Topic:1"])
def test_a_vocabulary_is_named_by_slug_or_id(news, name):
    assert keys("news", f'filter: {{topics: ["{name}"]}}') == news[:2]


def test_of_several_values_any_is_enough(news):
    assert keys("news", 'filter: {topics: ["topic-1", "Topic:2"]}') == news[:3]


def test_of_several_fields_all_must_hold(news):
    store.organisation(1)
    assert keys("news", 'filter: {topics: ["topic-2"], organisations: ["Organisation:1"]}') == [news[1]]


def test_an_unknown_slug_finds_nothing(news):
    assert keys("news", 'filter: {topics: ["nothing"]}') == []
    assert keys("news", 'filter: {topics: ["x\' OR 1=1 --"]}') == []


def test_an_empty_filter_narrows_nothing(news):
    assert keys("news", "filter: {topics: [], publishedAfter: null}") == news


def test_dates_include_their_start_and_exclude_their_end(news):
    middle = (START - timedelta(days=1)).isoformat()
    assert keys("news", f'filter: {{publishedAfter: "{middle}"}}') == news[:2]
    assert keys("news", f'filter: {{publishedBefore: "{middle}"}}') == news[2:]


def test_events_stand_in_time(db):
    now = START
    hours = {"past": -5, "ending": -1, "running": -1, "coming": 1, "endless": -1}
    for pk, (name, hour) in enumerate(hours.items(), start=1):
        starts = now + timedelta(hours=hour)
        ends = {"past": starts + timedelta(hours=1), "ending": now, "running": now + timedelta(hours=1)}.get(name)
        store.page("EventPage", pk, path=f"/pt/{name}/", tree=f"0001{pk:04d}", starts_at=starts, ends_at=ends)

    def at(when):
        answer = ask(f"{{ events(filter: {{when: {when}}}) {{ nodes {{ id }} }} }}", now=now)
        return {node["id"] for node in answer.data["events"]["nodes"]}

    assert at("UPCOMING") == {"EventPage:4"}
    assert at("ONGOING") == {"EventPage:3"}
    assert at("PAST") == {"EventPage:1", "EventPage:2", "EventPage:5"}


def test_events_are_ordered_by_start(db):
    for pk, days in enumerate([3, 1, 2], start=1):
        moment = START + timedelta(days=days)
        store.page("EventPage", pk, path=f"/pt/{pk}/", tree=f"0001{pk:04d}", starts_at=moment)
    assert keys("events") == ["EventPage:2", "EventPage:3", "EventPage:1"]
    assert keys("events", "order: LATEST") == ["EventPage:1", "EventPage:3", "EventPage:2"]


def test_a_choice_filters_by_its_enumeration(db):
    store.page("EventPage", 1, path="/pt/1/", tree="00010001", starts_at=START, terms=["format:ONLINE"])
    store.page("EventPage", 2, path="/pt/2/", tree="00010002", starts_at=START, terms=["format:ON_SITE"])
    assert keys("events", "filter: {format: [ONLINE]}") == ["EventPage:1"]
    assert keys("events", "filter: {format: [ONLINE, ON_SITE, BOTH]}") == ["EventPage:1", "EventPage:2"]


def test_pages_of_some_types(db):
    store.news(1)
    assert keys("pages", "types: [NewsPage]") == ["NewsPage:100"]
    assert keys("pages", "types: [HomePage, NewsIndexPage], order: TITLE") == ["HomePage:1", "NewsIndexPage:2"]
    assert keys("pages", "types: []") == []


def test_pages_below_a_parent(db):
    store.news(2)
    assert keys("pages", 'parent: "HomePage:1"') == ["NewsIndexPage:2"]
    assert keys("pages", 'parent: "NewsIndexPage:2"') == ["NewsPage:100", "NewsPage:101"]
    assert keys("pages", 'parent: "Nothing:1"') == []


def test_lists_are_in_one_language(db):
    store.page("NewsPage", 1, path="/pt/1/", tree="00010001")
    store.page("NewsPage", 2, path="/en/1/", tree="00020001", locale="en")
    assert keys("news") == ["NewsPage:1"]
    assert keys("news", "locale: en") == ["NewsPage:2"]


def test_what_stands_in_for_a_translation_is_not_listed(db):
    store.page("NewsPage", 1, path="/en/1/", tree="00010001", locale="pt", listed=False)
    assert keys("news") == []
    assert keys("pages") == []


def test_vocabularies_are_listed_by_name_with_their_number_of_pages(db):
    store.news(3, topics=1)
    store.topic(50, name="Água", locale="pt")
    found = ask("{ topics(first: 3) { totalCount nodes { id name pageCount } } }")
    assert found.data["topics"] == {
        "totalCount": 11,
        "nodes": [
            {"id": "Topic:1", "name": "Topic 1", "pageCount": 1},
            {"id": "Topic:10", "name": "Topic 10", "pageCount": 0},
            {"id": "Topic:2", "name": "Topic 2", "pageCount": 1},
        ],
    }
    assert found.statements == 2


def test_a_vocabulary_without_languages_is_listed_in_all(db):
    store.organisation(1)
    assert keys("organisations") == ["Organisation:1"]


def test_a_page_that_names_an_organisation_twice_counts_once(db):
    store.organisation(1)
    terms = ["organisation:Organisation:1"]
    store.page("ServicePage", 1, path="/pt/s/", tree="00010001", terms=terms, provider="Organisation:1")
    assert ask("{ organisations { nodes { pageCount } } }").data == {"organisations": {"nodes": [{"pageCount": 1}]}}


@pytest.mark.parametrize("order", ["NEWEST", "OLDEST", "TITLE"])
@pytest.mark.parametrize(
    "narrowed", ['topics: ["topic-1", "topic-2"]', 'topics: ["topic-1"], organisations: ["Organisation:1"]']
)
def test_a_filtered_list_is_walked_in_both_directions_too(news, order, narrowed):
    store.organisation(1)
    everything = keys("news", f"order: {order}, filter: {{{narrowed}}}")

    def walk(size, cursor, more, edge):
        seen, position = [], ""
        while True:
            call = f"order: {order}, filter: {{{narrowed}}}, {size}: 1{position}"
            found = ask(f"{{ news({call}) {{ nodes {{ id }} pageInfo {{ {more} {edge} }} }} }}").data["news"]
            seen += [node["id"] for node in found["nodes"]]
            if not found["pageInfo"][more]:
                return seen
            position = f', {cursor}: "{found["pageInfo"][edge]}"'

    assert len(everything) == (3 if "topic-2" in narrowed else 1)
    assert walk("first", "after", "hasNextPage", "endCursor") == everything
    assert walk("last", "before", "hasPreviousPage", "startCursor") == everything[::-1]


def test_terms_and_time_narrow_together(db):
    for pk, hour in enumerate([-5, 1, 2], start=1):
        starts = START + timedelta(hours=hour)
        terms = ["format:ONLINE"] if pk != 3 else []
        store.page("EventPage", pk, path=f"/pt/{pk}/", tree=f"0001{pk:04d}", starts_at=starts, terms=terms)
    query = (
        "query ($order: EventPageOrder) {"
        " events(order: $order, filter: {when: UPCOMING, format: [ONLINE]})"
        " { totalCount nodes { id } facets { values { value count } } } }"
    )
    for order in ("EARLIEST", "NEWEST", "TITLE"):
        assert ask(query, now=START, order=order).data["events"] == {
            "totalCount": 1,
            "nodes": [{"id": "EventPage:2"}],
            "facets": [{"values": [{"value": "ONLINE", "count": 1}]}],
        }
