"""What has to be read of one list, search or feed, for the statement of its level. Called by ``loading``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from api.context import SITE_TYPES, ReadContext
from api.projection.compiler import TypeSelection
from api.projection.feed import Feed
from api.projection.searched import WORDS, Searched
from api.projection.values import Connection
from published.listing import Order
from published.readings import (
    CountReading,
    EntriesReading,
    FacetsReading,
    PageReading,
    Reading,
    facets_of,
    facets_readings,
)

if TYPE_CHECKING:
    from api.projection.loading import Level, Run


class ListReadings:
    """The readings of one connection, or of a nested one for all its parents."""

    def __init__(self, connections: Mapping[Any, Connection], selection: TypeSelection) -> None:
        self.connections, self.selection = connections, selection
        one = next(iter(connections.values()))
        self.parents: list[str] | None = None if one.parent is None else list(connections)
        self.page: PageReading | None = None
        self.count: CountReading | None = None
        self.facets: list[FacetsReading] = []
        if "page" in selection.needs:
            types = {type_name for type_name, _ in one.listing.scopes}
            with_body = {name for below in selection.entries for name in below.types_with_body(types)}
            self.page = PageReading(one.listing, one.window, parents=self.parents, with_body=with_body)
        if "count" in selection.needs:
            self.count = CountReading(one.listing, parents=self.parents)
        if "facets" in selection.needs:
            self.facets = facets_readings(one.listing, parents=self.parents)

    @property
    def readings(self) -> list[Reading]:
        return [reading for reading in (self.page, self.count, *self.facets) if reading is not None]

    def take(self, run: Run, level: Level) -> None:
        """Hands what was read to the connections, and notes what their nodes want."""
        pages = self.page.pages if self.page else {}
        counts = self.count.counts if self.count else {}
        facets = facets_of(self.facets, self.parents) if self.facets else {}
        for parent, connection in self.connections.items():
            if self.page:
                # Only children in the order of the tree can be completed from the overlay.
                by_tree = parent if connection.listing.order is Order.NAVIGATION else None
                types = {type_name for type_name, _ in connection.listing.scopes}
                entries = run.context.in_place(pages[parent], parent=by_tree, types=types)
                run.context.remember(connection.take(entries).entries)
            if self.count:
                connection.count = counts[parent]
            if self.facets:
                connection.facets = facets[parent]
            self.selection.collect(connection, run, level)


class SearchReadings:
    """The reading of a search."""

    def __init__(self, searched: Searched, selection: TypeSelection) -> None:
        self.searched, self.selection = searched, selection
        has_body = any(below.types_with_body(searched.search.types) for below in selection.entries)
        self.needs = selection.needs | {WORDS} if has_body else selection.needs
        self.reading = searched.reading(self.needs)

    @property
    def readings(self) -> list[Reading]:
        return [] if self.reading.is_empty else [self.reading]

    def take(self, run: Run, level: Level) -> None:
        """Hands over what was read, and notes what the pages that were found want."""
        self.searched.take(self.reading.found, run.context)
        self.searched.has_read = self.needs
        self.selection.collect(self.searched, run, level)


class FeedReadings:
    """The reading of a part of the change feed. Where sites may be in it, all are read, with their settings."""

    def __init__(self, feed: Feed, selection: TypeSelection, context: ReadContext) -> None:
        self.feed, self.selection = feed, selection
        types = feed.scope.every if feed.scope.types is None else feed.scope.types
        self.reading = feed.reading({name for below in selection.entries for name in below.types_with_body(types)})
        with_sites = bool(selection.entries) and not context.has_sites and not {*SITE_TYPES}.isdisjoint(types)
        self.sites = EntriesReading(types=SITE_TYPES, with_body=SITE_TYPES) if with_sites else None

    @property
    def readings(self) -> list[Reading]:
        return [self.reading] if self.sites is None else [self.reading, self.sites]

    def take(self, run: Run, level: Level) -> None:
        """Hands over what was read, and notes what the entries of the changes want."""
        if self.sites is not None:
            run.context.keep_sites(self.sites.entries)
        self.feed.take(self.reading.found, run.context)
        self.selection.collect(self.feed, run, level)


def readings_of(
    asked: Connection | Searched | Feed, selection: TypeSelection, context: ReadContext
) -> ListReadings | SearchReadings | FeedReadings:
    """What has to be read of a root field."""
    if isinstance(asked, Searched):
        return SearchReadings(asked, selection)
    if isinstance(asked, Feed):
        return FeedReadings(asked, selection, context)
    return ListReadings({asked.parent: asked}, selection)
