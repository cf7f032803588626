"""Tells the caches in front of the product what was published, by ``wagtail.contrib.frontend_cache``.

Follows the numbers of the store instead of the publications themselves: it costs a publication nothing, cannot break
one, and what fails is still there to be told at the next try. Run by ``manage.py work``, in a thread of its own.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import structlog
from django.conf import settings
from django.db import connection
from wagtail.contrib.frontend_cache.backends.base import BaseBackend
from wagtail.contrib.frontend_cache.utils import get_backends

from published.keeping import EVERYTHING

log = structlog.get_logger(__name__)

Address = tuple[int, str]  # of a site, a path

# An answer that was begun before a publication may be kept after it was told: all is told once more when no request of
# that time can be under way (a statement ends after 5 seconds, see api/limits.py).
AGAIN_AFTER = 10.0
FIRST_RETRY = 2.0
LONGEST_RETRY = 300.0
MOST_ADDRESSES = 500  # at once; caches that forget by tag have forgotten them anyway

CHANGED = "SELECT DISTINCT key FROM published_change WHERE number > %s ORDER BY key"
PAGES = "SELECT key, site, path FROM published_entry WHERE path IS NOT NULL"
ROOTS = "SELECT site, card->>'rootUrl' FROM published_entry WHERE type = 'Site' ORDER BY site"


def is_configured() -> bool:
    return bool(settings.WAGTAILFRONTENDCACHE)


@dataclass
class Purger:
    """Remembers what caches were told. At its start it does not know, and has them forget everything."""

    monotonic: Callable[[], float] = time.monotonic
    number: int | None = None
    _places: dict[str, Address] = field(default_factory=dict)  # where each page was, as caches know it
    _again_at: float | None = None
    _delay: float = 0.0
    _not_before: float = 0.0

    def tick(self) -> bool:
        """Tell what is new since the last time; whether anything was told. Never raises for a cache that fails."""
        now = self.monotonic()
        if now < self._not_before:
            return False
        number = _number()
        if number == self.number and (self._again_at is None or now < self._again_at):
            return False
        keys, places = ([], self._places) if number == self.number else self._news()
        moved = [self._places.get(key) for key in keys] + [places.get(key) for key in keys]
        try:
            tell(tags_of(keys), [place for place in moved if place is not None])
        except Exception:  # whatever a cache or the way to it may do
            self._delay = min(max(FIRST_RETRY, self._delay * 2), LONGEST_RETRY)
            self._not_before = now + self._delay
            log.exception("purge_failed", number=number, next_try_in=self._delay)
            return False
        self._again_at = None if number == self.number else now + AGAIN_AFTER
        self._delay, self.number, self._places = 0.0, number, places
        log.info("purged", number=number, entries=len(keys))
        return True

    def _news(self) -> tuple[list[str], dict[str, Address]]:
        """The keys that changed since the last time, and where all pages are now."""
        with connection.cursor() as cursor:
            keys: list[str] = []
            if self.number is not None:
                cursor.execute(CHANGED, [self.number])
                keys = [key for (key,) in cursor.fetchall()]
            cursor.execute(PAGES)
            return keys, {key: (site, path) for key, site, path in cursor.fetchall()}


def tell(tags: list[str], places: Iterable[Address]) -> None:
    """Have every cache forget the tags, where it knows tags, and the addresses; raises what goes wrong."""
    roots = _roots()
    addresses = [f"{roots[site]}{path}" for site, path in dict.fromkeys(places) if site in roots][:MOST_ADDRESSES]
    hosts = [root.partition("://")[2] for root in roots.values()]
    for cache in get_backends().values():
        host = next((host for host in hosts if _serves(cache, host)), None)
        forget = getattr(cache, "purge_tags", None)  # Wagtail's own have none
        if host is not None and forget is not None:
            forget(tags, host=host)
        known = [address for address in addresses if _serves(cache, address.partition("://")[2].partition("/")[0])]
        if known and getattr(cache, "needs_addresses", True):
            cache.purge_batch(known)


def tags_of(keys: list[str]) -> list[str]:
    """What an answer may be tagged with that these changes touch: each that is kept unasked has the first."""
    return [EVERYTHING, *sorted({key.partition(":")[0] for key in keys}), *keys[:100]]


def _serves(cache: BaseBackend, host: str) -> bool:
    return bool(cache.invalidates_hostname(host.partition(":")[0]))


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(number) FROM published_version")
        return int(cursor.fetchone()[0] or 0)


def _roots() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(ROOTS)
        return {site: root.rstrip("/") for site, root in cursor.fetchall() if root}
