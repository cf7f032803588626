"""Cards that were parsed lately: the same bytes, the same card, and never more of them than bounded."""

from published.parsed_cards import ParsedCards
from published.stored_entry import cards_of


def test_equal_bytes_are_the_same_card_and_others_are_not():
    once, again, other = cards_of([b'{"title":"Um"}', b'{"title":"Um"}', b'{"title":"Dois"}'])

    assert (once, again, other) == ({"title": "Um"}, {"title": "Um"}, {"title": "Dois"})
    assert cards_of([b'{"title":"Um"}'])[0] is again


def test_what_is_asked_for_stays_and_the_rest_goes():
    cards = ParsedCards(most_bytes=30)
    stored = [b"%010d" % number for number in range(10)]

    for text in stored:
        cards.keep(text, {"text": text})
        assert cards.get(stored[0]) == {"text": stored[0]}

    assert [text for text in stored if cards.get(text)] == [stored[0], *stored[-3:]]


def test_it_never_holds_more_than_two_halves():
    cards = ParsedCards(most_bytes=100)
    stored = [b"%010d" % number for number in range(1_000)]

    for text in stored:
        cards.keep(text, {"text": text})

    assert [text for text in stored[:-20] if cards.get(text)] == []
    assert cards.get(stored[-20]) == {"text": stored[-20]}
