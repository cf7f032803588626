"""What an operation costs: page sizes multiply down the tree, through fragments, unions and variables."""

import pytest
from graphql import parse

from api.cost import compile_cost
from api.errors import PageSizeError
from tests.api.stand_in import stand_in_schema

SCHEMA = stand_in_schema()


def cost(text, **variables):
    document = parse(text)
    return compile_cost(SCHEMA, document, document.definitions[0]).value(variables)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ hello __typename }", 0),
        ("{ thing { id title } }", 1),
        ("{ thing { self { id } } }", 2),
        ("{ things { nodes { id } } }", 1 + 20),
        ("{ things(first: 10) { nodes { id } } }", 1 + 10),
        ("{ things(last: 7) { nodes { id } } }", 1 + 7),
        ("{ things(first: null) { nodes { id } } }", 1 + 20),
        ("{ things(first: 10) { edges { cursor } } }", 1 + 10),
        ("{ things(first: 10) { edges { node { id } } } }", 1 + 10 * 2),
        ("{ things(first: 10) { nodes { self { id } } edges { cursor } } }", 1 + 10 * 2 + 10),
        ("{ things(first: 10) { nodes { many(first: 5) { nodes { id } } } } }", 1 + 10 * (1 + 1 + 5)),
        ("{ things(first: 0) { totalCount } }", 1 + 10),
        ("{ things(first: 10) { facets { name values { value } } } }", 1 + 100 + 5 * (1 + 5)),
        ("{ thing { ... on News { topics { name } } } }", 1 + 5),
        ("{ thing { ... on News { words } } }", 1),
        ("{ thing { ... on News { topics { name } } ... on Event { topics { name } place { name } } } }", 1 + 5 + 1),
        ("{ thing { ... on Thing { self { id } } ... on News { topics { name } } } }", 1 + 1 + 5),
        (
            "{ thing { ... on News { body { ... on Quote { text } ... on Steps { items { name } } } } } }",
            1 + 5 * (1 + 5),
        ),
        ("{ thing { ...A ...A } } fragment A on Thing { self { id } }", 1 + 2),
    ],
)
def test_the_cost_of_a_document(text, expected):
    assert cost(text) == expected


def test_page_sizes_from_variables_multiply():
    text = "query ($n: Int, $m: Int) { things(first: $n) { nodes { many(last: $m) { nodes { id } } } } }"

    assert cost(text, n=10, m=3) == 1 + 10 * (1 + 1 + 3)
    assert cost(text, n=10) == 1 + 10 * (1 + 1 + 20)
    assert cost(text, n=None, m=0) == 1 + 20 * (1 + 1)


def test_the_dearest_type_is_found_with_variables_too():
    text = """query ($n: Int) { thing {
        ... on News { many(first: $n) { nodes { id } } }
        ... on Event { topics { name } place { name } }
    } }"""

    assert cost(text, n=1) == 1 + 6
    assert cost(text, n=50) == 1 + 51


@pytest.mark.parametrize("size", [-1, 101, 10**9])
def test_a_page_size_out_of_bounds_is_refused_even_where_it_does_not_matter(size):
    with pytest.raises(PageSizeError):
        cost("query ($n: Int) { things(first: 1, last: $n) { totalCount } }", n=size)


def test_a_fragment_bomb_over_variables_is_computed_once_per_fragment():
    fragments = "".join(
        f"fragment F{i} on Thing {{ many(first: $n) {{ nodes {{ ...F{i + 1} }} edges {{ node {{ ...F{i + 1} }} }} }} }}"
        for i in range(100)
    )
    text = "query ($n: Int) { thing { ...F0 } }" + fragments + "fragment F100 on Thing { id }"

    assert cost(text, n=100) > 10**200
