"""The public form of Wagtail's redirects: which address leads where. Written by the publication, like entries.

Only what leads somewhere public is in the store: a redirect to a draft or to a private page has no row.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from published.visibility import keys_of_pages, page_types
from published.withdrawals import LEAVE_BEHIND

_COLUMNS = ("path", "site", "target", "address", "to_site", "to_path", "permanent")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Scope:
    """Which redirects are looked at: some by primary key, and all that lead to some pages or into some branches."""

    redirects: Collection[int] = ()
    pages: Collection[int] = ()
    branches: Collection[int] = ()


def refresh(scope: Scope | None = None) -> None:
    """Bring redirections up to date with Wagtail's redirects and with the pages in the store; without a scope, all."""
    wanted, unwanted = [], []
    for primary_key, expected, stored in _compare(scope):
        if expected is None:
            unwanted.append(primary_key)
        elif expected != stored:
            wanted.append((primary_key, *expected))
    with connection.cursor() as cursor:
        if unwanted:
            cursor.execute(_REMOVE, [unwanted])
        if wanted:
            cursor.executemany(_WRITE, wanted)


def differences() -> Iterator[tuple[int, str]]:
    """Yield the primary key of every redirection that is not as it should be, with what is wrong."""
    for primary_key, expected, stored in _compare(None):
        if expected is None:
            yield primary_key, "should not be there"
        elif stored is None:
            yield primary_key, "missing"
        elif expected != stored:
            pairs = zip(_COLUMNS, expected, stored, strict=True)
            yield primary_key, ", ".join(name for name, one, other in pairs if one != other)


def is_followed(address: str) -> bool:
    """Whether a browser goes where an address leads: on the web or on this site, not to a script or a port of 99999."""
    try:
        parts = urlsplit(address)
        _port = parts.port  # read only when it is asked for
    except ValueError:
        return False
    return bool(parts.hostname) if parts.scheme in _PORTS else not parts.scheme and address.startswith("/")


def own_address(address: str, sites: Collection[Site]) -> tuple[int | None, str | None]:
    """Return the site and the path of an address that is one of ours; a port decides between sites of one name."""
    if not is_followed(address):
        return None, None
    parts = urlsplit(address)
    named = [site for site in sites if site.hostname == parts.hostname]
    port = parts.port or _PORTS.get(parts.scheme)
    site = next((one for one in named if one.port == port), next(iter(named), None))
    if site is None:
        return None, None
    return site.pk, Redirect.normalise_path(f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")


def _compare(scope: Scope | None) -> Iterator[tuple[int, tuple[Any, ...] | None, tuple[Any, ...] | None]]:
    """Yield primary keys with the row that should be in the store and the one that is, each None for no row."""
    types = page_types()
    parameters: dict[str, Any] = {"types": list(types), "names": list(types.values())}
    if scope is None:
        chosen = "SELECT id FROM wagtailredirects_redirect UNION SELECT id FROM published_redirection"
    else:
        chosen = _CHOSEN
        for name in ("redirects", "pages", "branches"):
            parameters[name] = list(getattr(scope, name))
        parameters["keys"] = keys_of_pages(scope.pages)
    with connection.cursor() as cursor:
        cursor.execute(_SIDE_BY_SIDE.format(chosen=chosen), parameters)
        rows = cursor.fetchall()
    sites = list(Site.objects.all()) if any(row[5] and not row[4] for row in rows) else []
    for primary_key, path, site, permanent, page, link, target, *stored in rows:
        address, to_site, to_path = None, None, None
        if link and not page:
            address, (to_site, to_path) = link, own_address(link, sites)
        leads_somewhere = path is not None and (target or (address and is_followed(address)))
        expected = (path, site, target, address, to_site, to_path, permanent) if leads_somewhere else None
        yield primary_key, expected, tuple(stored) if stored[0] is not None else None


_CHOSEN = """
    SELECT unnest(%(redirects)s::bigint[]) AS id
    UNION SELECT id FROM wagtailredirects_redirect WHERE redirect_page_id = ANY(%(pages)s::int[])
    UNION SELECT id FROM published_redirection WHERE target = ANY(%(keys)s::text[])
    UNION SELECT r.id FROM wagtailcore_page b JOIN wagtailcore_page p ON p.path BETWEEN b.path AND b.path || 'ZZZZ'
    JOIN wagtailredirects_redirect r ON r.redirect_page_id = p.id WHERE b.id = ANY(%(branches)s::int[])
"""
_SIDE_BY_SIDE = f"""
    SELECT c.id, r.old_path, r.site_id, r.is_permanent, r.redirect_page_id, r.redirect_link, e.key,
        {", ".join(f"s.{column}" for column in _COLUMNS)}
    FROM ({{chosen}}) c
    LEFT JOIN wagtailredirects_redirect r ON r.id = c.id
    LEFT JOIN published_redirection s ON s.id = c.id
    LEFT JOIN wagtailcore_page p ON p.id = r.redirect_page_id
    LEFT JOIN unnest(%(types)s::int[], %(names)s::text[]) t(id, name) ON t.id = p.content_type_id
    LEFT JOIN published_entry e ON e.key = t.name || ':' || p.id AND e.path IS NOT NULL
    ORDER BY c.id
"""
_WRITE = f"""
    INSERT INTO published_redirection (id, {", ".join(_COLUMNS)}) VALUES (%s{", %s" * len(_COLUMNS)})
    ON CONFLICT (id) DO UPDATE SET {", ".join(f"{column} = EXCLUDED.{column}" for column in _COLUMNS)}
"""
# Where the page that an address led to was withdrawn, so was the address; where an editor took the redirect away, not.
_REMOVE = f"""
    WITH removed AS (DELETE FROM published_redirection WHERE id = ANY(%s) RETURNING path, site, target),
    gone AS (
        SELECT r.target AS key, s.id AS site, r.path FROM removed r
        JOIN wagtailcore_site s ON r.site IS NULL OR s.id = r.site
        WHERE r.target IS NOT NULL AND NOT EXISTS (SELECT FROM published_entry e WHERE e.key = r.target)
    ), withdrawn AS ({LEAVE_BEHIND})
    SELECT count(*) FROM gone
"""
