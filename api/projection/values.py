"""What resolvers of the schema give: an entry that was reached, a piece of a document, a connection to be read.

graphql-core executes them field by field with the readers' ``resolve``; the compiled projection prints them whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import translation

from api.context import ReadContext
from api.projection.cursors import Cursor
from published.listing import Listing, Window
from published.reading import FacetValue, StoredEntry


@dataclass(slots=True)
class Reached:
    """An entry (or a part of one: a dict) and the language in which it was reached."""

    value: Any
    locale: str

    @property
    def type_name(self) -> str:
        value = self.value
        return str(value.type if isinstance(value, StoredEntry) else value["__typename"])


@dataclass(frozen=True)
class FacetKind:
    """How the terms of one kind are told: the name of the filter field, and the labels of choices by language."""

    name: str
    is_vocabulary: bool
    labels: Mapping[str, Any] = field(default_factory=dict)

    def label(self, value: str, locale: str) -> str:
        """The words of a choice in the language of the list; the value itself where it has none."""
        with translation.override(locale):
            return str(self.labels.get(value, value))


@dataclass(slots=True)
class PageOfEntries:
    """The entries of one page of a connection, and whether there are more on either side."""

    entries: list[StoredEntry]
    has_next: bool
    has_previous: bool


@dataclass
class Connection:
    """A list that was asked for; what of it is read depends on the selection."""

    listing: Listing
    window: Window
    facet_kinds: Mapping[str, FacetKind]
    locale: str
    parent: str | None = None

    page: PageOfEntries | None = None
    count: int | None = None
    facets: list[FacetValue] | None = None

    @cached_property
    def cursor(self) -> Cursor:
        return Cursor(self.listing.order)

    @property
    def parents(self) -> list[str] | None:
        return None if self.parent is None else [self.parent]

    def take(self, entries: list[StoredEntry]) -> PageOfEntries:
        """Cuts off the entry more that tells whether there is a next one."""
        window = self.window
        more = len(entries) > window.size
        if window.backwards:
            self.page = PageOfEntries(entries[1:] if more else entries, window.before is not None, more)
        else:
            self.page = PageOfEntries(entries[: window.size], more, window.after is not None)
        return self.page

    def read_page(self, context: ReadContext) -> PageOfEntries:
        """The page, read where it was not yet (only when graphql-core executes the connection itself)."""
        if self.page is None:
            read = context.store.page(self.listing, self.window, parents=self.parents)
            return self.take(read[self.parent])
        return self.page

    def read_count(self, context: ReadContext) -> int:
        if self.count is None:
            self.count = context.store.count(self.listing, parents=self.parents)[self.parent]
        return self.count

    def read_facets(self, context: ReadContext) -> list[FacetValue]:
        if self.facets is None:
            self.facets = context.store.facets(self.listing, parents=self.parents)[self.parent]
        return self.facets
