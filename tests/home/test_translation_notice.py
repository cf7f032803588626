"""The notice on a translation whose original has changed since, in both languages; it costs no statement."""

from datetime import UTC, datetime

import pytest

from published.publication import publication
from tests import factories
from tests.home.parsed import get, store, words

pytestmark = pytest.mark.django_db


def pair(*, first: str, then: str):
    """A page in one language and its translation, published on the first days of March."""

    def make():
        original = factories.standard(parent=factories.home_page(first), title="Um")
        other = factories.standard(
            parent=factories.home_page(then), title="Outra", translation_key=original.translation_key
        )
        for page, day in ((original, 1), (other, 3)):
            moment = datetime(2026, 3, day, 10, tzinfo=UTC)
            page.first_published_at = page.last_published_at = moment
            page.save()
        return original, other

    return store(make)


def changed(page, **fields):
    with publication():
        page.last_published_at = datetime(2026, 3, 5, 10, tzinfo=UTC)
        for name, value in fields.items():
            setattr(page, name, value)
        page.save()


@pytest.mark.parametrize(
    ("first", "then", "notice"),
    [
        ("pt", "en", "The Portuguese original was updated on 5 March 2026. Read the original"),
        ("en", "pt", "O original em inglês foi atualizado em 5 de março de 2026. Ler o original"),
    ],
)
def test_a_translation_says_that_its_original_has_changed_since(client, first, then, notice):
    original, other = pair(first=first, then=then)
    changed(original)

    told = get(client, other.url).select_one(".updated")

    assert words(told).endswith(notice)
    assert (told.a["href"], told.a["hreflang"]) == (original.url, first)
    assert get(client, original.url).select_one(".updated a") is None


def test_a_translation_that_follows_its_original_says_nothing(client):
    _, other = pair(first="pt", then="en")

    assert get(client, other.url).select_one(".updated a") is None


def test_a_small_change_of_an_original_that_notes_its_changes_is_not_told(client):
    original, other = pair(first="pt", then="en")
    changed(original, last_significant_change="2026-03-02")

    assert get(client, other.url).select_one(".updated a") is None
