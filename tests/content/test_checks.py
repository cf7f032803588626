import pytest
from grapple.models import GraphQLString

from content.checks import check_page_types
from content.models import NewsPage


def test_our_page_types_keep_every_promise():
    assert check_page_types(None) == []


@pytest.mark.parametrize(
    ("attribute", "value", "identifier"),
    [
        ("graphql_fields", NewsPage.graphql_fields[:5], "content.E010"),
        ("graphql_fields", [*NewsPage.graphql_fields, GraphQLString("slug")], "content.E011"),
        ("published_terms", {}, "content.E012"),
    ],
)
def test_a_page_type_that_breaks_one_is_named(monkeypatch, attribute, value, identifier):
    monkeypatch.setattr(NewsPage, attribute, value)

    assert [(error.id, error.obj) for error in check_page_types(None)] == [(identifier, NewsPage)]


@pytest.mark.parametrize("rule", ["parent_page_types", "subpage_types"])
def test_a_page_type_without_a_place_in_the_tree_is_named(monkeypatch, rule):
    monkeypatch.delattr(NewsPage, rule)

    assert [(error.id, error.obj) for error in check_page_types(None)] == [("content.E013", NewsPage)]
