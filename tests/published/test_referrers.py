"""Which entries the change feed tells of though nothing of them was written: those that read otherwise all the same."""

import pytest

from published.models import Entry
from tests.api import store
from tests.api.test_changes import all_after, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_store(db):
    store.empty()
    store.site()
    store.commit()


def page(pk, *, tree=None, **fields):
    return store.page("StandardPage", pk, path=f"/pt/{pk}/", tree=tree or f"00010001{pk:04d}", **fields)


def link(key):
    text = {"html": f'<p><a data-entry="{key}">words</a></p>', "text": "words"}
    return {"body": [{"__typename": "ParagraphsBlock", "id": "b1", "richText": text}]}


def changes_by(act):
    """What is told after it, by a client that knew everything before."""
    store.commit()
    _, cursor = all_after()
    act()
    store.commit()
    return sorted(told(all_after(cursor)[0]))


def test_mentions_are_all_keys_of_a_document():
    page(1, topics=["Topic:1"], image="Image:3", body=link("Document:12"))

    assert Entry.objects.get(key="StandardPage:1").mentions == ["Document:12", "Image:3", "Topic:1"]


def test_what_refers_to_something_that_appears():
    page(1, topics=["Topic:1"])
    page(2, image="Image:1")
    page(3, body=link("StandardPage:9"))
    page(4)

    assert changes_by(lambda: store.topic(1)) == ["+StandardPage:1", "+Topic:1"]
    assert changes_by(lambda: store.image(1)) == ["+Image:1", "+StandardPage:2"]
    assert changes_by(lambda: page(9)) == ["+StandardPage:3", "+StandardPage:9"]


def test_what_refers_to_something_that_goes():
    store.topic(1)
    page(1, topics=["Topic:1"])
    page(2)

    assert changes_by(lambda: store.remove(["Topic:1"])) == ["+StandardPage:1", "-Topic:1"]


def test_what_changes_where_it_is_concerns_nobody_else():
    store.topic(1)
    store.image(1)
    page(1, topics=["Topic:1"], image="Image:1", body=link("StandardPage:2"))
    page(2)

    assert changes_by(lambda: store.topic(1, name="Other")) == ["+Topic:1"]
    assert changes_by(lambda: store.image(1, url="/media/other.jpg")) == ["+Image:1"]
    assert changes_by(lambda: page(2, title="Other")) == ["+StandardPage:2"]


def test_a_link_to_a_page_that_moves():
    page(1, body=link("StandardPage:2"))
    page(2)

    moved = changes_by(lambda: Entry.objects.filter(key="StandardPage:2").update(path="/pt/other/"))

    assert moved == ["+StandardPage:1", "+StandardPage:2"]


def test_a_link_to_a_document_whose_file_is_another_one():
    page(1, body=link("Document:1"))
    store.document(1)

    assert changes_by(lambda: store.document(1, url="/documents/1/b.pdf")) == ["+Document:1", "+StandardPage:1"]
    assert changes_by(lambda: store.document(1, url="/documents/1/b.pdf", title="Other")) == ["+Document:1"]


def test_the_pages_one_level_below_a_page_that_appears_or_goes():
    page(2, tree="000100010001")
    page(3, tree="0001000100010001")
    page(4, tree="000100010002")

    def appear():
        page(1, tree="00010001")

    def go():
        store.remove(["StandardPage:1"])

    assert changes_by(appear) == ["+StandardPage:1", "+StandardPage:2", "+StandardPage:4"]
    assert changes_by(go) == ["+StandardPage:2", "+StandardPage:4", "-StandardPage:1"]


def test_the_translations_of_a_page_that_appears_moves_or_goes():
    page(1, translation="one")

    assert changes_by(lambda: page(2, locale="en", translation="one")) == ["+StandardPage:1", "+StandardPage:2"]
    assert changes_by(lambda: store.remove(["StandardPage:2"])) == ["+StandardPage:1", "-StandardPage:2"]


def test_a_site_whose_navigation_leads_to_something_that_appears():
    item = {"id": "l1", "__typename": "NavigationItemBlock", "url": None, "labelPt": "", "labelEn": "", "children": []}
    store.settings(body={"navigation": [{**item, "page": "StandardPage:1"}]})

    assert changes_by(lambda: page(1)) == ["+Site:1", "+StandardPage:1"]


def test_a_page_that_stands_in_for_a_translation_can_be_linked_to():
    page(1, body=link("StandardPage:2"))

    assert changes_by(lambda: page(2, listed=False)) == ["+StandardPage:1"]
    assert changes_by(lambda: store.remove(["StandardPage:2"])) == ["+StandardPage:1"]
    assert changes_by(lambda: page(2, listed=False)) == ["+StandardPage:1"]
    assert changes_by(lambda: page(2)) == ["+StandardPage:1", "+StandardPage:2"]
    assert changes_by(lambda: page(2, listed=False)) == ["+StandardPage:1", "-StandardPage:2"]
