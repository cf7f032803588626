"""The leak matrix: what no visitor may see is in no answer, however it is hidden and whoever refers to it."""

import json
from collections.abc import Iterator

import pytest
from django.db import transaction

from published.models import Change, Entry, Redirection, Term
from tests.api.store import commit
from tests.leaks import states
from tests.leaks.doors import DOORS, LISTS, PAGE, Door, Stranger
from tests.leaks.things import PAGES
from tests.leaks.world import KINDS, PUBLIC, World, build

pytestmark = pytest.mark.django_db

KINDS_AND_STATES = [(kind, state) for kind in KINDS for state in states.states_of(kind)]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for all questions: nobody writes while they are asked."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = build()
        commit()  # as far as the feed of changes goes
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def stranger(world: World) -> Stranger:
    return world.stranger()


@pytest.mark.parametrize(
    ("kind", "door"),
    [pytest.param(kind, door, id=f"{kind}-{door}") for kind in KINDS for door in DOORS if kind in door.kinds],
)
def test_what_is_public_is_in_the_answer(world: World, stranger: Stranger, kind: str, door: Door) -> None:
    thing = world.things[kind, PUBLIC]

    answer = door.open_for(stranger, thing).decode()

    shown = {"download": "words", "sitemap": thing.slug}.get(door.name, thing.marker)
    assert shown in answer


@pytest.mark.parametrize(
    ("kind", "state", "door"),
    [
        pytest.param(kind, state, door, id=f"{kind}-{state}-{door}")
        for kind, state in KINDS_AND_STATES
        for door in DOORS
        if kind in door.kinds
    ],
)
def test_what_is_hidden_is_in_no_answer(world: World, stranger: Stranger, kind: str, state: str, door: Door) -> None:
    thing = world.things[kind, state]

    answer = door.open_for(stranger, thing).decode()

    assert thing.marker not in answer
    if state != "draft-changes" and door.name != "store":
        assert f'"{thing.key}"' not in answer
        # What is public below it has an address of which its slug is part.
        assert door.names_address or thing.child_key or thing.slug not in answer
    if door.name == "download":
        assert "words" not in answer


@pytest.mark.parametrize(
    ("kind", "state"),
    [pytest.param(*pair, id="-".join(pair)) for pair in KINDS_AND_STATES if pair[1] != "draft-changes"],
)
def test_what_is_hidden_has_no_row(world: World, kind: str, state: str) -> None:
    key = world.things[kind, state].key

    assert not Entry.objects.filter(key=key).exists()
    assert not Term.objects.filter(key=key).exists()
    assert not Redirection.objects.filter(target=key).exists()
    assert not Change.objects.filter(key=key).exclude(what="remove").exists()


@pytest.mark.parametrize("state", states.STATES)
def test_a_link_to_what_is_hidden_keeps_its_words_without_an_address(
    world: World, stranger: Stranger, state: str
) -> None:
    kinds = [kind for kind in (*PAGES, "Document") if (kind, state) in world.things]

    body = json.loads(stranger.ask(PAGE, id=world.referrers[state][0]))["data"]["page"]["body"]

    texts = [block["richText"]["html"] for block in body if block["__typename"] == "ParagraphsBlock"]
    if state == "draft-changes":
        assert all('href="' in text for text in texts)
    else:
        assert [text for text in texts if "Leia" in text] == [f"<p><a>Leia {kind}</a></p>" for kind in kinds]
        assert all("<img" not in text for text in texts)


@pytest.mark.parametrize("name", LISTS.values())
def test_totals_and_facets_count_only_what_the_list_shows(world: World, stranger: Stranger, name: str) -> None:
    topics = "topics { id }"
    query = (
        f"{{ {name}(first: 100, locale: pt) {{ totalCount nodes {{ id {topics} }}"
        " facets { name values { value count } } } }"
    )

    answer = json.loads(stranger.ask(query))["data"][name]

    shown = answer["nodes"]
    assert (
        answer["totalCount"]
        == len(shown)
        == Entry.objects.filter(type=_type_of(name), locale="pt", listed=True).count()
    )
    counted = {facet["name"]: sum(value["count"] for value in facet["values"]) for facet in answer["facets"]}
    assert counted.get("topics", 0) == sum(len(node["topics"]) for node in shown)


def _type_of(name: str) -> str:
    return next(kind for kind, root in LISTS.items() if root == name)
