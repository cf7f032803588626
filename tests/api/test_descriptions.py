"""The descriptions of the schema are the documentation: words for app developers, none made up by a machine."""

import re

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType

from api.schema import schema
from api.types.dates import dates_of
from content.models import EventPage, GuidePage, NewsPage, ServicePage

TYPES = schema.graphql_schema.type_map


def descriptions():
    for name, kind in TYPES.items():
        if not name.startswith("__"):
            yield name, kind.description or ""
            for part, field in {**getattr(kind, "fields", {}), **getattr(kind, "values", {})}.items():
                yield f"{name}.{part}", field.description or ""
                for argument, given in getattr(field, "args", {}).items():
                    yield f"{name}.{part}({argument})", given.description or ""


@pytest.mark.parametrize(
    "of_a_machine",
    [
        r"^\w+\(\w+(, \w+)+\)$",  # Django's docstring of a model without one: its columns
        r"\bE\d{3}\b|system check",  # words for who works on the product
        r"^(Entries|Pages) of the type `\w+`\.$",  # no more than the name
    ],
)
def test_no_description_is_made_up_or_meant_for_somebody_else(of_a_machine):
    assert [name for name, text in descriptions() if re.search(of_a_machine, text)] == []


def test_every_description_is_a_sentence():
    unfinished = [name for name, text in descriptions() if text.strip() and not re.search(r"[.!?)`”]$", text.strip())]

    # Choices of editors' fields are told by their label.
    assert [name for name in unfinished if not hasattr(TYPES[name.split(".")[0]], "values")] == []


def test_a_date_is_told_by_the_field_that_it_stands_in():
    assert dates_of([NewsPage]) == "`publishedOn`"
    assert dates_of([GuidePage, ServicePage]) == "`publishedAt`"
    assert dates_of([GuidePage, NewsPage, ServicePage, EventPage]) == (
        "`publishedAt` (`NewsPage` by `publishedOn`, `EventPage` by `startsAt`)"
    )


def test_what_a_list_is_dated_by_is_a_field_of_its_entries():
    told = {
        name: re.findall(r"by `(\w+)`\.$", kind.fields["publishedAfter"].description or "")
        for name, kind in TYPES.items()
        if isinstance(kind, GraphQLInputObjectType) and "publishedAfter" in kind.fields
    }

    for name, fields in told.items():
        owner = TYPES.get(name.removesuffix("Filter"))
        if isinstance(owner, GraphQLObjectType):
            assert set(fields) <= set(owner.fields)
    assert told["EventPageFilter"] == ["startsAt"]
