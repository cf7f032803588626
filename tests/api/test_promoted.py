"""What editors let stand first in a search: for which questions, in which language, and never what is not public."""

from datetime import timedelta

import pytest
from django.utils import timezone
from graphql import ExecutionContext
from wagtail.models import PageViewRestriction

from published.publication import publication
from search.models import Promotion
from tests import factories
from tests.api import store
from tests.api.ask import answer_of, ask

pytestmark = pytest.mark.django_db

SEARCH = """
query (
  $text: String!, $locale: Locale, $types: [PageType!], $filter: SearchFilter, $first: Int, $after: String
) {
  search(query: $text, locale: $locale, types: $types, filter: $filter, first: $first, after: $after) {
    totalCount
    promoted { description page { id title url topics { name } } }
    nodes { place page { id } }
    pageInfo { hasNextPage endCursor }
    facets { name values { value count } }
  }
}
"""


@pytest.fixture
def pages(db):
    """A service and a news item that have not a word of the question, and one that has them all."""
    with publication():
        topic = factories.topic("Inovação", slug="inovacao")
        first = factories.service(title="Começar aqui", topics=[topic])
        second = factories.news(title="Abriram as portas")
        other = factories.news(title="Vale da inovação")
        factories.promotion(first, second, searches="Vale da Inovação\nvia rápida", description="Para começar.")
    return first, second, other


def promoted(text, **variables):
    """The titles of what is promoted, in their order."""
    search = ask(SEARCH, text=text, **variables).data["search"]
    return [one["page"]["title"] for one in search["promoted"]]


BOTH = ["Começar aqui", "Abriram as portas"]


@pytest.mark.parametrize(
    "text",
    [
        *("Vale da Inovação", "vale da inovacao", "VALE INOVAÇÕES", "inovação no vale", "vales, da inovação!"),
        *('"vale da inovação"', "vale vale inovação", "  VIA   rapida "),
    ],
)
def test_a_question_matches_by_its_words(pages, text):
    assert promoted(text) == BOTH


@pytest.mark.parametrize(
    "text",
    [
        *("vale", "inovação", "vale da inovação pública", "vale -inovação", "vale da inovação -porto"),
        *("vale OR inovação", "o", "da", "", "-", '"'),
    ],
)
def test_another_question_has_nothing_promoted(pages, text):
    assert promoted(text) == []


def test_it_tells_the_page_and_what_editors_say_of_it(pages):
    first = ask(SEARCH, text="via rápida").data["search"]["promoted"][0]

    assert first["description"] == "Para começar."
    assert first["page"]["id"] == f"ServicePage:{pages[0].pk}"
    assert first["page"]["topics"] == [{"name": "Inovação"}]


def test_hits_total_facets_and_cursors_are_the_same_with_and_without(pages):
    with publication():
        for number in range(3):
            factories.news(title=f"O vale da inovação {number}")
    before = ask(SEARCH, text="vale da inovação", first=2).data["search"]
    Promotion.objects.get().delete()
    after = ask(SEARCH, text="vale da inovação", first=2).data["search"]

    assert ([one["page"]["title"] for one in before.pop("promoted")], after.pop("promoted")) == (BOTH, [])
    assert before == after
    assert before["totalCount"] == 4


def test_each_page_of_hits_tells_the_same(pages):
    with publication():
        factories.news(title="O vale da inovação")
    cursor = ask(SEARCH, text="vale da inovação", first=1).data["search"]["pageInfo"]["endCursor"]

    assert promoted("vale da inovação", first=1, after=cursor) == BOTH
    assert promoted("vale da inovação", first=0) == BOTH


def test_filters_narrow_what_is_promoted_too(pages):
    assert promoted("via rápida", types=["NewsPage"]) == ["Abriram as portas"]
    assert promoted("via rápida", filter={"topics": ["inovacao"]}) == ["Começar aqui"]
    later = (timezone.now() + timedelta(days=1)).isoformat()
    assert promoted("via rápida", filter={"publishedAfter": later}) == []
    assert promoted("via rápida", types=[]) == []


def test_it_is_for_searches_in_its_language(pages):
    with publication():
        english = factories.service(parent=factories.service_index("en"), title="Start here")
        factories.promotion(english, searches="innovation valley", code="en")

    assert promoted("via rápida", locale="en") == []
    assert promoted("valleys of innovation", locale="en") == ["Start here"]
    assert promoted("innovation valley", locale="pt") == []


def test_a_page_in_another_language_never_shows(pages):
    with publication():
        english = factories.service(parent=factories.service_index("en"), title="Start here")
        factories.promotion(english, searches="outra via")

    assert promoted("outra via") == []


def test_what_is_not_public_never_shows(pages):
    first, second, _ = pages
    with publication():
        draft = factories.news(title="Rascunho", live=False)
        factories.promotion(draft, first, searches="rascunho")

    assert promoted("rascunho") == ["Começar aqui"]
    draft.save_revision().publish()
    assert promoted("rascunho") == ["Rascunho", "Começar aqui"]
    PageViewRestriction.objects.create(page=first, restriction_type=PageViewRestriction.LOGIN)
    assert promoted("rascunho") == ["Rascunho"]
    assert promoted("via rápida") == ["Abriram as portas"]
    second.unpublish()
    assert promoted("via rápida") == []
    draft.delete()
    assert promoted("rascunho") == []


def test_what_editors_change_shows_at_once_to_whoever_kept_an_answer(client, pages):
    store.commit()
    kept = client.get("/graphql/Search", {"query": "via rápida"})
    headers = {"if-none-match": kept["ETag"]}
    assert client.get("/graphql/Search", {"query": "via rápida"}, headers=headers).status_code == 304

    promotion = Promotion.objects.get()
    promotion.results = list(promotion.results.all())[1:]
    promotion.save()
    store.commit()

    again = client.get("/graphql/Search", {"query": "via rápida"}, headers=headers)
    titles = [one["page"]["id"] for one in again.json()["data"]["search"]["promoted"]]
    assert titles == [f"NewsPage:{pages[1].pk}"]
    promotion.delete()
    store.commit()
    third = client.get("/graphql/Search", {"query": "via rápida"}, headers={"if-none-match": again["ETag"]})
    assert third.json()["data"]["search"]["promoted"] == []


def test_it_costs_no_statement_of_its_own(pages):
    with_all = ask(SEARCH, text="vale da inovação")

    assert len(with_all.data["search"]["promoted"]) == 2
    assert with_all.statements == 2
    one = ask('{ search(query: "via rápida") { promoted { page { id title } } } }')
    assert (len(one.data["search"]["promoted"]), one.statements) == (2, 1)


def test_a_body_can_be_asked_for(pages):
    query = '{ search(query: "via rápida") { promoted { page { body { __typename } } } } }'

    assert ask(query).data["search"]["promoted"] == [{"page": {"body": []}}, {"page": {"body": []}}]


def test_the_compiled_projection_answers_as_the_plain_executor_does(pages):
    compiled = answer_of(SEARCH, {"text": "vale da inovação"})
    plain = answer_of(SEARCH, {"text": "vale da inovação"}, executor=ExecutionContext)

    assert (compiled.errors, plain.errors) == ([], [])
    assert compiled.body == plain.body


def test_a_promotion_is_nothing_that_can_be_asked_for_by_its_id(client, pages):
    key = f"Promotion:{Promotion.objects.get().pk}"

    assert ask("query ($id: ID!) { node(id: $id) { id } page(id: $id) { id } }", id=key).data == {
        "node": None,
        "page": None,
    }
