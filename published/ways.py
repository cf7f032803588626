"""Reads what an address without a page is: where it leads, or that it was withdrawn. Called by ``api``."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.contrib.redirects.models import Redirect

from published.list_statements import COLUMNS
from published.reading import StoredEntry, StoreReader
from published.readings import Reading, entry_of_row

_FURTHEST = 20  # redirects that may lead to each other before it is called a circle


@dataclass(frozen=True)
class Way:
    """What is known of an address. It leads to ``page`` or to ``address`` (or to both: a page named by its address).

    ``permanent`` is False where any redirect on the way is for the time being; ``withdrawn`` since when it is gone,
    and ``kind`` how that came: "deleted", "expired", "unpublished" or "moved".
    """

    page: StoredEntry | None = None
    address: str | None = None
    permanent: bool = False
    withdrawn: datetime | None = None
    kind: str | None = None

    @property
    def leads_somewhere(self) -> bool:
        return self.page is not None or self.address is not None


def way_at(store: StoreReader, *, site: int, address: str) -> Way:
    """What stands at an address of a site: path and, if there is one, query string, as in a request."""
    paths = spellings(address)
    if not paths:
        return Way()
    reading = Reading(_STATEMENT, {"site": site, "paths": paths, "furthest": _FURTHEST})
    store.read([reading])
    row = reading.rows[0]
    address_elsewhere, permanent, withdrawn, kind = row[-4:]
    page = entry_of_row(row) if row[0] is not None else None
    return Way(page=page, address=address_elsewhere, permanent=bool(permanent), withdrawn=withdrawn, kind=kind)


def spellings(address: str) -> list[str]:
    """The forms in which an address may be written down, the most exact first: with its query string, then without."""
    try:
        whole = Redirect.normalise_path(address)
    except ValueError:  # an address that Python cannot take apart
        return []
    if not whole.isprintable():  # nobody writes such a redirect, and the database refuses some of these
        return []
    return list(dict.fromkeys([whole, whole.partition("?")[0].rstrip("/") or "/"]))


_PAGE_PATH = "rtrim(split_part(s.to_path, '?', 1), '/') || '/'"  # of a page at the address of our own it leads to
# Redirects may lead to addresses of our own that lead on. All are followed at once: a visitor goes one step, and in a
# circle nowhere. Where a page stands, no redirect counts.
_STATEMENT = f"""
    WITH RECURSIVE step AS (
        (
            SELECT r.*, ARRAY[r.id] AS taken, false AS is_circle, r.permanent AS is_permanent
            FROM unnest(%(paths)s::text[]) WITH ORDINALITY a(path, rank) JOIN published_redirection r ON r.path = a.path
            WHERE r.site = %(site)s OR r.site IS NULL
            ORDER BY a.rank, r.site NULLS LAST LIMIT 1
        )
        UNION ALL
        SELECT r.*, s.taken || r.id, r.id = ANY(s.taken), s.is_permanent AND r.permanent
        FROM step s CROSS JOIN LATERAL (
            SELECT r.* FROM published_redirection r
            WHERE r.path = ANY(ARRAY[s.to_path, split_part(s.to_path, '?', 1)])
            AND (r.site = s.to_site OR r.site IS NULL)
            ORDER BY length(r.path) DESC, r.site NULLS LAST LIMIT 1
        ) r
        WHERE NOT s.is_circle AND cardinality(s.taken) < %(furthest)s AND NOT EXISTS (
            SELECT FROM published_entry e WHERE e.site = s.to_site AND e.path = {_PAGE_PATH}
        )
    ), last_step AS (
        SELECT * FROM (SELECT * FROM step s ORDER BY cardinality(s.taken) DESC LIMIT 1) s
        WHERE NOT s.is_circle AND cardinality(s.taken) < %(furthest)s
    )
    SELECT {COLUMNS}, NULL::json, s.address, s.is_permanent, w.since, w.kind
    FROM (VALUES (1)) one LEFT JOIN last_step s ON true
    LEFT JOIN published_entry e ON e.path IS NOT NULL
        AND (e.key = s.target OR (e.site = s.to_site AND e.path = {_PAGE_PATH}))
    LEFT JOIN LATERAL (
        SELECT w.since, w.kind FROM published_withdrawal w WHERE w.site = %(site)s AND w.path = ANY(%(paths)s)
    ) w ON true
    LIMIT 1
"""
