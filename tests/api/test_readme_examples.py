"""Each example of ``graphql/README.md`` as an app developer would run it."""

import re
import shlex
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from published.publication import publication
from tests import factories

README = (Path(settings.BASE_DIR) / "graphql" / "README.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"


def examples(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def published(db):
    with publication():
        topic = factories.topic()
        for _ in range(3):
            news = factories.news(topics=[topic])
            factories.event(starts_at=timezone.now() + timedelta(days=1))
    call_command("rebuild_published", verbosity=0)  # the site itself is older than the store
    return news


@pytest.fixture
def token(published):
    """What stands in the examples as ``draft_…``."""
    return factories.preview_link(f"NewsPage:{published.pk}").token


@pytest.mark.parametrize("query", examples("graphql"))
def test_a_query_answers_without_errors(client, token, query):
    variables = {"token": token} if "$token" in query else {}
    response = client.post("/graphql", {"query": query, "variables": variables}, content_type="application/json")

    assert response.status_code == 200
    assert "errors" not in response.json()
    assert all(response.json()["data"].values()) or "OtherLanguage" in query


@pytest.mark.parametrize("command", examples("sh"))
def test_a_curl_command_answers_news(client, token, command):
    command = command.replace("draft_…", token)
    program, *words = shlex.split(command.replace("\\\n", " "))
    [address] = [word for word in words if word.startswith(ADDRESS)]
    headers = dict(words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "-H")
    bodies = [words[place + 1] for place, word in enumerate(words) if word == "-d"]

    if bodies:
        response = client.post(
            address.removeprefix(ADDRESS), bodies[0], content_type=headers.pop("Content-Type"), headers=headers
        )
    else:
        response = client.get(address.removeprefix(ADDRESS), headers=headers)

    assert program == "curl"
    data = response.json()["data"]
    assert data["preview"]["__typename"] == "NewsPage" if "Preview" in command else len(data["news"]["nodes"]) == 3


@pytest.mark.parametrize("page", examples("html"))
def test_the_page_of_news_asks_what_is_there(client, published, page):
    [address] = re.findall(rf'fetch\("({ADDRESS}[^"]*)"\)', page)
    parts = urlsplit(address)

    answer = client.get(f"{parts.path}?{parts.query.replace('locale=en', 'locale=pt')}").json()

    assert [set(item) >= {"url", "title"} for item in answer["data"]["news"]["nodes"]] == [True] * 3
