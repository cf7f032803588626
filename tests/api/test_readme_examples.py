"""Each query and command of ``graphql/README.md`` as developers run it; its scripts: tests/apps/test_guide.py."""

import json
import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from published.publication import publication
from tests import factories

FOLDER = Path(settings.BASE_DIR) / "graphql"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"


def examples(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def published(db):
    with publication():
        topic = factories.topic()
        for title in ("Redesenhar serviços públicos", "Segunda", "Terceira"):
            news = factories.news(title=title, topics=[topic])
            factories.event(starts_at=timezone.now() + timedelta(days=1))
    call_command("rebuild_published", verbosity=0)  # the site itself is older than the store
    return news


@pytest.fixture
def token(published):
    """What stands in the examples as ``draft_…``."""
    return factories.preview_link(f"NewsPage:{published.pk}").token


NAMES = [re.findall(r"^query (\w+)", query, re.MULTILINE)[0] for query in examples("graphql")]


@pytest.mark.parametrize(("name", "query"), list(zip(NAMES, examples("graphql"), strict=True)))
def test_a_query_answers_without_errors(client, token, name, query):
    variables = {"token": token} if "$token" in query else {}
    response = client.post("/graphql", {"query": query, "variables": variables}, content_type="application/json")

    assert response.status_code == 200
    assert "errors" not in response.json()
    assert all(response.json()["data"].values()) or name == "OtherLanguage"


def answer_to(client, name, **variables):
    query = examples("graphql")[NAMES.index(name)]
    return client.get("/graphql", {"query": query, "variables": json.dumps(variables)}).json()["data"]


def test_the_search_finds_the_words_together_and_tells_what_else_could_be_chosen(client, published):
    found = answer_to(client, "Find")["search"]

    assert found["totalCount"] == 1
    assert found["nodes"][0]["title"]["html"] == "<mark>Redesenhar</mark> <mark>serviços públicos</mark>"
    assert {facet["name"]: facet["values"][0]["count"] for facet in found["facets"]} == {"types": 1, "topics": 1}


def test_the_second_page_goes_on_where_the_first_ended(client, published):
    first = answer_to(client, "SecondPage")["news"]
    second = answer_to(client, "SecondPage", after=first["pageInfo"]["endCursor"])["news"]

    assert (len(first["nodes"]), len(second["nodes"]), second["pageInfo"]["hasNextPage"]) == (2, 1, False)


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


def test_every_link_inside_leads_to_a_heading_or_a_file():
    headings = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    targets = re.findall(r"\]\(([^)]+)\)", README)

    assert [target for target in targets if target.startswith("#") and target[1:] not in anchors] == []
    files = [target for target in targets if not target.startswith(("#", "http"))]
    assert [target for target in files if not (FOLDER / target).exists()] == []


def test_it_is_read_in_ten_minutes():
    tour = README[: README.index("## Keeping answers")]

    assert len(tour.split()) < 2_500  # what follows is to be looked up
