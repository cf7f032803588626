"""One page: by path and id, in its languages, with its relatives, its texts and references."""

import pytest

from api.errors import BadUserInputError
from tests.api import store
from tests.api.ask import ask, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tree(db):
    """A home page in two languages, an index with two items in Portuguese, one of them in English too."""
    store.empty()
    store.site()
    store.settings()
    store.page("HomePage", 1, path="/pt/", tree="00010001", title="Início")
    store.page("HomePage", 2, path="/en/", tree="00010002", title="Home", locale="en", translation="HomePage:1")
    store.page("NewsIndexPage", 3, path="/pt/n/", tree="000100010001")
    store.page("NewsPage", 4, path="/pt/n/a/", tree="0001000100010001", title="Um")
    store.page("NewsPage", 5, path="/pt/n/b/", tree="0001000100010002", title="Dois")
    store.page("NewsPage", 6, path="/en/a/", tree="000100020001", title="One", locale="en", translation="NewsPage:4")


def page(arguments, fields="id"):
    return ask(f"{{ page({arguments}) {{ {fields} }} }}").data["page"]


@pytest.mark.parametrize("path", ["/pt/n/a/", "/pt/n/a", "pt/n/a"])
def test_a_page_is_found_by_its_path(path):
    assert page(f'path: "{path}"') == {"id": "NewsPage:4"}


@pytest.mark.parametrize("path", ["/pt/n/nothing/", "", "/", "/pt/n/a/?x=1", "/PT/n/a/", "x" * 5000])
def test_a_path_where_nothing_stands_is_null(path):
    assert page(f'path: "{path}"') is None


def test_a_page_is_found_by_its_id():
    assert page('id: "NewsPage:4"', "id title") == {"id": "NewsPage:4", "title": "Um"}


@pytest.mark.parametrize(
    "key", ["NewsPage:99", "Topic:1", "Site:1", "NewsPage", ":4", "NewsPage:4x", "NewsPage:٤", "'"]
)
def test_an_id_of_no_page_is_null(key):
    assert page(f'id: "{key}"') is None


def test_either_path_or_id_is_asked_for():
    assert isinstance(refusal("{ page { id } }"), BadUserInputError)
    assert isinstance(refusal('{ page(path: "/pt/", id: "HomePage:1") { id } }'), BadUserInputError)


def test_a_locale_selects_the_translation_of_the_page_at_the_path():
    assert page('path: "/pt/n/a/", locale: en', "id locale title") == {
        "id": "NewsPage:6",
        "locale": "en",
        "title": "One",
    }
    assert page('id: "NewsPage:6", locale: pt') == {"id": "NewsPage:4"}


def test_without_a_translation_nothing_is_given_unless_a_fallback_is_asked_for():
    assert page('path: "/pt/n/b/", locale: en') is None
    assert page('path: "/pt/n/b/", locale: en, fallback: true', "id locale") == {"id": "NewsPage:5", "locale": "pt"}


def test_what_stands_in_for_a_translation_is_visited_but_never_announced():
    store.page(
        "NewsPage",
        7,
        path="/en/b/",
        tree="000100020002",
        title="Dois",
        translation="NewsPage:5",
        listed=False,
    )
    assert page('path: "/en/b/"', "id locale") == {"id": "NewsPage:7", "locale": "pt"}
    assert page('path: "/pt/n/b/"', "translations { id }") == {"translations": []}
    assert page('path: "/pt/n/b/", locale: en') is None
    assert page('id: "HomePage:2"', "children { nodes { id } totalCount }") == {
        "children": {"nodes": [{"id": "NewsPage:6"}], "totalCount": 1}
    }


def test_addresses_are_made_of_the_sites_root_and_the_path():
    assert page('id: "NewsPage:4"', "path url") == {"path": "/pt/n/a/", "url": "https://labx.example/pt/n/a/"}


def test_translations_are_told_with_their_addresses():
    assert page('id: "NewsPage:4"', "translations { locale url title }") == {
        "translations": [{"locale": "en", "url": "https://labx.example/en/a/", "title": "One"}]
    }


def test_relatives_are_read_from_the_tree():
    found = page(
        'id: "NewsPage:4"',
        "parent { id parent { id parent { id } } } ancestors { id } children { nodes { id } totalCount }",
    )
    assert found == {
        "parent": {"id": "NewsIndexPage:3", "parent": {"id": "HomePage:1", "parent": None}},
        "ancestors": [{"id": "HomePage:1"}, {"id": "NewsIndexPage:3"}],
        "children": {"nodes": [], "totalCount": 0},
    }


def test_an_ancestor_that_is_not_public_is_left_out():
    store.remove(["NewsIndexPage:3"])
    assert page('id: "NewsPage:4"', "parent { id } ancestors { id }") == {
        "parent": None,
        "ancestors": [{"id": "HomePage:1"}],
    }


def test_children_stand_in_the_order_of_the_tree_and_are_one_level_deep():
    assert page('id: "NewsIndexPage:3"', "children { nodes { id } }")["children"]["nodes"] == [
        {"id": "NewsPage:4"},
        {"id": "NewsPage:5"},
    ]
    assert page('id: "HomePage:1"', "children { nodes { id } }")["children"]["nodes"] == [{"id": "NewsIndexPage:3"}]
    assert page('id: "HomePage:1"', "children(types: [NewsPage]) { totalCount }") == {"children": {"totalCount": 0}}


def test_children_are_read_page_by_page_in_both_directions():
    first = page('id: "NewsIndexPage:3"', "children(first: 1) { nodes { id } pageInfo { endCursor hasNextPage } }")
    cursor = first["children"]["pageInfo"]["endCursor"]
    assert first["children"]["nodes"] == [{"id": "NewsPage:4"}]
    assert first["children"]["pageInfo"]["hasNextPage"] is True
    after = page('id: "NewsIndexPage:3"', f'children(first: 1, after: "{cursor}") {{ nodes {{ id }} }}')
    assert after["children"]["nodes"] == [{"id": "NewsPage:5"}]
    last = page('id: "NewsIndexPage:3"', "children(last: 1) { nodes { id } pageInfo { hasPreviousPage } }")
    assert last["children"] == {"nodes": [{"id": "NewsPage:5"}], "pageInfo": {"hasPreviousPage": True}}


def test_a_bad_cursor_deep_inside_is_refused():
    error = refusal('{ page(id: "HomePage:1") { children(after: "x") { totalCount } } }')
    assert isinstance(error, BadUserInputError)


def test_what_is_not_in_the_store_reads_as_null_or_is_left_out():
    store.topic(1)
    topics = ["Topic:9", "Topic:1", "Topic:8"]
    store.page(
        "NewsPage", 8, path="/pt/n/c/", tree="0001000100010003", image="Image:9", author="Person:9", topics=topics
    )
    assert page('id: "NewsPage:8"', "image { id } topics { id } ... on NewsPage { author { id } }") == {
        "image": None,
        "topics": [{"id": "Topic:1"}],
        "author": None,
    }


def test_links_in_rich_text_lead_to_where_pages_are_now():
    html = (
        '<p><a data-entry="NewsPage:4">um</a> <a data-entry="NewsPage:99">outro</a>'
        ' <a data-entry="Document:1">x</a></p>'
    )
    store.document(1)
    text = {"html": html, "text": "um outro x"}
    store.page("ServicePage", 9, path="/pt/s/", tree="000100010002", body={"whatYouGet": text})

    found = page('id: "ServicePage:9"', "... on ServicePage { whatYouGet { html text } }")

    assert found["whatYouGet"] == {
        "html": '<p><a href="https://labx.example/pt/n/a/">um</a> <a>outro</a>'
        ' <a href="http://127.0.0.1:8000/documents/1/document-1.pdf">x</a></p>',
        "text": "um outro x",
    }


def test_a_body_is_a_list_of_blocks_with_types_and_ids():
    blocks = [
        {"__typename": "HeadingBlock", "id": "a", "text": "Part", "level": 2, "anchor": "part"},
        {"__typename": "RelatedPagesBlock", "id": "b", "title": "", "pages": ["NewsPage:5", "NewsPage:99"]},
    ]
    store.page("NewsPage", 10, path="/pt/n/d/", tree="0001000100010004", body={"body": blocks})
    fields = (
        "body { __typename ... on HeadingBlock { id words: text level }"
        " ... on RelatedPagesBlock { id pages { title url } } }"
    )
    assert page('id: "NewsPage:10"', fields)["body"] == [
        {"__typename": "HeadingBlock", "id": "a", "words": "Part", "level": 2},
        {
            "__typename": "RelatedPagesBlock",
            "id": "b",
            "pages": [{"title": "Dois", "url": "https://labx.example/pt/n/b/"}],
        },
    ]


def test_alternative_texts_speak_the_language_of_the_page_unless_asked():
    store.image(1)
    store.page("NewsPage", 11, path="/en/z/", tree="000100020009", locale="en", image="Image:1")
    assert page('id: "NewsPage:11"', "image { alt pt: alt(locale: pt) }") == {
        "image": {"alt": "Picture 1", "pt": "Imagem 1"}
    }
    assert ask('{ node(id: "Image:1") { ... on Image { alt } } }').data == {"node": {"alt": "Imagem 1"}}


def test_an_alternative_text_that_is_missing_falls_back_and_a_decorative_one_is_empty():
    store.image(1, alt={"pt": "Só em português"})
    store.image(2, alt={})
    query = (
        '{ a: node(id: "Image:1") { ... on Image { alt(locale: en) } }'
        ' b: node(id: "Image:2") { ... on Image { alt } } }'
    )
    assert ask(query).data == {"a": {"alt": "Só em português"}, "b": {"alt": ""}}


def test_renditions_are_given_by_preset_and_format_and_null_until_they_are_made():
    store.image(1)
    fields = (
        "card: rendition(preset: CARD) { url width height } jpeg: rendition(preset: OPEN_GRAPH, format: JPEG) { url }"
        " none: rendition(preset: HERO) { url } srcSet(preset: CARD) without: srcSet(preset: HERO) focalPoint { x y }"
    )
    assert ask(f'{{ node(id: "Image:1") {{ ... on Image {{ {fields} }} }} }}').data["node"] == {
        "card": {"url": "http://127.0.0.1:8000/media/image-1-800.webp", "width": 800, "height": 533},
        "jpeg": {"url": "http://127.0.0.1:8000/media/image-1.og.jpg"},
        "none": None,
        "srcSet": "http://127.0.0.1:8000/media/image-1-400.webp 400w,"
        " http://127.0.0.1:8000/media/image-1-800.webp 800w",
        "without": None,
        "focalPoint": {"x": 0.5, "y": 1.0},
    }


@pytest.mark.parametrize(
    "key", ["Image:1", "Document:1", "Topic:1", "Site:1", "NewsPage:4", "Organisation:1", "Person:1"]
)
def test_every_entry_is_a_node(key):
    store.image(1)
    store.document(1)
    store.topic(1)
    store.organisation(1)
    store.person(1)
    assert ask(f'{{ node(id: "{key}") {{ __typename id }} }}').data["node"] == {
        "__typename": key.partition(":")[0],
        "id": key,
    }


@pytest.mark.parametrize("key", ["SiteSettings:1", "Page:1", "Query:1", "nothing", "", "Image:", "Image:-1"])
def test_nothing_else_is_a_node(key):
    assert ask(f'{{ node(id: "{key}") {{ id }} }}').data == {"node": None}
