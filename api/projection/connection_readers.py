"""How a connection is read: its nodes, edges, cursors, page information, total and facets; each only when asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from api.projection.compiler import Ask, Compiled
from api.projection.loading import Level, Run
from api.projection.readers import Reader
from api.projection.values import Connection, FacetKind, Reached
from published.reading import FacetValue, StoredEntry

PAGE, COUNT, FACETS = frozenset({"page"}), frozenset({"count"}), frozenset({"facets"})


@dataclass(frozen=True)
class TotalCount(Reader):
    def compile(self, ask: Ask) -> Compiled:
        return Compiled(lambda connection, run, locale: connection.count, needs=COUNT)

    def resolve(self, source: Connection, info: GraphQLResolveInfo, **arguments: Any) -> int:
        return source.read_count(info.context)


@dataclass(frozen=True)
class Nodes(Reader):
    def compile(self, ask: Ask) -> Compiled:
        below = ask.below
        assert below is not None

        def collect(connection: Connection, run: Run, level: Level) -> None:
            assert connection.page is not None
            for entry in connection.page.entries:
                run.collect_entry(below, entry, level)

        def print_all(connection: Connection, run: Run, locale: str) -> list[Any]:
            assert connection.page is not None
            return [run.print_entry(below, entry, locale) for entry in connection.page.entries]

        return Compiled(print_all, collect, needs=PAGE, entries=(below,))

    def resolve(self, source: Connection, info: GraphQLResolveInfo, **arguments: Any) -> list[Reached]:
        return [Reached(entry, entry.locale or source.locale) for entry in source.read_page(info.context).entries]


@dataclass(frozen=True)
class Edge:
    """An entry in a connection."""

    connection: Connection
    entry: StoredEntry


@dataclass(frozen=True)
class Edges(Reader):
    edge_type: str

    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        edge = ask.below.of(self.edge_type)

        def collect(connection: Connection, run: Run, level: Level) -> None:
            assert connection.page is not None
            for entry in connection.page.entries:
                edge.collect(Edge(connection, entry), run, level)

        def print_all(connection: Connection, run: Run, locale: str) -> list[Any]:
            assert connection.page is not None
            return [edge.print(Edge(connection, entry), run, locale) for entry in connection.page.entries]

        return Compiled(print_all, collect, needs=PAGE, entries=edge.entries)

    def resolve(self, source: Connection, info: GraphQLResolveInfo, **arguments: Any) -> list[Edge]:
        return [Edge(source, entry) for entry in source.read_page(info.context).entries]


@dataclass(frozen=True)
class EdgeNode(Reader):
    def compile(self, ask: Ask) -> Compiled:
        below = ask.below
        assert below is not None
        return Compiled(
            lambda edge, run, locale: run.print_entry(below, edge.entry, locale),
            lambda edge, run, level: run.collect_entry(below, edge.entry, level),
            entries=(below,),
        )

    def resolve(self, source: Edge, info: GraphQLResolveInfo, **arguments: Any) -> Reached:
        return Reached(source.entry, source.entry.locale or source.connection.locale)


@dataclass(frozen=True)
class EdgeCursor(Reader):
    def compile(self, ask: Ask) -> Compiled:
        return Compiled(lambda edge, run, locale: edge.connection.cursor.write(edge.entry))

    def resolve(self, source: Edge, info: GraphQLResolveInfo, **arguments: Any) -> str:
        return source.connection.cursor.write(source.entry)


@dataclass(frozen=True)
class PageInfo(Reader):
    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        below = ask.below.of("PageInfo")
        return Compiled(lambda connection, run, locale: below.print(connection, run, locale), needs=PAGE)

    def resolve(self, source: Connection, info: GraphQLResolveInfo, **arguments: Any) -> Connection:
        source.read_page(info.context)
        return source


@dataclass(frozen=True)
class PageInfoField(Reader):
    """One field of PageInfo, whose value is the connection itself."""

    name: str

    def compile(self, ask: Ask) -> Compiled:
        return Compiled(lambda connection, run, locale: self._value(connection))

    def resolve(self, source: Connection, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return self._value(source)

    def _value(self, connection: Connection) -> Any:
        page = connection.page
        assert page is not None
        if self.name == "hasNextPage":
            return page.has_next
        if self.name == "hasPreviousPage":
            return page.has_previous
        if not page.entries:
            return None
        return connection.cursor.write(page.entries[0 if self.name == "startCursor" else -1])


@dataclass(frozen=True)
class Facet:
    """The values of one filter field that occur in a list."""

    kind: FacetKind
    values: list[FacetValue]
    locale: str


@dataclass(frozen=True)
class Facets(Reader):
    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        below = ask.below.of("Facet")

        def print_all(connection: Connection, run: Run, locale: str) -> list[Any]:
            return [below.print(facet, run, locale) for facet in _facets(connection, connection.facets or ())]

        return Compiled(print_all, needs=FACETS)

    def resolve(self, source: Connection, info: GraphQLResolveInfo, **arguments: Any) -> list[Facet]:
        return _facets(source, source.read_facets(info.context))


def _facets(connection: Connection, values: Iterable[FacetValue]) -> list[Facet]:
    """By filter field in the order of the filter's fields; of vocabularies only what is in the store itself."""
    facets = {kind: Facet(told, [], connection.locale) for kind, told in connection.facet_kinds.items()}
    for value in values:
        facet = facets.get(value.kind)
        if facet is not None and (not facet.kind.is_vocabulary or value.label is not None):
            facet.values.append(value)
    return [facet for facet in facets.values() if facet.values]


@dataclass(frozen=True)
class FacetName(Reader):
    def compile(self, ask: Ask) -> Compiled:
        return Compiled(lambda facet, run, locale: facet.kind.name)

    def resolve(self, source: Facet, info: GraphQLResolveInfo, **arguments: Any) -> str:
        return source.kind.name


@dataclass(frozen=True)
class FacetValues(Reader):
    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        below = ask.below.of("FacetValue")
        return Compiled(lambda facet, run, locale: [below.print((facet, value), run, locale) for value in facet.values])

    def resolve(self, source: Facet, info: GraphQLResolveInfo, **arguments: Any) -> list[tuple[Facet, FacetValue]]:
        return [(source, value) for value in source.values]


@dataclass(frozen=True)
class FacetValueField(Reader):
    """One field of a facet's value: what to put into the filter, its words, how many entries carry it."""

    name: str

    def compile(self, ask: Ask) -> Compiled:
        return Compiled(lambda pair, run, locale: self._value(*pair))

    def resolve(self, source: tuple[Facet, FacetValue], info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return self._value(*source)

    def _value(self, facet: Facet, value: FacetValue) -> Any:
        if self.name == "count":
            return value.count
        if facet.kind.is_vocabulary:
            return (value.slug or value.value) if self.name == "value" else value.label
        return value.value if self.name == "value" else facet.kind.label(value.value, facet.locale)
