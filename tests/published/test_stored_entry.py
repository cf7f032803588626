"""Cards are taken apart together, and the renditions of images when one of them is asked for."""

import orjson
import pytest

from published.stored_entry import Renditions, cards_of

CARD = {
    "webp": {"url": "/media/a.800.webp", "width": 800, "height": 533},
    "srcSet": [{"url": "/media/a.400.webp", "width": 400, "height": 266}],
}
OPEN_GRAPH = {
    "webp": {"url": "/media/a.1200.webp", "width": 1200, "height": 630},
    "jpeg": {"url": "/media/a.1200.jpg", "width": 1200, "height": 630},
}
# Names, quotes and braces of renditions in words that are none.
WORDS = '"CARD":{"webp":{"url":"/x"}}, "renditions":{"CARD":{}}}}}}'


def stored(**card):
    return orjson.dumps(card)


def image(**renditions):
    return stored(title=WORDS, alt={"pt": WORDS}, renditions=renditions)


def test_cards_are_those_that_were_stored():
    cards = [
        {"title": WORDS, "topics": ["Topic:1"]},
        {"title": "", "focalPoint": {"x": 0.5, "y": {"a": {"b": {}}}}},
        {},
    ]
    assert cards_of([orjson.dumps(card) for card in cards]) == cards
    assert cards_of([]) == []


def test_the_renditions_of_an_image_are_taken_apart_one_by_one():
    (card,) = cards_of([image(CARD=CARD, OPEN_GRAPH=OPEN_GRAPH)])

    assert (card["title"], card["alt"]) == (WORDS, {"pt": WORDS})
    renditions = card["renditions"]
    assert isinstance(renditions, Renditions)
    assert (renditions.get("CARD"), renditions.get("OPEN_GRAPH"), renditions.get("HERO")) == (CARD, OPEN_GRAPH, None)


@pytest.mark.parametrize(
    ("preset", "file_format", "file"),
    [
        ("CARD", "webp", CARD["webp"]),
        ("CARD", "jpeg", None),
        ("OPEN_GRAPH", "webp", OPEN_GRAPH["webp"]),
        ("OPEN_GRAPH", "jpeg", OPEN_GRAPH["jpeg"]),
        ("HERO", "webp", None),
    ],
)
def test_one_file_of_an_image_is_found(preset, file_format, file):
    (card,) = cards_of([image(CARD=CARD, OPEN_GRAPH=OPEN_GRAPH)])
    assert card["renditions"].file(preset, file_format) == file


def test_a_brace_in_an_address_ends_nothing():
    odd = {"webp": {"url": '/media/}"},"HERO":{.webp', "width": 1, "height": 1}}
    (card,) = cards_of([image(CARD=odd, HERO=CARD)])

    assert card["renditions"].file("CARD", "webp") == odd["webp"]
    assert card["renditions"].file("HERO", "webp") == CARD["webp"]


@pytest.mark.parametrize(
    "card",
    [
        {"title": "no file is made", "renditions": {}},
        {"renditions": {"CARD": CARD}, "title": "they stand last in no card of this order"},
        {"renditions": {"CARD": CARD}, "alt": {"pt": WORDS}},
    ],
)
def test_a_card_that_does_not_end_with_renditions_is_taken_apart_whole(card):
    assert cards_of([orjson.dumps(card)]) == [card]


def test_a_card_that_was_written_with_spaces_is_taken_apart_whole():
    card = {"title": "by hand", "renditions": {"CARD": CARD}}
    assert cards_of([orjson.dumps(card, option=orjson.OPT_INDENT_2)]) == [card]
