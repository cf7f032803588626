"""Reads what selections need level by level: everything that is wanted at a time, in one statement.

A *level* is what is wanted and not known yet: references, parents, translations, lists with their totals and facets.
What was read wants more, which is the next level, until nothing is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from api.context import SITE_TYPES, ReadContext
from api.projection.compiler import Selection, TypeSelection
from api.projection.feed import Feed
from api.projection.list_readings import FeedReadings, ListReadings, SearchReadings, readings_of
from api.projection.searched import Searched
from api.projection.values import Connection
from published.reading import StoredEntry
from published.readings import CarriersReading, EntriesReading, Reading

MOST_LEVELS = 60  # a document is 15 fields deep, and no field needs more than three


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


Translated = tuple[Selection | None, str | None]  # what is asked of a page, and the language in which it is wanted


@dataclass
class Level:
    """What is wanted at one level."""

    keys: dict[Selection | None, set[str]] = field(default_factory=dict)
    trees: dict[Selection, set[str]] = field(default_factory=dict)
    # Each with the keys that it was wanted for.
    translation_keys: dict[Selection | None, dict[str, set[str]]] = field(default_factory=dict)
    translated: dict[Translated, set[str]] = field(default_factory=dict)  # by key, and the translations of those
    connections: list[tuple[Connection | Searched | Feed, TypeSelection]] = field(default_factory=list)
    lists: dict[NestedList, dict[str, str]] = field(default_factory=dict)  # parents' keys and languages
    carriers: dict[Carriers, set[str]] = field(default_factory=dict)
    sites: bool = False

    def want_key(self, selection: Selection | None, key: str) -> None:
        """An entry by key; without a selection only its address is needed."""
        self.wanted(selection).add(key)

    def wanted(self, selection: Selection | None) -> set[str]:
        """The keys that are wanted for a selection, to add to."""
        keys = self.keys.get(selection)
        if keys is None:
            keys = self.keys[selection] = set()
        return keys

    def want_translated(self, selection: Selection | None, locale: str | None, key: str) -> None:
        """A page by key, in a language where it has a translation; in all where the language is not known yet."""
        self.translated.setdefault((selection, locale), set()).add(key)

    def want_translations(self, selection: Selection | None, entry: StoredEntry) -> None:
        """The translations of an entry, without itself; without a selection only their columns and cards."""
        if entry.translation_key is not None:
            wanted = self.translation_keys.setdefault(selection, {})
            wanted.setdefault(entry.translation_key, set()).add(entry.key)

    @property
    def is_empty(self) -> bool:
        wanted = (self.keys, self.trees, self.translation_keys, self.translated, self.connections, self.lists)
        return not (self.sites or self.carriers or any(wanted))


class Run:
    """One execution of compiled selections: what was loaded for them, and what was printed already."""

    def __init__(self, context: ReadContext) -> None:
        self.context = context
        self.entries = context.entries
        self.by_tree = context.trees
        self.by_translation_key = context.translations
        self.connections: dict[tuple[NestedList, str], Connection] = {}
        self.carriers: dict[Carriers, dict[str, dict[str, int]]] = {}  # by key and language
        self._printed: dict[tuple[Selection, str], dict[str | None, dict[str, Any] | None]] = {}
        self.files_at = str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")
        self._visited: dict[Selection, set[str]] = {}

    def print_entry(self, selection: Selection, entry: StoredEntry, locale: str) -> dict[str, Any]:
        """An entry, in its own language or else in that in which it was reached."""
        printed: dict[str, Any] = selection.of(entry.type).print(entry, self, entry.locale or locale)
        return printed

    def print_key(self, selection: Selection, key: str | None, locale: str) -> dict[str, Any] | None:
        """The entry of a key, printed once for each language it is reached in; None where it is not in the store."""
        printed = self.printed(selection, locale)
        if key not in printed:
            entry = self.entries.get(key or "")
            printed[key] = None if entry is None else self.print_entry(selection, entry, locale)
        return printed[key]

    def printed(self, selection: Selection, locale: str) -> dict[str | None, dict[str, Any] | None]:
        """What was printed for a selection and a language so far, by key."""
        printed = self._printed.get((selection, locale))
        if printed is None:
            printed = self._printed[selection, locale] = {None: None}
        return printed

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
        for _ in range(MOST_LEVELS):
            missing = self._settle(level)
            if missing.is_empty:
                return
            level = self._read(missing)
        raise RecursionError("What was read is wanted again and again.")

    def _settle(self, level: Level) -> Level:
        """Collects what is known already, and what is known of that; returns what has to be read."""
        missing = Level()
        while not level.is_empty:
            known = Level()
            for selection, keys in level.keys.items():
                self._reach(selection, keys, known, missing)
            for below, trees in level.trees.items():
                unknown = {tree for tree in trees if tree not in self.by_tree}
                if unknown:
                    missing.trees.setdefault(below, set()).update(unknown)
                self._reach(below, [key for tree in trees - unknown if (key := self.by_tree[tree])], known, missing)
            for of_others, translation_keys in level.translation_keys.items():
                for translation_key, of in translation_keys.items():
                    if translation_key not in self.by_translation_key:
                        missing.translation_keys.setdefault(of_others, {}).setdefault(translation_key, set()).update(of)
                        continue
                    others = [key for key in self.by_translation_key[translation_key] if of - {key}]
                    self._reach(of_others, others, known, missing)
            for (selection, locale), keys in level.translated.items():
                self._reach_translated(selection, locale, keys, known, missing)
            missing.connections += level.connections
            for nested, parents in level.lists.items():
                missing.lists.setdefault(nested, {}).update(
                    {key: locale for key, locale in parents.items() if (nested, key) not in self.connections}
                )
            for carriers, keys in level.carriers.items():
                uncounted = keys - self.carriers.get(carriers, {}).keys()
                if uncounted:
                    missing.carriers.setdefault(carriers, set()).update(uncounted)
            missing.sites |= level.sites and not self.context.has_sites
            level = known
        return missing

    def _reach(self, selection: Selection | None, keys: Iterable[str], known: Level, missing: Level) -> None:
        entries = self.entries
        for key in keys:
            entry = entries.get(key)
            if entry is not None:
                if selection is not None:
                    of_type = selection.of(entry.type)
                    if of_type.body and entry.body is None:
                        missing.want_key(selection, key)
                    elif of_type.collectors:
                        self.collect_entry(selection, entry, known)
            elif key not in entries:
                missing.want_key(selection, key)

    def _reach_translated(
        self, selection: Selection | None, locale: str | None, keys: set[str], known: Level, missing: Level
    ) -> None:
        for key in keys:
            entry = self.entries.get(key)
            group = entry.translation_key if entry is not None else None
            if key not in self.entries or (group is not None and group not in self.by_translation_key):
                missing.want_translated(selection, locale, key)
            elif entry is not None and locale is not None:
                self._reach(selection, [self.in_language(entry, locale).key], known, missing)
            elif entry is not None:
                self._reach(selection, {key, *self.by_translation_key.get(group or "", ())}, known, missing)

    def in_language(self, entry: StoredEntry, locale: str) -> StoredEntry:
        """The announced translation of a page, among what was loaded; the page itself where there is none."""
        others = [self.entries[key] for key in self.by_translation_key.get(entry.translation_key or "", ())]
        return next((other for other in others if other is not None and other.locale == locale), entry)

    def _read(self, missing: Level) -> Level:
        """Reads what is missing in one statement. Gives the same level, known now, and what lists want."""
        lists: list[ListReadings | SearchReadings | FeedReadings] = [
            readings_of(connection, of_type, self.context) for connection, of_type in missing.connections
        ]
        for nested, parents in missing.lists.items():
            connections = {key: nested.make(key, locale) for key, locale in parents.items()}
            self.connections.update({(nested, key): connection for key, connection in connections.items()})
            if connections:
                lists.append(ListReadings(connections, nested.below.of(nested.type_name)))
        carriers = {
            one: CarriersReading(sorted(keys), types=one.types, kinds=one.kinds)
            for one, keys in missing.carriers.items()
        }
        entries = self._entries_reading(missing)
        readings: list[Reading] = [reading for one in lists for reading in one.readings]
        self.context.store.read([*readings, *carriers.values(), *([] if entries.is_empty else [entries])])
        if not entries.is_empty:
            self._take_entries(missing, entries.entries)
        for one, reading in carriers.items():
            self.carriers.setdefault(one, {}).update(reading.numbers)
        level = Level(missing.keys, missing.trees, missing.translation_keys, missing.translated)
        for read in lists:
            read.take(self, level)
        return level

    def _entries_reading(self, missing: Level) -> EntriesReading:
        keys = {key for wanted in (*missing.keys.values(), *missing.translated.values()) for key in wanted}
        with_body: set[str] = set(SITE_TYPES) if missing.sites else set()
        translated = [(selection, wanted) for (selection, _), wanted in missing.translated.items()]
        for selection, wanted in (*missing.keys.items(), *translated):
            if selection is not None:
                with_body |= selection.types_with_body({key.partition(":")[0] for key in wanted})
        for below in (*missing.trees, *missing.translation_keys):
            if below is not None:
                with_body |= below.types_with_body(below.page_types)
        return EntriesReading(
            keys=keys,
            trees={tree for wanted in missing.trees.values() for tree in wanted},
            translation_keys=self._translation_keys(missing),
            types=SITE_TYPES if missing.sites else (),
            translated={key for wanted in missing.translated.values() for key in wanted if key not in self.entries},
            with_body=with_body,
        )

    def _translation_keys(self, missing: Level) -> set[str]:
        """Those wanted, and those of known pages whose translations are wanted."""
        wanted = {key for of in missing.translation_keys.values() for key in of}
        for keys in missing.translated.values():
            for entry in map(self.entries.get, keys):
                if entry is not None and entry.translation_key is not None:
                    wanted.add(entry.translation_key)
        return wanted

    def _take_entries(self, missing: Level, found: list[StoredEntry]) -> None:
        context = self.context
        context.remember(found)
        for wanted in (*missing.keys.values(), *missing.translated.values()):
            for key in wanted:
                self.entries.setdefault(key, None)
        if missing.sites:
            context.keep_sites(found)
        if missing.trees:
            context.remember_trees({tree for wanted in missing.trees.values() for tree in wanted}, found)
        translation_keys = self._translation_keys(missing)
        if translation_keys:
            context.remember_translations(translation_keys, found)
