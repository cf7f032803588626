"""How the fields of pages that no document holds are read: address, relatives, translations, the pages of a topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from api.context import TREE_STEP as STEP
from api.context import ReadContext
from api.projection.arguments import window
from api.projection.compiler import Ask, Compiled
from api.projection.loading import Carriers, Level, NestedList, Run
from api.projection.readers import Reader
from api.projection.values import Connection, FacetKind, Reached
from published.listing import Listing, Order
from published.reading import StoredEntry


@dataclass(frozen=True)
class Url(Reader):
    """The public address of a page: its site's root and its path."""

    def compile(self, ask: Ask) -> Compiled:
        return Compiled(
            lambda entry, run, locale: page_url(entry, run.context),
            _want_sites,
            source="(None if value.path is None else root_of(value.site) + value.path)",
            collect_source="level.sites = True",
        )

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return page_url(source.value, info.context)


def page_url(entry: StoredEntry, context: ReadContext) -> str | None:
    """The address of a page, or None for an entry that has none."""
    return None if entry.path is None else context.root_of(entry.site) + entry.path


def _want_sites(entry: StoredEntry, run: Run, level: Level) -> None:
    level.sites = True


@dataclass(frozen=True)
class Parent(Reader):
    """The page above; null at the root of a site and where it is not public."""

    def compile(self, ask: Ask) -> Compiled:
        below = ask.below
        assert below is not None

        def collect(entry: StoredEntry, run: Run, level: Level) -> None:
            if entry.tree:
                level.trees.setdefault(below, set()).add(entry.tree[:-STEP])

        def print_one(entry: StoredEntry, run: Run, locale: str) -> Any:
            return run.print_key(below, run.by_tree.get((entry.tree or "")[:-STEP]), locale)

        return Compiled(print_one, collect)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        found = _at_trees([(source.value.tree or "")[:-STEP]], source, info)
        return found[0] if found else None


@dataclass(frozen=True)
class Ancestors(Reader):
    """The pages above, from the root of the site down; those not public are left out."""

    def compile(self, ask: Ask) -> Compiled:
        below = ask.below
        assert below is not None

        def collect(entry: StoredEntry, run: Run, level: Level) -> None:
            level.trees.setdefault(below, set()).update(_trees_above(entry))

        def print_all(entry: StoredEntry, run: Run, locale: str) -> list[Any]:
            keys = [run.by_tree.get(tree) for tree in _trees_above(entry)]
            return [run.print_key(below, key, locale) for key in keys if key is not None]

        return Compiled(print_all, collect)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return _at_trees(_trees_above(source.value), source, info)


def _trees_above(entry: StoredEntry) -> list[str]:
    tree = entry.tree or ""
    return [tree[:end] for end in range(STEP, len(tree), STEP)]


def _at_trees(trees: list[str], source: Reached, info: GraphQLResolveInfo) -> list[Reached]:
    found = info.context.store.entries(trees=[tree for tree in trees if tree])
    in_order = sorted(found, key=lambda entry: str(entry.tree))
    return [Reached(entry, entry.locale or source.locale) for entry in in_order]


@dataclass(frozen=True)
class Translations(Reader):
    """The same page in the other languages, by language; pages that only stand in for a translation are left out."""

    def compile(self, ask: Ask) -> Compiled:
        below = ask.below
        assert below is not None

        def collect(entry: StoredEntry, run: Run, level: Level) -> None:
            level.want_translations(below, entry)

        def print_all(entry: StoredEntry, run: Run, locale: str) -> list[Any]:
            keys = run.by_translation_key.get(entry.translation_key or "", ())
            return [run.print_key(below, key, locale) for key in keys if key != entry.key]

        return Compiled(print_all, collect)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        if source.value.translation_key is None:
            return []
        found = info.context.store.entries(translation_keys=[source.value.translation_key])
        others = [one for one in found if one.listed and one.path is not None and one.key != source.value.key]
        return [Reached(one, one.locale) for one in sorted(others, key=lambda one: (one.locale, one.key))]


@dataclass(frozen=True)
class TermTranslations(Reader):
    """An entry of a vocabulary in the other languages, by language."""

    def compile(self, ask: Ask) -> Compiled:
        below = ask.below
        assert below is not None

        def collect(entry: StoredEntry, run: Run, level: Level) -> None:
            level.want_translated(below, None, entry.key)

        def print_all(entry: StoredEntry, run: Run, locale: str) -> list[Any]:
            keys = run.by_translation_key.get(entry.translation_key or "", ())
            return [run.print_key(below, key, locale) for key in keys if key != entry.key]

        return Compiled(print_all, collect)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        found = info.context.store.entries(translation_keys=[source.value.translation_key])
        others = [one for one in found if one.listed and one.key != source.value.key]
        return [Reached(one, one.locale) for one in sorted(others, key=lambda one: (one.locale, one.key))]


@dataclass(frozen=True)
class Children(Reader):
    """The pages below, one level, in the order of the navigation."""

    page_types: tuple[str, ...]
    facet_kinds: Mapping[str, FacetKind]
    connection_type: str

    def compile(self, ask: Ask) -> Compiled:
        below = ask.below
        assert below is not None
        arguments = ask.arguments
        self._connection("", "", arguments)  # raises here for a bad window or cursor
        nested = NestedList(
            lambda parent, locale: self._connection(parent, locale, arguments), below, self.connection_type
        )
        type_name = self.connection_type

        def collect(entry: StoredEntry, run: Run, level: Level) -> None:
            nested.collect_into(level, entry)

        def print_one(entry: StoredEntry, run: Run, locale: str) -> Any:
            return below.of(type_name).print(run.connections[nested, entry.key], run, locale)

        return Compiled(print_one, collect)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return self._connection(source.value.key, source.locale, arguments)

    def _connection(self, parent: str, locale: str, arguments: Mapping[str, Any]) -> Connection:
        types = arguments.get("types")
        scopes = tuple((name, "") for name in (self.page_types if types is None else types))
        listing = Listing(scopes, order=Order.NAVIGATION)
        return Connection(listing, window(arguments, listing.order), self.facet_kinds, locale, parent)


@dataclass(frozen=True)
class PageCount(Reader):
    """How many listed pages carry an entry of a vocabulary: in its language, of what has none in that of its list."""

    kinds: tuple[str, ...]
    page_types: tuple[str, ...]

    def compile(self, ask: Ask) -> Compiled:
        carriers = Carriers(self.kinds, self.page_types)

        def collect(entry: StoredEntry, run: Run, level: Level) -> None:
            level.carriers.setdefault(carriers, set()).add(entry.key)

        return Compiled(
            lambda entry, run, locale: run.carriers[carriers][entry.key].get(entry.locale or locale, 0), collect
        )

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        key = source.value.key
        numbers = info.context.store.carriers([key], types=self.page_types, kinds=self.kinds)[key]
        return numbers.get(source.value.locale or source.locale, 0)
