import pytest
from django.core.exceptions import ImproperlyConfigured
from grapple.models import GraphQLForeignKey, GraphQLString
from wagtail.models import Page

from content.models import NewsPage
from published import catalogue, checks
from published.catalogue import declared_fields


def identifiers() -> list[str]:
    return [problem.id for problem in [*checks.check_page_types(None), *checks.check_declarations(None)]]


@pytest.fixture
def news_page(monkeypatch):
    monkeypatch.setattr(catalogue, "_declared", {})
    return lambda **attributes: [monkeypatch.setattr(NewsPage, name, value) for name, value in attributes.items()]


def test_our_models_follow_every_convention():
    assert identifiers() == []


def test_a_page_type_without_public_fields(news_page):
    news_page(graphql_fields=[])
    assert "published.E001" in identifiers()


def test_a_page_type_without_terms(news_page):
    news_page(published_terms=None)
    assert "published.E002" in identifiers()


def test_a_page_type_without_parent_rule():
    stray = type("StrayPage", (), {"graphql_fields": [1], "published_terms": {}})
    assert [problem.id for problem in checks._page_type_problems(stray)] == ["published.E003"]
    assert not hasattr(Page, "graphql_fields")


def test_a_declaration_that_is_none(news_page):
    news_page(graphql_fields=[object()])
    assert "published.E004" in identifiers()


def test_a_source_that_does_not_exist(news_page):
    news_page(graphql_fields=[*NewsPage.graphql_fields, GraphQLString("words", source="no_such_field")])
    assert identifiers() == ["published.E005"]


def test_a_required_reference(news_page):
    news_page(graphql_fields=[GraphQLForeignKey("image", "content.Image", required=True)])
    assert "published.E006" in identifiers()


def test_a_term_that_does_not_exist(news_page):
    news_page(published_terms={"topic": "no_such_field"})
    assert identifiers() == ["published.E007"]


def test_every_problem_has_a_hint(news_page):
    news_page(graphql_fields=[], published_terms=None)
    assert all(problem.hint for problem in checks.check_page_types(None))


def test_a_declaration_of_something_else_is_named_with_its_owner():
    broken = type("Broken", (), {"graphql_fields": ["title"]})
    with pytest.raises(ImproperlyConfigured, match=r"Broken\.graphql_fields holds 'title'"):
        declared_fields(broken)
