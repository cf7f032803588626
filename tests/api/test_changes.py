"""The feed of changes: order, parts, filters, removals, and cursors that are refused."""

import base64
import json

import pytest
from django.db import connection

from published.document import Document
from published.models import Commit, Version
from tests.api import store
from tests.api.ask import answer_of, ask

pytestmark = pytest.mark.django_db

FEED = """
query ($after: String, $first: Int, $types: [NodeType!], $locale: Locale) {
  changes(after: $after, first: $first, types: $types, locale: $locale) {
    changes { what id type number node { id ... on PageInterface { title path locale } ... on Topic { name } } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


@pytest.fixture(autouse=True)
def empty_store(db):
    store.empty()
    store.commit()


def part(after=None, first=None, **filters):
    return ask(FEED, after=after, first=first, **filters).data["changes"]


def told(changes):
    """What a client does with them, in few words."""
    return [f"{'+' if change['what'] == 'UPSERT' else '-'}{change['id']}" for change in changes]


def all_after(after=None, first=3, **filters):
    """Everything that is told after a cursor, and the cursor at its end."""
    changes, more = [], True
    while more:
        answer = part(after, first, **filters)
        changes += answer["changes"]
        after, more = answer["pageInfo"]["endCursor"], answer["pageInfo"]["hasNextPage"]
    return changes, after


def refusal(**variables):
    (error,) = answer_of(FEED, variables).errors
    return error.original_error


def news(pk, **fields):
    return store.page("NewsPage", pk, path=f"/pt/{pk}/", tree=f"00010001{pk:04d}", **fields)


def test_without_a_cursor_everything_comes_in_the_order_in_which_it_became_public():
    for pk in (3, 1, 2):
        news(pk, title=f"Title {pk}")
        store.commit()

    changes, _ = all_after()

    assert told(changes) == ["+NewsPage:3", "+NewsPage:1", "+NewsPage:2"]
    number = changes[0]["number"]
    assert changes[1] == {
        "what": "UPSERT",
        "id": "NewsPage:1",
        "type": "NewsPage",
        "number": number + 1,
        "node": {"id": "NewsPage:1", "title": "Title 1", "path": "/pt/1/", "locale": "pt"},
    }


def test_what_was_published_together_has_one_number_and_the_order_of_its_ids():
    for pk in (3, 1, 2):
        news(pk)
    store.commit()

    changes, _ = all_after(first=1)

    assert told(changes) == ["+NewsPage:1", "+NewsPage:2", "+NewsPage:3"]
    assert len({change["number"] for change in changes}) == 1


def test_a_client_goes_on_where_it_stopped_and_then_nothing_is_new():
    news(1)
    store.commit()
    _, cursor = all_after()
    assert part(cursor) == {"changes": [], "pageInfo": {"hasNextPage": False, "endCursor": cursor}}

    news(2)
    store.commit()
    changes, cursor = all_after(cursor)

    assert told(changes) == ["+NewsPage:2"]
    assert part(cursor)["changes"] == []


def test_what_changes_again_while_a_client_reads_comes_again_at_the_end():
    for pk in (1, 2, 3):
        news(pk)
        store.commit()
    answer = part(first=2)

    news(2, title="Second words")
    store.commit()
    changes, _ = all_after(answer["pageInfo"]["endCursor"])

    assert told(answer["changes"]) == ["+NewsPage:1", "+NewsPage:2"]
    assert told(changes) == ["+NewsPage:3", "+NewsPage:2"]
    assert changes[1]["node"]["title"] == "Second words"


def test_what_changes_before_it_was_read_comes_once():
    for pk in (1, 2, 3):
        news(pk)
        store.commit()
    answer = part(first=1)

    news(2, title="Second words")
    store.commit()
    changes, _ = all_after(answer["pageInfo"]["endCursor"])

    assert told(changes) == ["+NewsPage:3", "+NewsPage:2"]


def test_a_removal_tells_the_id_and_the_type():
    news(1)
    store.commit()
    _, cursor = all_after()

    store.remove(["NewsPage:1"])
    store.commit()
    changes, _ = all_after(cursor)

    number = changes[0].pop("number")
    assert changes == [{"what": "REMOVE", "id": "NewsPage:1", "type": "NewsPage", "node": None}]
    assert number == Version.objects.get().number


def test_who_begins_is_not_told_of_what_was_removed_before():
    news(1)
    news(2)
    store.commit()
    store.remove(["NewsPage:1"])
    store.commit()

    assert told(all_after()[0]) == ["+NewsPage:2"]


def test_what_is_removed_while_somebody_begins_is_told():
    for pk in (1, 2, 3):
        news(pk)
        store.commit()
    answer = part(first=2)

    store.remove(["NewsPage:1", "NewsPage:3"])
    store.commit()
    changes, _ = all_after(answer["pageInfo"]["endCursor"], first=1)

    assert told(changes) == ["-NewsPage:1", "-NewsPage:3"]


def test_what_is_removed_and_published_again_is_an_upsert():
    news(1)
    store.commit()
    _, cursor = all_after()
    store.remove(["NewsPage:1"])
    store.commit()
    news(1)
    store.commit()

    assert told(all_after(cursor)[0]) == ["+NewsPage:1"]


def test_what_came_and_went_between_two_looks_is_a_removal_that_hurts_nobody():
    _, cursor = all_after()
    news(1)
    store.commit()
    store.remove(["NewsPage:1"])
    store.commit()

    assert told(all_after(cursor)[0]) == ["-NewsPage:1"]


def test_what_came_and_went_in_one_publication_is_nowhere():
    _, cursor = all_after()
    news(1)
    store.remove(["NewsPage:1"])
    store.commit()

    assert all_after(cursor)[0] == []


def test_types_choose():
    news(1)
    store.topic(1)
    store.image(1)
    store.commit()
    _, cursor = all_after(types=["Topic", "Image"])
    store.topic(2)
    store.remove(["NewsPage:1", "Image:1"])
    store.commit()

    assert told(all_after(types=["NewsPage"])[0]) == []
    assert told(all_after(types=["Topic"])[0]) == ["+Topic:1", "+Topic:2"]
    assert told(all_after(cursor, types=["Topic", "Image"])[0]) == ["-Image:1", "+Topic:2"]
    assert all_after(types=[])[0] == []


def test_a_type_that_is_named_twice_is_read_once():
    news(1)
    news(2)
    store.commit()

    assert told(all_after(types=["NewsPage", "NewsPage", "NewsPage"])[0]) == ["+NewsPage:1", "+NewsPage:2"]


def test_a_language_holds_what_has_none_too():
    news(1)
    news(2, locale="en")
    store.topic(1)
    store.topic(2, locale="en")
    store.image(1)
    store.commit()
    _, cursor = all_after(locale="en")
    store.remove(["NewsPage:1", "NewsPage:2", "Image:1"])
    store.commit()

    assert told(all_after(cursor, locale="en")[0]) == ["-Image:1", "-NewsPage:2"]
    assert told(all_after(locale="en")[0]) == ["+Topic:2"]
    assert told(all_after(locale="pt", types=["Topic"])[0]) == ["+Topic:1"]


def test_what_changes_its_language_is_removed_where_it_was():
    news(1)
    store.commit()
    cursors = {locale: all_after(locale=locale)[1] for locale in ("pt", "en")}
    _, cursor = all_after()
    news(1, locale="en")
    store.commit()

    assert told(all_after(cursors["pt"], locale="pt")[0]) == ["-NewsPage:1"]
    assert told(all_after(cursors["en"], locale="en")[0]) == ["+NewsPage:1"]
    assert told(all_after(cursor)[0]) == ["+NewsPage:1"]
    assert told(all_after()[0]) == ["+NewsPage:1"]


def test_a_page_that_stands_in_for_a_translation_is_not_announced():
    news(1, listed=False)
    news(2)
    store.commit()
    _, cursor = all_after()
    news(2, listed=False)
    store.commit()

    assert told(all_after(cursor)[0]) == ["-NewsPage:2"]
    assert all_after()[0] == []


def test_settings_are_a_change_of_their_site():
    store.site()
    store.settings(noticeEn="Closed")
    store.commit()
    query = (
        "query ($after: String) { changes(after: $after) {"
        " changes { what id node { ... on Site { notice(locale: en) } } } pageInfo { endCursor } } }"
    )
    answer = ask(query).data["changes"]
    store.settings(noticeEn="Open")
    store.commit()
    again = ask(query, after=answer["pageInfo"]["endCursor"])

    assert answer["changes"] == [{"what": "UPSERT", "id": "Site:1", "node": {"notice": "Closed"}}]
    assert again.data["changes"]["changes"] == [{"what": "UPSERT", "id": "Site:1", "node": {"notice": "Open"}}]
    assert again.statements == 1


@pytest.mark.parametrize(
    ("selection", "statements"),
    [
        ("what id type", 1),
        ("node { id ... on PageInterface { title url } }", 2),
        ("node { ... on NewsPage { title url body { __typename } image { alt } topics { name } } }", 2),
        ("node { ... on PageInterface { parent { id } ancestors { id } translations { id locale } } }", 2),
    ],
)
def test_a_part_costs_the_same_for_n_and_for_2n_changes(selection, statements):
    store.news(20)
    store.commit()
    query = (
        f"query ($first: Int) {{ changes(first: $first, types: [NewsPage]) {{ changes {{ {selection} }}"
        " pageInfo { endCursor } } }"
    )

    counts = {first: ask(query, first=first).statements for first in (10, 20)}

    assert counts == {10: statements, 20: statements}


def test_a_part_of_nothing_stays_where_it_is():
    news(1)
    store.commit()

    answer = part(first=0)

    assert (answer["changes"], answer["pageInfo"]["hasNextPage"]) == ([], True)
    assert told(all_after(answer["pageInfo"]["endCursor"])[0]) == ["+NewsPage:1"]


def test_a_part_may_have_a_hundred_changes():
    assert refusal(first=101).details() == {"field": "first", "limit": 100, "asked": 101}
    assert refusal(first=-1).details() == {"field": "first", "limit": 100, "asked": -1}


def test_twenty_come_where_nothing_is_said():
    for pk in range(1, 23):
        news(pk)
    store.commit()

    assert len(part()["changes"]) == 20


def changed(cursor, **values):
    """The cursor with other values in it, as somebody might forge it."""
    names = ("kind", "fingerprint", "number", "key", "base", "mark")
    parts = dict(zip(names, json.loads(base64.urlsafe_b64decode(cursor + "===")), strict=True))
    return base64.urlsafe_b64encode(json.dumps(list({**parts, **values}.values())).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "forge",
    [
        lambda cursor: "",
        lambda cursor: "nonsense",
        lambda cursor: "ã",
        lambda cursor: "x" * 100_000,
        lambda cursor: base64.urlsafe_b64encode(b'["NEWEST", "2026-03-01 10:00:00+00", "NewsPage:1"]').decode(),
        lambda cursor: changed(cursor, number=-1),
        lambda cursor: changed(cursor, number=2**63),
        lambda cursor: changed(cursor, number=True),
        lambda cursor: changed(cursor, number="1"),
        lambda cursor: changed(cursor, base=None),
        lambda cursor: changed(cursor, key=1),
        lambda cursor: changed(cursor, key="a\x00b"),
        lambda cursor: changed(cursor, mark="\x00"),
        lambda cursor: changed(cursor, kind="other"),
        lambda cursor: changed(cursor, fingerprint="12345678"),
    ],
)
def test_what_no_feed_has_written_is_refused(forge):
    news(1)
    store.commit()
    _, cursor = all_after()

    error = refusal(after=forge(cursor))

    assert (type(error).__name__, error.details()) == ("BadUserInputError", {"field": "after"})


def test_a_cursor_of_other_types_or_another_language_is_refused():
    cursors = [all_after(**filters)[1] for filters in ({}, {"types": ["Topic"]}, {"locale": "pt"})]

    for cursor in cursors:
        assert type(refusal(after=cursor, types=["Image"])).__name__ == "BadUserInputError"


def test_the_order_of_types_makes_no_difference():
    _, cursor = all_after(types=["Topic", "Image"])

    assert part(cursor, types=["Image", "Topic", "Image"])["changes"] == []


@pytest.mark.parametrize("values", [{"mark": "0123456789ab"}, {"number": 2**40}, {"number": 0, "base": 2**40}])
def test_a_cursor_of_another_history_is_expired(values):
    _, cursor = all_after()

    error = refusal(after=changed(cursor, **values))

    assert type(error).__name__ == "ExpiredCursorError"
    assert error.details() == {"field": "after", "startAgain": True}


def test_a_cursor_from_before_a_backup_was_put_back_is_expired():
    news(1)
    store.commit()
    _, of_the_backup = all_after()
    news(2)
    store.commit()
    _, of_what_is_lost = all_after()

    _put_back_to(Version.objects.get().number - 1)
    news(3)
    store.commit()  # the same number again, for something else

    assert type(refusal(after=of_what_is_lost)).__name__ == "ExpiredCursorError"
    assert told(all_after(of_the_backup)[0]) == ["+NewsPage:3"]


def _put_back_to(number):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM published_entry WHERE key = 'NewsPage:2'")
        store.commit()
        cursor.execute("DELETE FROM published_change WHERE number > %s", [number])
        cursor.execute("UPDATE published_version SET number = %s", [number])
    Commit.objects.filter(number__gt=number).delete()


def test_an_expired_cursor_is_refused_over_http_with_its_code(client):
    _, cursor = all_after()

    response = client.get(
        "/graphql",
        {"query": FEED, "variables": json.dumps({"after": changed(cursor, mark="0")})},
        headers={"accept": "application/graphql-response+json"},
    )

    assert response.status_code == 200
    assert response.json()["data"] is None
    assert response.json()["errors"][0]["extensions"] == {
        "code": "CURSOR_EXPIRED",
        "field": "after",
        "startAgain": True,
    }
    assert response["Cache-Control"] == "no-store"


def test_an_answer_may_be_kept_until_something_is_published(client):
    news(1)
    store.commit()
    address = "/graphql?query={changes{changes{id}pageInfo{endCursor}}}"
    first = client.get(address)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304

    news(2)
    store.commit()

    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_feed_holds_every_type_that_is_a_node():
    query = '{ __type(name: "NodeType") { enumValues { name } } node: __type(name: "Node") { possibleTypes { name } } }'
    answer = ask(query).data

    names = {value["name"] for value in answer["__type"]["enumValues"]}
    assert names == {kind["name"] for kind in answer["node"]["possibleTypes"]}
    assert "Site" in names


def test_what_is_no_node_is_not_in_the_feed():
    store.write(Document("Thing:1", "Thing"))
    store.commit()

    assert all_after()[0] == []
