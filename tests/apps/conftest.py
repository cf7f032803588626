"""What the apps of these tests ask: a few news on a real server, and the programs that ask."""

import os
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from published.publication import publication
from tests import factories, npm_packages
from tests.apps import programs

TITLES = ["Primeira & única", "Segunda", "Terceira <b>", "Quarta", "Quinta"]  # the first is the oldest
BODY = [
    {"type": "heading", "id": "h", "value": {"text": "Porquê?", "level": 2, "anchor": "porque"}},
    {"type": "text", "id": "p", "value": {"text": "<p>Um parágrafo com <b>força</b>.</p>"}},
    {"type": "quote", "id": "q", "value": {"text": "Experimentar & aprender", "who": "Alguém"}},
]


@pytest.fixture(autouse=True, scope="session")
def node():
    if not npm_packages.is_possible():
        if os.environ.get("CI"):
            pytest.fail(programs.WHY_NOT)
        pytest.skip(programs.WHY_NOT)


@pytest.fixture
def endpoint(live_server, site_tree):
    """The address of the endpoint; the news are published on five days in a row."""
    with publication():
        topic = factories.topic("Redes")
        for day, title in enumerate(TITLES, 1):
            moment = datetime(2026, 3, day, 9, tzinfo=UTC)
            topics = [topic] if day < 3 else []
            factories.news(
                title=title, slug=f"n{day}", summary="Em resumo.", published_on=moment, topics=topics, body=BODY
            )
    call_command("rebuild_published", verbosity=0)  # the site itself is older than the store
    return f"{live_server.url}/graphql"
