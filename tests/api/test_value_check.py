"""A document is checked against its GraphQL type when it is written: what does not fit is named to the editor."""

import pytest
from django.utils import translation

from api.value_check import check_document
from published.projection import register_check
from tests.api import store

GOOD = {"__typename": "HeadingBlock", "id": "a", "text": "Part", "level": 2, "anchor": "part"}


@pytest.fixture
def document(monkeypatch):
    """The document of a news item that fits its type, not written."""
    kept = []
    monkeypatch.setattr(store, "write", kept.append)
    store.page("NewsPage", 1, path="/pt/1/", tree="00010001", topics=["Topic:1"], image="Image:1")
    with translation.override("en"):
        yield kept[0]


def problems(document):
    return [str(problem) for problem in check_document(document)]


def test_a_document_that_fits_has_no_problem(document):
    assert problems(document) == []


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("title", None, "title: This is needed."),
        ("title", 5, "title: This should be a text."),
        ("publishedOn", "yesterday", "published on: DateTime: ISO 8601 is needed, as in “2026-03-01T10:00:00+00:00”."),
        ("lastSignificantChange", "2026-13-01", None),
        ("topics", "Topic:1", "topics: This should be a list."),
        ("topics", ["Image:1"], "topics: “Image:1” cannot stand here."),
        ("image", "Topic:1", "image: “Topic:1” cannot stand here."),
        ("image", 5, "image: “5” cannot stand here."),
    ],
)
def test_a_value_in_the_card_that_does_not_fit_is_named(document, name, value, problem):
    document.card[name] = value
    (found,) = problems(document)
    assert problem is None or found == problem


@pytest.mark.parametrize(
    ("blocks", "problem"),
    [
        ([{**GOOD, "level": 2**31}], "level: 2147483648 is too large a number: ±2,147,483,647 at most."),
        ([{**GOOD, "level": True}], "level: This should be a whole number."),
        ([{**GOOD, "text": None}], "text: This is needed."),
        ([{**GOOD, "__typename": "NoSuchBlock"}], "“NoSuchBlock” cannot stand here."),
        ([{**GOOD, "__typename": "StepBlock"}], "“StepBlock” cannot stand here."),
        (["x"], "This should have fields of its own."),
    ],
)
def test_a_block_that_does_not_fit_is_named(document, blocks, problem):
    document.body["body"] = blocks
    assert problems(document) == [f"body: {problem}"]


def test_a_choice_that_does_not_exist_is_named(monkeypatch):
    kept = []
    monkeypatch.setattr(store, "write", kept.append)
    store.image(1)
    kept[0].card["licence"] = "STOLEN"
    with translation.override("en"):
        assert problems(kept[0]) == ["licence: “STOLEN” is not one of the choices."]


def test_settings_are_checked_though_they_have_no_type_of_their_own(monkeypatch):
    kept = []
    monkeypatch.setattr(store, "write", kept.append)
    store.settings()
    kept[0].body["navigation"] = [{"__typename": "HeadingBlock", "id": "a"}]
    assert len(problems(kept[0])) == 1


def test_the_published_store_asks_for_the_check():
    from api.apps import check_against_schema
    from published import projection

    before = list(projection._checks)
    register_check(check_against_schema)
    assert projection._checks == before
