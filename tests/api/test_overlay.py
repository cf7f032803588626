"""Entries that are not in the store, read in the place of those that are: a draft that is looked at."""

import pytest
from django.core.management import call_command
from graphql import execute_sync, parse

from api.context import ReadContext
from api.execution_context import ProjectedExecutionContext
from api.in_process import answers
from published.projection import project
from published.publication import publication
from published.reading import StoredEntry, stored_entry
from tests import factories
from tests.api import store
from tests.api.ask import schema

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def news(db):
    store.empty()
    store.news(2)
    store.page("HomePage", 3, path="/en/", tree="00010002", locale="en", translation="HomePage:1")
    store.page("NewsPage", 4, path="/en/a/", tree="000100020001", locale="en", translation="NewsPage:100")


def draft(key="NewsPage:100", **values):
    """The stored entry of a key with other words; or a new one below the news."""
    (found,) = ReadContext().store.entries(keys=["NewsPage:100"], with_body=["NewsPage"])
    fields = {name: getattr(found, name) for name in StoredEntry.__slots__} | {"key": key, **values}
    fields["card"] = {**found.card, "title": "Draft", **values.get("card", {})}
    return StoredEntry(**fields)


def ask(query, *overlay):
    context = ReadContext(host="labx.example", overlay=overlay)
    result = execute_sync(
        schema.graphql_schema,
        parse(query),
        context_value=context,
        execution_context_class=ProjectedExecutionContext,
    )
    assert result.errors is None, result.errors
    return result.data


AT_PATH = '{ page(path: "/pt/news/item-0/") { id title } }'


def test_a_draft_stands_at_its_path_and_by_its_id():
    assert ask(AT_PATH, draft())["page"] == {"id": "NewsPage:100", "title": "Draft"}
    assert ask('{ page(id: "NewsPage:100") { title } }', draft())["page"] == {"title": "Draft"}
    assert ask('{ node(id: "NewsPage:100") { ... on NewsPage { title } } }', draft())["node"] == {"title": "Draft"}


def test_nobody_else_reads_it():
    ask(AT_PATH, draft())
    assert ask(AT_PATH)["page"]["title"] == "NewsPage 100"


def test_a_draft_that_was_never_published_stands_there_too_with_all_around_it():
    new = draft("NewsPage:900", path="/pt/news/new/", tree="0001000100010900", translation_key=None)
    query = (
        '{ page(path: "/pt/news/new/") { id url parent { id } ancestors { id } topics { name } image { alt }'
        " translations { id } children { totalCount } } }"
    )
    assert ask(query, new)["page"] == {
        "id": "NewsPage:900",
        "url": "https://labx.example/pt/news/new/",
        "parent": {"id": "NewsIndexPage:2"},
        "ancestors": [{"id": "HomePage:1"}, {"id": "NewsIndexPage:2"}],
        "topics": [{"name": "Topic 1"}, {"name": "Topic 2"}, {"name": "Topic 3"}],
        "image": {"alt": "Imagem 1"},
        "translations": [],
        "children": {"totalCount": 0},
    }


def test_translations_know_the_draft_and_the_draft_its_translations():
    assert ask('{ page(path: "/pt/news/item-0/") { translations { id title } } }', draft())["page"] == {
        "translations": [{"id": "NewsPage:4", "title": "NewsPage 4"}]
    }
    assert ask('{ page(path: "/en/a/") { translations { title } } }', draft())["page"] == {
        "translations": [{"title": "Draft"}]
    }
    assert ask('{ page(path: "/en/a/", locale: pt) { title } }', draft())["page"] == {"title": "Draft"}


def test_a_draft_of_a_translation_that_was_never_published_is_known_to_the_original():
    store.remove(["NewsPage:4"])
    translated = draft("NewsPage:4", path="/en/a/", tree="000100020001", locale="en")
    query = '{ page(path: "/pt/news/item-0/") { translations { locale title } } }'
    assert ask(query, translated)["page"] == {"translations": [{"locale": "en", "title": "Draft"}]}
    assert ask('{ page(path: "/en/a/") { translations { id } } }', translated)["page"] == {
        "translations": [{"id": "NewsPage:100"}]
    }


def test_references_to_a_draft_lead_to_the_draft():
    index = draft("NewsIndexPage:2", type="NewsIndexPage", path="/pt/news/", tree="000100010001", translation_key=None)
    query = '{ page(path: "/pt/news/item-1/") { parent { title } ancestors { title } } }'
    assert ask(query, index)["page"] == {
        "parent": {"title": "Draft"},
        "ancestors": [{"title": "HomePage 1"}, {"title": "Draft"}],
    }


def test_a_list_shows_the_draft_in_the_place_of_what_is_published():
    query = "{ news { nodes { title } edges { cursor node { title } } } }"
    plain, drafted = ask(query), ask(query, draft())
    assert [node["title"] for node in drafted["news"]["nodes"]] == ["Draft", "NewsPage 101"]
    assert [edge["cursor"] for edge in drafted["news"]["edges"]] == [edge["cursor"] for edge in plain["news"]["edges"]]
    new = draft("NewsPage:900", path="/pt/news/new/", tree="0001000100010900")
    assert ask(query, new) == plain


def test_a_draft_with_a_new_address_stands_there_and_no_longer_at_the_old_one():
    moved = draft(path="/pt/news/moved/")
    query = '{ old: page(path: "/pt/news/item-0/") { id } new: page(path: "/pt/news/moved/") { id url } }'
    assert ask(query, moved) == {
        "old": None,
        "new": {"id": "NewsPage:100", "url": "https://labx.example/pt/news/moved/"},
    }


def test_a_projected_draft_reads_as_it_will_when_it_is_published():
    store.empty()
    with publication():
        page = factories.news(title="Before", topics=[factories.topic()], image=factories.image())
    call_command("rebuild_published", verbosity=0)
    page.title = "After"
    entry = stored_entry(project(page))
    asked = {"NewsDetail": {"path": entry.path}, "SiteChrome": {}}

    drafted = answers(ReadContext(overlay=[entry]), asked)
    before = answers(ReadContext(), asked)
    with publication():
        page.save_revision().publish()
    after = answers(ReadContext(), asked)

    changing = {"updatedAt", "publishedAt"}
    assert before["NewsDetail"]["page"]["title"] == "Before"
    assert {name: value for name, value in drafted["NewsDetail"]["page"].items() if name not in changing} == {
        name: value for name, value in after["NewsDetail"]["page"].items() if name not in changing
    }
