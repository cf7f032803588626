"""Addresses of public pages that were withdrawn: written while their entries are removed. Called by ``entries``.

A page that becomes private is not withdrawn: its address must not tell it from one that was never there.
"""

from collections.abc import Collection

from django.db import connection

from published.visibility import keys_of_pages

# What a removed page's entry leaves behind. ``gone`` has its key, site and path.
LEAVE_BEHIND = """
    INSERT INTO published_withdrawal (site, path, since, kind)
    SELECT DISTINCT ON (g.site, g.path) g.site, rtrim(g.path, '/'), now(), CASE
        WHEN p.id IS NULL THEN 'deleted' WHEN p.live THEN 'moved' WHEN p.expired THEN 'expired' ELSE 'unpublished'
    END
    FROM gone g JOIN wagtailcore_site s ON s.id = g.site
    LEFT JOIN wagtailcore_page p ON p.id = CASE WHEN g.path IS NOT NULL THEN split_part(g.key, ':', 2)::int END
    WHERE g.path IS NOT NULL AND (p.id IS NULL OR NOT p.live OR NOT EXISTS (
        SELECT FROM wagtailcore_site s JOIN wagtailcore_page r ON r.id = s.root_page_id
        JOIN wagtailcore_page t ON t.translation_key = r.translation_key WHERE starts_with(p.path, t.path)
    ))
    ON CONFLICT (site, path) DO UPDATE SET since = EXCLUDED.since, kind = EXCLUDED.kind
"""


def forget_where_pages_stand(pages: Collection[int] | None = None) -> None:
    """Forget withdrawals at the addresses of pages in the store: of those with these primary keys, or of all."""
    condition, parameters = ("e.key = ANY(%s)", [keys_of_pages(pages)]) if pages is not None else ("true", [])
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM published_withdrawal w USING published_entry e"
            f" WHERE e.site = w.site AND rtrim(e.path, '/') = w.path AND {condition}",
            parameters,
        )


def forget_sites_that_are_no_more() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM published_withdrawal WHERE site NOT IN (SELECT id FROM wagtailcore_site)")


def where_pages_stand() -> list[str]:
    """Return the addresses that are withdrawn though a page stands there: there should be none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.path FROM published_withdrawal w JOIN published_entry e"
            " ON e.site = w.site AND rtrim(e.path, '/') = w.path ORDER BY w.path"
        )
        return [path for (path,) in cursor.fetchall()]
