"""Stored operations asked together in process, as the website asks them: one answer each, read together."""

import psycopg
import pytest
from django.db import connection
from graphql import execute_sync, parse

from api.answers import told
from api.context import ReadContext
from api.errors import BadUserInputError, TimeLimitError, UnknownOperationError
from api.execution_context import ProjectedExecutionContext
from api.in_process import OperationRefusedError, answers
from api.schema import schema
from published.reading import StoreReader
from tests.api import store
from tests.api.ask import answer_of

pytestmark = pytest.mark.django_db

PATH = {"path": "/pt/news/item-0/"}


@pytest.fixture(autouse=True)
def news(db):
    store.empty()
    store.news(5)
    store.page("HomePage", 3, path="/en/", tree="00010002", locale="en", translation="HomePage:1")
    link = {"id": "l1", "__typename": "NavigationItemBlock", "url": None, "labelPt": "", "labelEn": "", "children": []}
    store.settings(body={"navigation": [{**link, "page": "NewsIndexPage:2"}]}, responsibleBody="Organisation:1")


def context(**values):
    return ReadContext(host="labx.example", **values)


def test_operations_asked_together_answer_as_they_do_alone():
    questions = {"SiteChrome": {"locale": "pt"}, "NewsDetail": PATH, "NewsList": {}, "Home": {"locale": "en"}}

    together = answers(context(), questions)

    assert together == {name: answers(context(), {name: asked})[name] for name, asked in questions.items()}
    assert together["NewsDetail"]["page"]["title"] == "NewsPage 100"
    assert together["Home"]["site"]["rootPage"]["id"] == "HomePage:3"
    assert together["SiteChrome"]["site"]["navigation"][0]["label"] == "NewsIndexPage 2"


@pytest.mark.parametrize(
    ("path", "questions"),
    [
        ("/pt/news/item-0/", {"NewsDetail": PATH}),
        ("/pt/", {"Home": {"locale": "pt"}}),
        ("/en/", {"Home": {"locale": "en"}}),
        ("/pt/news/", {"PageDetail": {"path": "/pt/news/"}, "NewsList": {"topics": ["topic-1"]}}),
    ],
)
def test_a_page_of_the_website_takes_three_statements_at_most(path, questions):
    visit = context()
    assert answers(visit, {"Route": {"path": path}})["Route"]["route"]["path"] == path
    assert visit.store.statements == 1
    answers(visit, {"SiteChrome": {"locale": path[1:3]}, **questions})
    assert visit.store.statements <= 3


def test_what_was_read_is_not_read_again():
    visit = context()
    first = answers(visit, {"Route": PATH, "SiteChrome": {}})
    assert answers(visit, {"SiteChrome": {}, "Route": PATH}) == first
    assert visit.store.statements == 2


def test_a_path_that_nothing_stands_at_is_asked_for_once():
    visit = context()
    for _ in range(2):
        assert answers(visit, {"ServiceDetail": {"path": "/pt/nowhere/"}}) == {"ServiceDetail": {"page": None}}
    assert visit.store.statements == 1


def test_nothing_asked_is_no_statement():
    visit = context()
    assert answers(visit, {}) == {}
    assert visit.store.statements == 0


def test_a_refused_operation_is_named_with_its_errors():
    with pytest.raises(OperationRefusedError, match="NewsList") as refused:
        answers(context(), {"SiteChrome": {}, "NewsList": {"after": "nonsense"}})
    (error,) = refused.value.errors
    assert refused.value.name == "NewsList"
    assert isinstance(told(error), BadUserInputError)
    assert error.path == ["news"]


def test_variables_that_do_not_fit_are_refused():
    with pytest.raises(OperationRefusedError, match="NewsDetail"):
        answers(context(), {"NewsDetail": {}})


def test_an_operation_that_is_not_stored_is_no_operation():
    with pytest.raises(UnknownOperationError):
        answers(context(), {"Nothing": {}})


# What goes wrong while the store is read


def test_a_refusal_found_below_a_list_is_told_at_its_field_and_the_others_are_answered():
    query = "{ site { name } news(first: 1) { nodes { id children(first: 101) { totalCount } } } other: __typename }"
    answer = answer_of(query.replace("news(", "list: news("), {})
    (error,) = answer.errors
    assert isinstance(error.original_error, BadUserInputError)
    assert error.path == ["list"]
    assert answer.data is None  # a list is never null, so the answer is


def test_a_refusal_in_one_page_leaves_the_other_fields_as_they_are():
    query = (
        '{ page(path: "/pt/") { parent { id } children { nodes { id children(first: 101) { totalCount } } } }'
        " news(first: 1) { nodes { id } } }"
    )
    answer = answer_of(query, {})
    assert answer.data == {"page": None, "news": {"nodes": [{"id": "NewsPage:100"}]}}
    assert [error.path for error in answer.errors] == [["page"]]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_statement_that_fails_leaves_no_half_filled_answer(monkeypatch, number):
    original, sent = StoreReader._rows, []

    def failing(self, statement, parameters):
        sent.append(statement)
        if len(sent) == number:
            with connection.wrap_database_errors:
                raise psycopg.errors.QueryCanceled("canceling statement due to statement timeout")
        return original(self, statement, parameters)

    monkeypatch.setattr(StoreReader, "_rows", failing)
    query = (
        '{ page(path: "/pt/") { title children { nodes { title image { alt } } } } news { nodes { image { alt } } } }'
    )
    answer = answer_of(query, {})

    assert answer.data is None
    (error,) = answer.errors
    assert isinstance(told(error), TimeLimitError)
    assert len(sent) == number  # nothing was tried a second time


def test_the_fields_of_a_mutation_are_read_one_after_the_other():
    """A later field may change what an earlier one answers with."""
    from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema

    query = schema.graphql_schema.query_type
    news_page = schema.graphql_schema.type_map["NewsPage"]
    seen = []

    def change(_root, info):
        seen.append(info.context.store.statements)
        return query.fields["page"].resolve(None, info, path="/pt/news/item-0/")

    mutation = GraphQLObjectType("Mutation", {"change": GraphQLField(news_page, resolve=change)})
    with_mutation = GraphQLSchema(query, mutation, types=schema.graphql_schema.type_map.values())
    result = execute_sync(
        with_mutation,
        parse("mutation { a: change { image { alt } } b: change { image { alt } topics { name } } }"),
        context_value=context(),
        execution_context_class=ProjectedExecutionContext,
    )
    assert result.errors is None
    assert result.data["a"] == {"image": {"alt": "Imagem 1"}}
    assert [topic["name"] for topic in result.data["b"]["topics"]] == ["Topic 1", "Topic 2", "Topic 3"]
    assert seen == [0, 2]
