"""Reads the published store: prepared statements, every value bound, counted. Called by ``api``.

What a statement may hold is in ``published.readings``; a list is described by a ``Listing`` (what) and a ``Window``
(which part of it, by keyset).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from published.listing import Listing, Window
from published.prepared import prepared_rows
from published.reading_database import ReadingDatabase, has_replica
from published.readings import (
    CarriersReading,
    CountReading,
    EntriesReading,
    PageReading,
    Reading,
    facets_of,
    facets_readings,
    hand_out,
    together,
)
from published.replica_connection import Commit
from published.stored_entry import FacetValue, StoredEntry, stored_entry

__all__ = ["FacetValue", "StoreReader", "StoredEntry", "prepared_rows", "public_reader", "stored_entry"]


class StoreReader:
    """Reads the store. One per request: ``statements`` counts what it sent.

    With ``where``, each statement goes to the database that is chosen there; the others go to ``using``.
    """

    def __init__(self, using: str = DEFAULT_DB_ALIAS, *, where: ReadingDatabase | None = None) -> None:
        self.using = using
        self.where = where
        self.statements = 0

    def read(self, readings: Sequence[Reading]) -> None:
        """Reads everything in one statement; none where there is nothing to read."""
        if readings:
            hand_out(readings, self._rows(*together(readings)))

    def entries(
        self,
        *,
        keys: Collection[str] = (),
        trees: Collection[str] = (),
        translation_keys: Collection[str] = (),
        types: Collection[str] = (),
        with_body: Collection[str] = (),
    ) -> list[StoredEntry]:
        """Entries by key, by place in the tree, by translation and by type, in one statement and no order."""
        reading = EntriesReading(
            keys=keys, trees=trees, translation_keys=translation_keys, types=types, with_body=with_body
        )
        self.read([] if reading.is_empty else [reading])
        return reading.entries

    def entry_at(self, *, site: int, path: str, with_body: Collection[str] = ()) -> StoredEntry | None:
        """The page at a public path of a site."""
        reading = EntriesReading(paths=[path], site=site, with_body=with_body)
        self.read([reading])
        return next(iter(reading.entries), None)

    def page(
        self, listing: Listing, window: Window, *, parents: Sequence[str] | None = None, with_body: Collection[str] = ()
    ) -> dict[str | None, list[StoredEntry]]:
        """One page of a list, and one entry more than asked where there is one; with ``parents``, one page for each."""
        reading = PageReading(listing, window, parents=parents, with_body=with_body)
        self.read([reading])
        return reading.pages

    def count(self, listing: Listing, *, parents: Sequence[str] | None = None) -> dict[str | None, int]:
        """How many entries a list has; with ``parents``, for each."""
        reading = CountReading(listing, parents=parents)
        self.read([reading])
        return reading.counts

    def facets(self, listing: Listing, *, parents: Sequence[str] | None = None) -> dict[str | None, list[FacetValue]]:
        """How many entries of a list carry each term, the most frequent first; with ``parents``, for each."""
        readings = facets_readings(listing, parents=parents)
        self.read(readings)
        return facets_of(readings, parents)

    def carriers(
        self, keys: Collection[str], *, types: Collection[str], kinds: Collection[str]
    ) -> dict[str, dict[str, int]]:
        """For each entry of a vocabulary and language, how many listed entries carry a term of these kinds for it."""
        reading = CarriersReading(keys, types=types, kinds=kinds)
        self.read([reading])
        return reading.numbers

    def version(self) -> int:
        """The number of the last change; 0 for a store that nothing was ever written to."""
        rows = self._rows("SELECT max(number) FROM published_version", {})
        return rows[0][0] or 0

    def _rows(self, statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        self.statements += 1
        if self.where is not None:
            return self.where.rows(statement, parameters)
        return prepared_rows(statement, parameters, using=self.using)


def public_reader(commit: tuple[Any, ...] = ()) -> StoreReader:
    """For a request that only reads what is public: it may be answered by the replica, where there is one.

    ``commit`` is the number and the mark of what was published last, where the request has asked for it already.
    """
    if not has_replica():
        return StoreReader()
    return StoreReader(where=ReadingDatabase(Commit(*commit) if commit else None))
