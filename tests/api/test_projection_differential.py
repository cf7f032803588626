"""The compiled projection against graphql-core's own executor, over the same entries: equal, byte for byte."""

import hashlib

import orjson
import pytest
from graphql import ExecutionContext, parse, validate
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.context import ReadContext
from api.execution_context import ProjectedExecutionContext, execute_together
from tests.api import store
from tests.api.ask import answer_of
from tests.api.generated_queries import SCHEMA, questions
from tests.api.worlds import everything


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A world with everything in it, written once for all generated questions."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        everything()
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=150,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking so large a question takes many minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(questions())
def test_any_question_is_answered_as_the_executor_of_graphql_core_answers_it(world, question):
    query, variables = question
    assert validate(SCHEMA, parse(query)) == []

    executed = answer_of(query, variables, executor=ExecutionContext)
    key = hashlib.sha256(query.encode()).hexdigest()
    compiled = answer_of(query, variables, document_key=key)
    again = answer_of(query, variables, document_key=key)

    assert [error.message for error in compiled.errors] == [error.message for error in executed.errors]
    assert compiled.body == executed.body
    assert again.body == executed.body
    assert again.statements == compiled.statements


def execution(query, variables, context):
    made = ProjectedExecutionContext.build(
        SCHEMA, parse(query), context_value=context, raw_variable_values=variables, is_awaitable=lambda _: False
    )
    assert isinstance(made, ProjectedExecutionContext)
    return made


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.lists(questions(), min_size=2, max_size=3))
def test_questions_asked_together_are_answered_as_each_is_alone(world, asked):
    alone = [answer_of(query, variables, executor=ExecutionContext) for query, variables in asked]
    context = ReadContext(host="labx.example")

    together = execute_together([execution(query, variables, context) for query, variables in asked])

    assert [orjson.dumps(result.data) for result in together] == [answer.body for answer in alone]
    assert [[error.message for error in result.errors or ()] for result in together] == [
        [error.message for error in answer.errors] for answer in alone
    ]


def test_the_world_of_the_comparison_is_not_empty(world):
    assert store.ROOT.encode() in answer_of("{ news { nodes { url } } }", {}).body
