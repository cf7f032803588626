"""An alias made by translation, Portuguese words under an English address, can be visited and is offered nowhere."""

from typing import Any

import pytest
from django.test import Client

from tests import factories

MARKER = "palavra-marcada"

pytestmark = pytest.mark.django_db


@pytest.fixture
def alias() -> Any:
    page = factories.service(title=MARKER, topics=[factories.topic()])
    return page.copy_for_translation(factories.locale("en"), alias=True, copy_parents=True)


def ask(client: Client, query: str) -> str:
    answer = client.post("/graphql", {"query": query}, content_type="application/json")
    assert "errors" not in answer.json(), answer.content
    return answer.content.decode()


def test_it_can_be_visited_and_says_in_which_language_its_words_are(client: Client, alias: Any) -> None:
    path = alias.get_url_parts()[2]
    assert path.startswith("/en/")

    answer = ask(client, f'{{ page(path: "{path}") {{ title locale }} }}')

    assert answer.startswith(f'{{"data":{{"page":{{"title":"{MARKER}","locale":"pt"}}}}')


@pytest.mark.parametrize(
    "query",
    [
        "{ services(locale: en) { totalCount nodes { title } facets { values { value } } } }",
        "{ pages(locale: en, types: [ServicePage]) { totalCount nodes { title } } }",
        '{ search(query: "palavra marcada", locale: en) { totalCount nodes { title { text } page { title } } } }',
        "{ pages(locale: en, types: [ServiceIndexPage]) { nodes { title children { nodes { title } } } } }",
    ],
)
def test_no_english_list_offers_it(client: Client, alias: Any, query: str) -> None:
    assert MARKER not in ask(client, query)


def test_its_source_does_not_announce_it_as_a_translation(client: Client, alias: Any) -> None:
    path = alias.alias_of.get_url_parts()[2]

    answer = ask(client, f'{{ page(path: "{path}") {{ translations {{ locale title }} }} }}')

    assert '"locale":"en"' not in answer


def test_asking_for_english_finds_nothing(client: Client, alias: Any) -> None:
    path = alias.alias_of.get_url_parts()[2]

    assert ask(client, f'{{ page(path: "{path}", locale: en) {{ title }} }}').startswith('{"data":{"page":null}')
