"""Reads the addresses of everything listed on a site, in parts of any size. Called by the sitemap of the website."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from published.reading import StoreReader
from published.readings import Reading


@dataclass(frozen=True)
class Extent:
    """How many pages a site lists in a language, and when the last of them changed."""

    locale: str
    number: int
    updated: datetime | None


@dataclass(frozen=True)
class PublicAddress:
    """The path of a page, when it changed, and the paths of the same page in all languages, its own included."""

    path: str
    updated: str | None
    translations: dict[str, str]


def extents(store: StoreReader, *, site: int) -> list[Extent]:
    """What there is of a site in each language, in one statement."""
    reading = Reading(_EXTENTS, {"site": site})
    store.read([reading])
    return [Extent(*row) for row in reading.rows]


def addresses(store: StoreReader, *, site: int, locale: str, first: int, skip: int) -> Iterator[PublicAddress]:
    """Part of the addresses of a site in a language, in an order that stays, in one statement."""
    reading = Reading(_ADDRESSES, {"site": site, "locale": locale, "first": first, "skip": skip})
    store.read([reading])
    for path, updated, locales, paths in reading.rows:
        yield PublicAddress(path, updated, dict(zip(locales, paths, strict=True)))


_LISTED = "e.site = %(site)s AND e.path IS NOT NULL AND e.listed"
_EXTENTS = f"""
    SELECT e.locale, count(*), max((e.card->>'updatedAt')::timestamptz) FROM published_entry e
    WHERE {_LISTED} GROUP BY e.locale ORDER BY e.locale
"""
_ADDRESSES = f"""
    SELECT e.path, e.card->>'updatedAt', t.locales, t.paths
    FROM (
        SELECT * FROM published_entry e WHERE {_LISTED} AND e.locale = %(locale)s
        ORDER BY e.key LIMIT %(first)s OFFSET %(skip)s
    ) e
    CROSS JOIN LATERAL (
        SELECT array_agg(t.locale ORDER BY t.locale) AS locales, array_agg(t.path ORDER BY t.locale) AS paths
        FROM published_entry t
        WHERE t.key = e.key OR (
            t.translation_key = e.translation_key AND t.locale <> e.locale AND t.site = e.site
            AND t.path IS NOT NULL AND t.listed
        )
    ) t
    ORDER BY e.key
"""
