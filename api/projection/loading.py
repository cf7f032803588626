"""Reads what a selection needs level by level: one statement for all references of a level, one per nested list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.context import SITE_TYPES, ReadContext
from api.projection.compiler import Selection, TypeSelection
from api.projection.values import Connection
from published.reading import StoredEntry


@dataclass(eq=False)
class NestedList:
    """A connection below an entry, asked for once in the selection and read for all parents of a level at once."""

    make: Callable[[str, str], Connection]  # the connection of a parent's key and language
    below: Selection
    type_name: str

    def collect_into(self, level: Level, entry: StoredEntry) -> None:
        level.lists.setdefault(self, {})[entry.key] = entry.locale


@dataclass(eq=False)
class Carriers:
    """The number of pages that carry an entry of a vocabulary: the kinds of term that name it, the types counted."""

    kinds: tuple[str, ...]
    types: tuple[str, ...]


@dataclass
class Level:
    """What the entries of one level of the query refer to."""

    keys: dict[Selection | None, set[str]] = field(default_factory=dict)
    trees: dict[Selection, set[str]] = field(default_factory=dict)
    translation_keys: dict[Selection | None, dict[str, set[str]]] = field(
        default_factory=dict
    )  # and the keys they are of
    lists: dict[NestedList, dict[str, str]] = field(default_factory=dict)  # parents' keys and languages
    carriers: dict[Carriers, set[str]] = field(default_factory=dict)
    translated: dict[Selection | None, set[str]] = field(default_factory=dict)  # by key, and the translations of those
    sites: bool = False

    def want_key(self, selection: Selection | None, key: str) -> None:
        """An entry by key; without a selection only its address is needed."""
        keys = self.keys.get(selection)
        if keys is None:
            keys = self.keys[selection] = set()
        keys.add(key)

    def want_translations(self, selection: Selection | None, entry: StoredEntry) -> None:
        """The translations of an entry, without itself."""
        if entry.translation_key is not None:
            wanted = self.translation_keys.setdefault(selection, {})
            wanted.setdefault(entry.translation_key, set()).add(entry.key)

    @property
    def is_empty(self) -> bool:
        wanted = (self.keys, self.trees, self.translation_keys, self.lists, self.carriers, self.translated)
        return not self.sites and not any(wanted)


class Run:
    """One execution of a compiled selection: what was loaded for it, and what was printed already."""

    def __init__(self, context: ReadContext) -> None:
        self.context = context
        self.entries = context.entries
        self.by_tree: dict[str, str] = {}
        self.by_translation_key: dict[str, list[str]] = {}
        self.connections: dict[tuple[NestedList, str], Connection] = {}
        self.carriers: dict[Carriers, dict[str, int]] = {}
        self._printed: dict[Selection, dict[tuple[str, str], dict[str, Any]]] = {}
        self._visited: dict[Selection, set[str]] = {}

    def print_entry(self, selection: Selection, entry: StoredEntry, locale: str) -> dict[str, Any]:
        """An entry that is reached many times is printed once for each language it is reached in."""
        printed = self._printed.get(selection)
        if printed is None:
            printed = self._printed[selection] = {}
        locale = entry.locale or locale
        known = printed.get((entry.key, locale))
        if known is None:
            known = printed[entry.key, locale] = selection.of(entry.type).print(entry, self, locale)
        return known

    def print_key(self, selection: Selection, key: str | None, locale: str) -> dict[str, Any] | None:
        """The entry of a key; None where it is not in the store."""
        entry = self.entries.get(key) if key is not None else None
        return None if entry is None else self.print_entry(selection, entry, locale)

    def collect_entry(self, selection: Selection, entry: StoredEntry, level: Level) -> None:
        """Notes what an entry refers to, once for each selection it is reached by."""
        visited = self._visited.get(selection)
        if visited is None:
            visited = self._visited[selection] = set()
        if entry.key not in visited:
            visited.add(entry.key)
            selection.of(entry.type).collect(entry, self, level)

    def load(self, level: Level) -> None:
        """Loads a level, then what that refers to, until nothing is left."""
        while not level.is_empty:
            self._load_entries(level)
            for carriers, keys in level.carriers.items():
                counts = self.context.store.carriers(sorted(keys), types=carriers.types, kinds=carriers.kinds)
                self.carriers.setdefault(carriers, {}).update(counts)
            below = Level()
            self._collect_entries(level, below)
            for nested, parents in level.lists.items():
                connections = {parent: nested.make(parent, locale) for parent, locale in parents.items()}
                selection = nested.below.of(nested.type_name)
                self.read_connections(connections, selection)
                for parent, connection in connections.items():
                    self.connections[nested, parent] = connection
                    selection.collect(connection, self, below)
            level = below

    def read_connections(self, connections: Mapping[Any, Connection], selection: TypeSelection) -> None:
        """Reads what the selection needs of connections that differ by their parent only (or of one without)."""
        store = self.context.store
        one = next(iter(connections.values()))
        parents = None if one.parent is None else list(connections)
        if "page" in selection.needs:
            types = {type_name for type_name, _ in one.listing.scopes}
            with_body = {name for below in selection.entries for name in below.types_with_body(types)}
            pages = store.page(one.listing, one.window, parents=parents, with_body=with_body)
            for parent, connection in connections.items():
                self.context.remember(connection.take(pages[parent]).entries)
        if "count" in selection.needs:
            counts = store.count(one.listing, parents=parents)
            for parent, connection in connections.items():
                connection.count = counts[parent]
        if "facets" in selection.needs:
            facets = store.facets(one.listing, parents=parents)
            for parent, connection in connections.items():
                connection.facets = facets[parent]

    def _load_entries(self, level: Level) -> None:
        """All references, parents, ancestors, translations and sites of a level, in one statement."""
        keys: set[str] = set()
        with_body: set[str] = set()
        for selection, wanted in (*level.keys.items(), *level.translated.items()):
            for key in wanted:
                known = self.entries.get(key)
                if key not in self.entries:
                    keys.add(key)
                    if selection is not None:
                        with_body |= selection.types_with_body([key.partition(":")[0]])
                elif known is not None and known.body is None and selection is not None:
                    body = selection.types_with_body([known.type])
                    if body:
                        keys.add(key)
                        with_body |= body
        trees = {tree for wanted in level.trees.values() for tree in wanted}
        translation_keys = {key for wanted in level.translation_keys.values() for key in wanted}
        for selection in (*level.trees, *level.translation_keys):
            if selection is not None:
                with_body |= selection.types_with_body(selection.page_types)
        sites = level.sites and not self.context.has_sites
        if not (keys or trees or translation_keys or sites):
            return
        found = self.context.store.entries(
            keys=keys,
            trees=trees,
            translation_keys=translation_keys,
            types=SITE_TYPES if sites else (),
            with_body=with_body | set(SITE_TYPES) if sites else with_body,
        )
        self.context.remember(found)
        for key in keys:
            self.entries.setdefault(key, None)
        if sites:
            self.context.keep_sites(found)
        self.by_translation_key.update({translation_key: [] for translation_key in translation_keys})
        for entry in sorted(found, key=lambda entry: (entry.locale, entry.key)) if trees or translation_keys else ():
            if entry.tree in trees:
                self.by_tree[entry.tree] = entry.key
            if entry.translation_key in translation_keys and entry.listed and entry.path is not None:
                self.by_translation_key[entry.translation_key].append(entry.key)

    def _collect_entries(self, level: Level, below: Level) -> None:
        reached: list[tuple[Selection | None, str | None]] = []
        for selection, keys in (*level.keys.items(), *level.translated.items()):
            reached += [(selection, key) for key in keys]
        for selection, keys in level.translated.items():
            for entry in map(self.entries.get, keys):
                if entry is not None:
                    below.want_translations(selection, entry)
        for selection, trees in level.trees.items():
            reached += [(selection, self.by_tree.get(tree)) for tree in trees]
        for selection, translation_keys in level.translation_keys.items():
            for translation_key, of in translation_keys.items():
                reached += [(selection, key) for key in self.by_translation_key[translation_key] if of - {key}]
        for selection, key in reached:
            entry = self.entries.get(key) if key is not None else None
            if entry is not None and selection is not None:
                self.collect_entry(selection, entry, below)
