"""Connections: pages of lists by cursor, with total and facets; and the filters and orders of each kind of list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLString,
)

from api.projection.arguments import DEFAULT_PAGE_SIZE
from api.projection.connection_readers import (
    EdgeCursor,
    EdgeNode,
    Edges,
    FacetName,
    Facets,
    FacetValueField,
    FacetValues,
    Nodes,
    PageInfo,
    PageInfoField,
    TotalCount,
)
from api.projection.values import FacetKind
from api.types.dates import dated_filters, dates_of
from api.types.declared import DeclaredTypes, read_by
from api.types.enums import EVENT_TIME, order_enum
from published.catalogue import ScalarKind, declared_fields, enum_value, is_entry_model, listed_model, type_name
from published.listing import Order

Models = Mapping[str, type[models.Model]]

FACET_VALUE = GraphQLObjectType(
    "FacetValue",
    {
        "value": read_by(
            FacetValueField("value"), GraphQLNonNull(GraphQLString), "What to put into the filter: slug, id or choice."
        ),
        "label": read_by(FacetValueField("label"), GraphQLNonNull(GraphQLString), "Its words, in the list's language."),
        "count": read_by(
            FacetValueField("count"),
            GraphQLNonNull(GraphQLInt),
            "Number of entries that carry it, under the filters of all other fields.",
        ),
    },
    description="One value of a filter field that occurs in a list.",
)
FACET = GraphQLObjectType(
    "Facet",
    {
        "name": read_by(FacetName(), GraphQLNonNull(GraphQLString), "Name of the filter field: `topics`."),
        "values": read_by(
            FacetValues(),
            GraphQLNonNull(GraphQLList(GraphQLNonNull(FACET_VALUE))),
            "The values that occur, the most frequent first: all that could be chosen beside the other filters.",
        ),
    },
    description="A filter field and the values that occur in a list.",
)
PAGE_INFO = GraphQLObjectType(
    "PageInfo",
    {
        "hasNextPage": read_by(
            PageInfoField("hasNextPage"), GraphQLNonNull(GraphQLBoolean), "Whether more entries follow this page."
        ),
        "hasPreviousPage": read_by(
            PageInfoField("hasPreviousPage"), GraphQLNonNull(GraphQLBoolean), "Whether entries precede this page."
        ),
        "startCursor": read_by(
            PageInfoField("startCursor"), GraphQLString, "Cursor of the first entry, for `before`; null if empty."
        ),
        "endCursor": read_by(
            PageInfoField("endCursor"), GraphQLString, "Cursor of the last entry, for `after`; null if empty."
        ),
    },
    description="Where a page of a connection stands.",
)


@dataclass(frozen=True)
class TermKind:
    """A filter field: the kind of its terms, its name, the vocabulary it takes from (None: choices), its labels."""

    kind: str
    name: str
    vocabulary: str | None
    choices: GraphQLEnumType | None
    labels: Mapping[str, Any]


def window_arguments() -> dict[str, GraphQLArgument]:
    """``first``, ``after``, ``last``, ``before``: the same on every connection."""
    return {
        "first": GraphQLArgument(
            GraphQLInt, description=f"Number of entries from the start: 0 to 100, default {DEFAULT_PAGE_SIZE}."
        ),
        "after": GraphQLArgument(GraphQLString, description="Only entries after this cursor."),
        "last": GraphQLArgument(
            GraphQLInt, description="Number of entries from the end: 0 to 100; instead of `first`."
        ),
        "before": GraphQLArgument(GraphQLString, description="Only entries before this cursor."),
    }


class Connections:
    """Makes connection types, filters and orders, each once."""

    def __init__(self, declared: DeclaredTypes) -> None:
        self.declared = declared
        self._connections: dict[str, GraphQLObjectType] = {}

    def of(self, name: str, node: GraphQLOutputType) -> GraphQLObjectType:
        """The connection of one kind of node; ``name`` is the prefix of its types."""
        if name not in self._connections:
            edge = GraphQLObjectType(
                f"{name}Edge",
                lambda: {
                    "cursor": read_by(
                        EdgeCursor(), GraphQLNonNull(GraphQLString), "Its place, for `after` and `before`."
                    ),
                    "node": read_by(EdgeNode(), GraphQLNonNull(node), "The entry itself."),
                },
                description="An entry in a list, with its place.",
            )
            self._connections[name] = GraphQLObjectType(
                f"{name}Connection",
                lambda: {
                    "totalCount": read_by(
                        TotalCount(),
                        GraphQLNonNull(GraphQLInt),
                        "Number of entries on all pages of the filtered list. Counted only when asked.",
                    ),
                    "nodes": read_by(
                        Nodes(), GraphQLNonNull(GraphQLList(GraphQLNonNull(node))), "The entries of this page."
                    ),
                    "edges": read_by(
                        Edges(f"{name}Edge"),
                        GraphQLNonNull(GraphQLList(GraphQLNonNull(edge))),
                        "The entries of this page, each with its cursor.",
                    ),
                    "pageInfo": read_by(PageInfo(), GraphQLNonNull(PAGE_INFO), "Where this page stands in the list."),
                    "facets": read_by(
                        Facets(),
                        GraphQLNonNull(GraphQLList(GraphQLNonNull(FACET))),
                        "What occurs in the list, by filter field. Each field is counted under the filters of all"
                        " other fields, not its own, so that a form can show what else could be chosen. Counted only"
                        " when asked.",
                    ),
                },
                description=f"A list of {_named(node)}, read page by page.",
            )
        return self._connections[name]

    def term_kinds(self, node_models: Models) -> dict[str, TermKind]:
        """The filter fields that every one of these models has, by kind of term."""
        declared = [getattr(model, "published_terms", {}) for model in node_models.values()]
        shared = {kind: None for kind in (declared[0] if declared else {}) if all(kind in terms for terms in declared)}
        model = next(iter(node_models.values()))
        return {kind: self._term_kind(model, kind, declared[0][kind]) for kind in shared}

    def facet_kinds(self, node_models: Models) -> dict[str, FacetKind]:
        return {
            kind: FacetKind(term.name, term.vocabulary is not None, term.labels)
            for kind, term in self.term_kinds(node_models).items()
        }

    def vocabulary_kinds(self, node_models: Models) -> dict[str, TermKind]:
        """The filter fields that name a vocabulary in any of these models, by kind of term."""
        found: dict[str, TermKind] = {}
        for model in node_models.values():
            for kind, attribute in getattr(model, "published_terms", {}).items():
                term = self._term_kind(model, kind, attribute)
                if term.vocabulary is not None:
                    found.setdefault(kind, term)
        return found

    def kinds_naming(self, vocabulary: type[models.Model], node_models: Models) -> tuple[str, ...]:
        """The kinds of term by which any of these models names entries of a vocabulary."""
        name = type_name(vocabulary)
        found = {
            kind
            for model in node_models.values()
            for kind, attribute in getattr(model, "published_terms", {}).items()
            if self._term_kind(model, kind, attribute).vocabulary == name
        }
        return tuple(sorted(found))

    def _term_kind(self, model: type[models.Model], kind: str, attribute: str) -> TermKind:
        try:
            field: Any = model._meta.get_field(attribute)
        except FieldDoesNotExist:
            field = None
        related = field.related_model if field is not None and field.is_relation else listed_model(model, attribute)
        if related is not None and is_entry_model(related):
            return TermKind(kind, _plural(kind), type_name(related), None, {})
        labels = {enum_value(value): label for value, label in (getattr(field, "choices", None) or ()) if value}
        choice = next(
            (one for one in declared_fields(model) if one.source == attribute and one.scalar is ScalarKind.CHOICE), None
        )
        return TermKind(kind, kind, None, self.declared.enum(choice) if choice else None, labels)

    def filter_type(self, name: str, node_models: Models) -> GraphQLInputObjectType:
        """The filter of one kind of list: its terms, when it was published, and when it takes place."""
        fields: dict[str, GraphQLInputField] = {}
        for term in self.term_kinds(node_models).values():
            names = "slugs or ids" if term.vocabulary else "values"
            fields[term.name] = GraphQLInputField(
                GraphQLList(GraphQLNonNull(term.choices or GraphQLString)),
                description=f"Only what carries any of these {names}; an empty list filters nothing.",
            )
        fields |= dated_filters(node_models.values())
        if all(getattr(model, "published_starts", None) for model in node_models.values()):
            fields["when"] = GraphQLInputField(EVENT_TIME, description="Only what stands here in time.")
        return GraphQLInputObjectType(
            f"{name}Filter", fields, description="All fields given must hold; of the values of one field, any."
        )

    def orders(self, name: str, node_models: Iterable[type[models.Model]]) -> GraphQLEnumType:
        """The orders of one kind of list."""
        node_models = list(node_models)
        orders = [Order.NEWEST, Order.OLDEST, Order.TITLE]
        if all(getattr(model, "published_starts", None) for model in node_models):
            orders += [Order.EARLIEST, Order.LATEST]
        return order_enum(f"{name}Order", orders, date=dates_of(node_models))


def _plural(kind: str) -> str:
    return kind if kind.endswith("s") or kind in _WITHOUT_PLURAL else f"{kind}s"


_WITHOUT_PLURAL = {"sdg"}


def _named(node: GraphQLOutputType) -> str:
    return f"`{getattr(node, 'name', node)}`"
