"""How the fields of a search are read: hits, highlights, total, facets, promoted; all of them from one statement."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from api.projection.compiler import Ask, Compiled
from api.projection.connection_readers import Facet
from api.projection.loading import Level, Run
from api.projection.readers import Reader
from api.projection.searched import COUNT, EVERYTHING, FACETS, HITS, PROMOTED, WORDS, Hit, Searched
from api.projection.values import Reached
from search.reading import StoredPromotion


@dataclass(frozen=True)
class Hits(Reader):
    """The hits of a page, as nodes or as edges: an edge is the hit itself, told with its cursor."""

    type_name: str

    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        hit = ask.below.of(self.type_name)

        def collect(searched: Searched, run: Run, level: Level) -> None:
            for one in searched.hits:
                hit.collect(one, run, level)

        def print_all(searched: Searched, run: Run, locale: str) -> list[Any]:
            return [hit.print(one, run, locale) for one in searched.hits]

        return Compiled(print_all, collect, needs=hit.needs | {HITS}, entries=hit.entries)

    def resolve(self, source: Searched, info: GraphQLResolveInfo, **arguments: Any) -> list[Hit]:
        source.read(info.context, EVERYTHING)
        return source.hits


@dataclass(frozen=True)
class HitOfEdge(Reader):
    """The hit of an edge."""

    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        hit = ask.below.of("SearchHit")
        return Compiled(hit.print, hit.collect, needs=hit.needs, entries=hit.entries)

    def resolve(self, source: Hit, info: GraphQLResolveInfo, **arguments: Any) -> Hit:
        return source


@dataclass(frozen=True)
class Promoted(Reader):
    """The pages that editors let stand first."""

    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        promotion = ask.below.of("PromotedResult")

        def collect(searched: Searched, run: Run, level: Level) -> None:
            for one in searched.found.promoted:
                promotion.collect(one, run, level)

        def print_all(searched: Searched, run: Run, locale: str) -> list[Any]:
            return [promotion.print(one, run, locale) for one in searched.found.promoted]

        return Compiled(print_all, collect, needs=promotion.needs | {PROMOTED}, entries=promotion.entries)

    def resolve(self, source: Searched, info: GraphQLResolveInfo, **arguments: Any) -> list[StoredPromotion]:
        source.read(info.context, EVERYTHING)
        return source.found.promoted


@dataclass(frozen=True)
class HitPage(Reader):
    """The page that was found, promoted or suggested."""

    def compile(self, ask: Ask) -> Compiled:
        below = ask.below
        assert below is not None
        return Compiled(
            lambda hit, run, locale: run.print_entry(below, hit.entry, locale),
            lambda hit, run, level: run.collect_entry(below, hit.entry, level),
            entries=(below,),
        )

    def resolve(self, source: Hit, info: GraphQLResolveInfo, **arguments: Any) -> Reached:
        return Reached(source.entry, source.entry.locale)


@dataclass(frozen=True)
class HighlightOf(Reader):
    """The title or the snippet of a hit; a snippet is cut out of the body, which must be read for it."""

    name: str

    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        name, below = self.name, ask.below.of("Highlight")

        def print_one(hit: Hit, run: Run, locale: str) -> Any:
            highlight = getattr(hit, name)
            return None if highlight is None else below.print(highlight, run, locale)

        return Compiled(print_one, needs=frozenset({WORDS} if name == "snippet" else ()))

    def resolve(self, source: Hit, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return getattr(source, self.name)


@dataclass(frozen=True)
class Ranges(Reader):
    """The places in a text that are marked."""

    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        below = ask.below.of("HighlightRange")
        return Compiled(lambda highlight, run, locale: [below.print(one, run, locale) for one in highlight.ranges])

    def resolve(self, source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return source.ranges


@dataclass(frozen=True)
class Simple(Reader):
    """A value that is taken from its source as it is."""

    get: Callable[[Any], Any]

    def compile(self, ask: Ask) -> Compiled:
        get = self.get
        return Compiled(lambda source, run, locale: get(source))

    def resolve(self, source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return self.get(source)


@dataclass(frozen=True)
class HitCount(Reader):
    def compile(self, ask: Ask) -> Compiled:
        return Compiled(lambda searched, run, locale: searched.found.count, needs=frozenset({COUNT}))

    def resolve(self, source: Searched, info: GraphQLResolveInfo, **arguments: Any) -> int:
        source.read(info.context, EVERYTHING)
        return source.found.count


@dataclass(frozen=True)
class SearchPageInfo(Reader):
    """Where the page of hits stands; its value is the search itself."""

    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        below = ask.below.of("PageInfo")
        return Compiled(below.print, needs=frozenset({HITS}))

    def resolve(self, source: Searched, info: GraphQLResolveInfo, **arguments: Any) -> Searched:
        source.read(info.context, EVERYTHING)
        return source


@dataclass(frozen=True)
class SearchFacets(Reader):
    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        below = ask.below.of("Facet")

        def print_all(searched: Searched, run: Run, locale: str) -> list[Any]:
            return [below.print(facet, run, locale) for facet in _facets(searched)]

        return Compiled(print_all, needs=frozenset({FACETS}))

    def resolve(self, source: Searched, info: GraphQLResolveInfo, **arguments: Any) -> list[Facet]:
        source.read(info.context, EVERYTHING)
        return _facets(source)


def _facets(searched: Searched) -> list[Facet]:
    """By filter field in the order of these; of vocabularies only what is in the store itself."""
    facets = {name: Facet(kind, [], searched.locale) for name, kind in searched.facet_kinds.items()}
    for value in searched.found.facets:
        facet = facets[value.kind]
        if not facet.kind.is_vocabulary or value.label is not None:
            facet.values.append(value)
    return [facet for facet in facets.values() if facet.values]
