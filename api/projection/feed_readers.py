"""How the fields of the change feed are read: its changes, their entries, and where this part of it ends."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from api.projection.compiler import Ask, Compiled
from api.projection.feed import Feed
from api.projection.loading import Level, Run
from api.projection.readers import Reader
from api.projection.values import Reached
from published.changes import StoredChange


@dataclass(frozen=True)
class FeedChange:
    """A change in a feed."""

    feed: Feed
    stored: StoredChange


@dataclass(frozen=True)
class FeedChanges(Reader):
    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        below = ask.below.of("Change")

        def collect(feed: Feed, run: Run, level: Level) -> None:
            for change in _changes(feed):
                below.collect(change, run, level)

        def print_all(feed: Feed, run: Run, locale: str) -> list[Any]:
            return [below.print(change, run, locale) for change in _changes(feed)]

        return Compiled(print_all, collect, entries=below.entries)

    def resolve(self, source: Feed, info: GraphQLResolveInfo, **arguments: Any) -> list[FeedChange]:
        source.read(info.context)
        return _changes(source)


def _changes(feed: Feed) -> list[FeedChange]:
    assert feed.found is not None
    return [FeedChange(feed, stored) for stored in feed.found.changes]


@dataclass(frozen=True)
class ChangeField(Reader):
    """What a change tells itself: ``what``, ``id``, ``type``, ``number``."""

    name: str

    def compile(self, ask: Ask) -> Compiled:
        return Compiled(lambda change, run, locale: self._value(change))

    def resolve(self, source: FeedChange, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return self._value(source)

    def _value(self, change: FeedChange) -> Any:
        stored = change.stored
        if self.name == "what":
            return "REMOVE" if stored.entry is None else "UPSERT"
        return stored.key if self.name == "id" else getattr(stored, self.name)


@dataclass(frozen=True)
class ChangeNode(Reader):
    """The entry as it is now; null for a removal."""

    def compile(self, ask: Ask) -> Compiled:
        below = ask.below
        assert below is not None

        def collect(change: FeedChange, run: Run, level: Level) -> None:
            if change.stored.entry is not None:
                run.collect_entry(below, change.stored.entry, level)

        def print_one(change: FeedChange, run: Run, locale: str) -> Any:
            entry = change.stored.entry
            return None if entry is None else run.print_entry(below, entry, locale)

        return Compiled(print_one, collect, entries=(below,))

    def resolve(self, source: FeedChange, info: GraphQLResolveInfo, **arguments: Any) -> Reached | None:
        entry = source.stored.entry
        return None if entry is None else Reached(entry, entry.locale or source.feed.locale)


@dataclass(frozen=True)
class FeedPageInfo(Reader):
    """Where this part ends; its value is the feed itself."""

    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        below = ask.below.of("FeedInfo")
        return Compiled(below.print)

    def resolve(self, source: Feed, info: GraphQLResolveInfo, **arguments: Any) -> Feed:
        source.read(info.context)
        return source


@dataclass(frozen=True)
class FeedInfoField(Reader):
    name: str

    def compile(self, ask: Ask) -> Compiled:
        return Compiled(lambda feed, run, locale: self._value(feed))

    def resolve(self, source: Feed, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return self._value(source)

    def _value(self, feed: Feed) -> Any:
        assert feed.found is not None
        return feed.cursor if self.name == "endCursor" else feed.found.has_more
