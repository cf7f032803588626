"""What a page tells of its languages: asked, served, its original, and since when it is behind."""

import pytest

from tests.api import store
from tests.api.ask import answer_of, ask

pytestmark = pytest.mark.django_db

PAGE = """
query ($path: String, $id: ID, $locale: Locale, $fallback: Boolean) {
  page(path: $path, id: $id, locale: $locale, fallback: $fallback) {
    id
    translation { asked served staleSince original { id } }
  }
}
"""
FIRST, LATER, LAST = "2026-03-01T10:00:00+00:00", "2026-03-05T23:30:00+00:00", "2026-04-01T09:00:00+01:00"


@pytest.fixture(autouse=True)
def site(db):
    store.empty()
    store.site()
    store.settings()


def page(pk, locale, *, of=1, **card):
    dates = {"publishedAt": FIRST, "updatedAt": FIRST, **card}
    return store.page(
        "NewsPage",
        pk,
        path=f"/{locale}/{pk}/",
        tree=f"0001000{1 if locale == 'pt' else 2}{pk:04d}",
        locale=locale,
        translation=f"page-{of}",
        **dates,
    )


def told(**variables):
    found = ask(PAGE, **variables).data["page"]
    return found and {"id": found["id"], **found["translation"], "original": found["translation"]["original"]["id"]}


def stale(pk):
    return told(id=f"NewsPage:{pk}")["staleSince"]


def test_a_page_without_translations_is_its_own_original():
    page(1, "en")

    assert told(path="/en/1/") == {
        "id": "NewsPage:1",
        "asked": "en",
        "served": "en",
        "original": "NewsPage:1",
        "staleSince": None,
    }


def test_the_translation_that_was_asked_for_is_served():
    page(1, "pt")
    page(2, "en")

    found = told(path="/pt/1/", locale="en")

    assert (found["id"], found["asked"], found["served"], found["original"]) == ("NewsPage:2", "en", "en", "NewsPage:1")


def test_without_a_translation_there_is_nothing():
    page(1, "pt")

    assert told(path="/pt/1/", locale="en") is None
    assert told(id="NewsPage:1", locale="en") is None


@pytest.mark.parametrize("where", [{"path": "/pt/1/"}, {"id": "NewsPage:1"}])
def test_a_fallback_tells_what_was_asked_and_what_is_served(where):
    page(1, "pt")

    found = told(**where, locale="en", fallback=True)

    assert (found["id"], found["asked"], found["served"]) == ("NewsPage:1", "en", "pt")


def test_each_field_tells_what_it_was_asked():
    page(1, "pt")
    query = """{
      one: page(id: "NewsPage:1", locale: en, fallback: true) { translation { asked } }
      two: page(id: "NewsPage:1", locale: pt) { translation { asked } }
      three: page(id: "NewsPage:1") { translation { asked } }
    }"""

    answer = answer_of(query, {}, document_key="each").data

    assert {name: found["translation"]["asked"] for name, found in answer.items()} == {
        "one": "en",
        "two": "pt",
        "three": "pt",
    }


def test_a_page_that_stands_in_for_a_translation_tells_the_language_of_its_address():
    page(1, "pt")
    store.page("NewsPage", 2, path="/en/2/", tree="000100020002", locale="pt", translation="page-1", listed=False)

    found = told(path="/en/2/")

    assert found == {
        "id": "NewsPage:2",
        "asked": "en",
        "served": "pt",
        "original": "NewsPage:1",
        "staleSince": None,
    }


def test_the_original_is_what_was_published_first():
    page(1, "pt", publishedAt=LATER)
    page(2, "en", publishedAt=FIRST)

    assert (told(id="NewsPage:1")["original"], told(id="NewsPage:2")["original"]) == ("NewsPage:2", "NewsPage:2")


def test_of_what_was_published_at_once_the_first_language_is_the_original():
    page(1, "en")
    page(2, "pt")

    assert told(id="NewsPage:1")["original"] == "NewsPage:2"


def test_a_translation_is_behind_when_its_original_was_published_again():
    page(1, "pt", updatedAt=LAST)
    page(2, "en", publishedAt=LATER, updatedAt=LATER)

    assert stale(2) == LAST
    assert stale(1) is None


def test_a_translation_that_was_published_since_is_not_behind():
    page(1, "pt", updatedAt=LATER)
    page(2, "en", publishedAt=LATER, updatedAt=LAST)

    assert stale(2) is None


def test_where_editors_note_significant_changes_smaller_ones_do_not_count():
    page(1, "pt", updatedAt=LAST, lastSignificantChange="2026-03-04")
    page(2, "en", publishedAt=LATER, updatedAt=LATER)

    assert stale(2) is None


@pytest.mark.parametrize(
    ("noted", "since"),
    [
        ("2026-03-05", None),  # the day on which the translation was published: 23:30 in Lisbon
        ("2026-03-06", "2026-03-06T00:00:00+00:00"),
        ("2026-03-30", "2026-03-30T00:00:00+01:00"),
    ],
)
def test_a_significant_change_of_the_original_counts_from_its_day(noted, since):
    page(1, "pt", updatedAt=LAST, lastSignificantChange=noted)
    page(2, "en", publishedAt=LATER, updatedAt=LATER)

    assert stale(2) == since


def test_a_translation_that_notes_the_same_change_is_not_behind():
    page(1, "pt", updatedAt=LAST, lastSignificantChange="2026-03-30")
    page(2, "en", publishedAt=LATER, updatedAt=LATER, lastSignificantChange="2026-03-30")

    assert stale(2) is None


def test_when_the_original_goes_the_translation_stands_for_itself():
    page(1, "pt", updatedAt=LAST)
    page(2, "en", publishedAt=LATER, updatedAt=LATER)
    store.remove(["NewsPage:1"])

    found = told(id="NewsPage:2")

    assert (found["original"], found["staleSince"]) == ("NewsPage:2", None)


def test_lists_tell_it_too_with_as_many_statements_for_2n_pages():
    for number in range(1, 21):
        page(number, "pt", of=number, updatedAt=LAST)
        page(100 + number, "en", of=number, publishedAt=LATER, updatedAt=LATER)
    query = (
        "query ($first: Int) { news(locale: en, first: $first) { nodes {"
        " translation { staleSince original { title url } } } } }"
    )

    answers = {first: ask(query, first=first) for first in (10, 20)}

    assert {first: answer.statements for first, answer in answers.items()} == {10: 2, 20: 2}
    since = [node["translation"]["staleSince"] for node in answers[20].data["news"]["nodes"]]
    assert since == [LAST] * 20


def test_a_page_costs_no_statement_more_where_its_translations_are_asked():
    page(1, "pt")
    page(2, "en")
    plain = ask('{ page(path: "/pt/1/") { translations { url } } }')
    told = ask('{ page(path: "/pt/1/") { translations { url } translation { staleSince original { url } } } }')

    assert (plain.statements, told.statements) == (2, 2)
