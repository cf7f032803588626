"""What the explorer has ready to be tried: each example runs as it stands and finds something."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api import explorer_examples
from published.publication import publication
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(settings):
    settings.GRAPHQL_EXPLORER = True
    with publication():
        topic = factories.topic("Inovação", slug="inovacao")
        factories.organisation()
        factories.audience(slug="jovens")
        factories.event_series(slug="encontros")
        for make in (factories.news, factories.event, factories.guide, factories.service):
            make(topics=[topic])
    call_command("rebuild_published", verbosity=0)  # the site itself is older than the store


@pytest.fixture
def ready(client, published):
    return client.get("/graphql/explorer/examples.json").json()


def ask(client, example):
    body = {"query": example["query"], "variables": example["variables"]}
    return client.post("/graphql", body, content_type="application/json").json()


def test_every_stored_operation_runs_with_its_variables(client, ready):
    refused = {example["name"]: ask(client, example).get("errors") for example in ready["stored"]}

    assert {name for name, errors in refused.items() if errors} == set()
    assert {"NewsList", "NewsDetail", "Search", "Changes", "Preview"} <= set(refused)


def test_what_an_operation_is_about_is_the_newest_published_of_its_type(client, ready):
    by_name = {example["name"]: example for example in ready["stored"]}

    assert by_name["NewsDetail"]["variables"]["path"].startswith("/pt/page-")
    assert ask(client, by_name["NewsDetail"])["data"]["page"]["__typename"] == "NewsPage"
    assert ask(client, by_name["EventDetail"])["data"]["page"]["__typename"] == "EventPage"
    assert ask(client, by_name["TopicDetail"])["data"]["terms"]["nodes"][0]["slug"] == "inovacao"
    assert by_name["NewsList"]["variables"] == {"locale": "pt", "first": 5}
    assert by_name["NewsList"]["about"].startswith("For the news page of a website or an app")


def test_the_examples_of_the_guide_stand_below_their_headings(ready):
    first = ready["guide"][0]

    assert (first["name"], first["variables"]) == ("NewestNews", {})
    assert first["query"].startswith("query NewestNews {")
    assert len({example["name"] for example in ready["guide"]}) == len(ready["guide"])


def test_nothing_of_a_draft_is_in_them(client, settings):
    settings.GRAPHQL_EXPLORER = True
    factories.news(title="Rascunho", slug="rascunho", live=False)

    assert "rascunho" not in json.dumps(client.get("/graphql/explorer/examples.json").json())


def test_they_take_one_statement(published):
    from api import views

    operations = views.stored_operations(views.door())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        explorer_examples.stored_examples(operations)

    assert len(queries) == 1
