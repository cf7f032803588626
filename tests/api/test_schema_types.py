"""The schema as a whole: described, valid, and nothing of the engine's or Wagtail's own in it."""

import sys

from graphql import (
    assert_valid_schema,
    get_nullable_type,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
    print_schema,
)

from api.projection.compiler import READER
from api.schema import build_schema, schema

OWN = {name: kind for name, kind in schema.graphql_schema.type_map.items() if not name.startswith("__")}
BUILT_IN = {"String", "Int", "Float", "Boolean", "ID"}


def test_the_schema_is_valid():
    assert_valid_schema(schema.graphql_schema)


def test_everything_is_described():
    missing = [name for name, kind in OWN.items() if name not in BUILT_IN and not kind.description]
    for name, kind in OWN.items():
        if is_object_type(kind) or is_interface_type(kind) or is_input_object_type(kind):
            missing += [f"{name}.{field}" for field, made in kind.fields.items() if not made.description]
        if is_object_type(kind) or is_interface_type(kind):
            missing += [
                f"{name}.{field}({argument})"
                for field, made in kind.fields.items()
                for argument, given in made.args.items()
                if not given.description
            ]
        if is_enum_type(kind):
            missing += [f"{name}.{value}" for value, made in kind.values.items() if not made.description]
    assert missing == []


def test_every_field_below_the_roots_has_a_reader():
    missing = [
        f"{name}.{field}"
        for name, kind in OWN.items()
        if is_object_type(kind) and name != "Query"
        for field, made in kind.fields.items()
        if READER not in made.extensions
    ]
    assert missing == []


def test_a_field_that_leads_to_an_entry_may_always_be_null():
    entries = {name for name, kind in OWN.items() if is_object_type(kind) and "Node" in map(str, kind.interfaces)}
    never_null = [
        f"{name}.{field}"
        for name, kind in OWN.items()
        if is_object_type(kind) and not name.endswith("Edge") and name != "Query"
        for field, made in kind.fields.items()
        if str(get_nullable_type(made.type)) in entries | {"PageInterface", "Node"} and str(made.type).endswith("!")
    ]
    # A hit *is* a page that was read: like the node of an edge, it cannot be missing.
    of_pages = ["PageTranslation.original", "PromotedResult.page", "SearchHit.page", "Suggestion.page"]
    assert sorted(never_null) == of_pages


def test_the_columns_of_wagtails_page_are_no_fields():
    fields = set(OWN["NewsPage"].fields)
    assert fields.isdisjoint(
        {"draftTitle", "urlPath", "owner", "live", "hasUnpublishedChanges", "contentType", "revision"}
    )


def test_every_page_has_what_the_contract_promises():
    promised = {
        "id",
        "title",
        "slug",
        "path",
        "url",
        "locale",
        "translations",
        "summary",
        "image",
        "topics",
        "seoTitle",
        "searchDescription",
        "publishedAt",
        "updatedAt",
        "changeNotes",
        "parent",
        "ancestors",
        "children",
        "body",
    }
    assert promised <= set(OWN["PageInterface"].fields)


def test_the_contracts_root_fields_are_there():
    roots = set(schema.graphql_schema.query_type.fields)
    assert roots == {
        "node",
        "page",
        "route",
        "site",
        "pages",
        "services",
        "news",
        "guides",
        "events",
        "topics",
        "audiences",
        "organisations",
        "people",
        "eventSeries",
        "projects",
        "labs",
        "courses",
        "indicators",
        "sdgTargets",
        "search",
        "suggest",
        "changes",
        "preview",
    }


def test_every_connection_has_the_same_arguments_and_fields():
    connections = {name: kind for name, kind in OWN.items() if name.endswith("Connection")}
    assert len(connections) == 16
    for kind in connections.values():
        own = ["promoted"] if kind.name == "SearchConnection" else []
        assert list(kind.fields) == ["totalCount", "nodes", "edges", "pageInfo", "facets", *own]
    for field in [*schema.graphql_schema.query_type.fields.values(), OWN["PageInterface"].fields["children"]]:
        if str(field.type).endswith("Connection!"):
            assert {"first", "after", "last", "before"} <= set(field.args)


def test_building_twice_gives_the_same_contract():
    assert print_schema(build_schema().graphql_schema) == print_schema(schema.graphql_schema)


def test_grapples_schema_is_never_imported():
    assert "grapple.schema" not in sys.modules
