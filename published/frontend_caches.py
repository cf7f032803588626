"""Caches in front of the product that forget by tag: Wagtail's backends for Varnish and the like, and for Cloudflare.

Wagtail's own know addresses only, and write what fails into the log. These can also be told a ``Cache-Tag``, and they
raise, so that ``published.purging`` tries again. Named in WAGTAILFRONTENDCACHE (see cms/frontend_caches.py).
"""

from collections.abc import Sequence
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import requests
from wagtail.contrib.frontend_cache.backends import CloudflareBackend, HTTPBackend
from wagtail.contrib.frontend_cache.backends.http import PurgeRequest

PATIENCE = 10  # seconds for one request
TAGS_AT_ONCE = 100
NOTHING_THERE = (404, 412)  # how nginx says that it has not kept what it is to forget


class HTTPCache(HTTPBackend):
    """Varnish and the like: ``PURGE`` of an address, or of everything that carries one of the tags in ``Cache-Tag``.

    It is told both: its own few lines of configuration may know addresses only.
    """

    needs_addresses = True

    def purge(self, url: str) -> None:
        parts = urlsplit(url)
        self._send(urlunsplit((self.cache_scheme, self.cache_netloc, parts.path, parts.query, "")), Host=parts.netloc)

    def purge_tags(self, tags: Sequence[str], *, host: str) -> None:
        address = urlunsplit((self.cache_scheme, self.cache_netloc, "/", "", ""))
        for start in range(0, len(tags), TAGS_AT_ONCE):
            self._send(address, **{"Host": host, "Cache-Tag": ",".join(tags[start : start + TAGS_AT_ONCE])})

    def _send(self, address: str, **headers: str) -> None:
        request = PurgeRequest(address, headers={"User-Agent": "LabX-CMS", **headers})
        try:
            with urlopen(request, timeout=PATIENCE) as answer:
                answer.read()
        except HTTPError as error:
            error.close()
            if error.code not in NOTHING_THERE:
                raise


class CloudflareCache(CloudflareBackend):
    """Cloudflare: by tag, in one call, since it counts them; the first tag suffices (see ``purging.tags_of``)."""

    CHUNK_SIZE = 30  # what Cloudflare takes at once, of addresses and of tags
    needs_addresses = False

    def _purge_urls(self, urls: Sequence[str]) -> None:
        self._send({"files": list(urls)})

    def purge_tags(self, tags: Sequence[str], *, host: str) -> None:
        self._send({"tags": list(tags[: self.CHUNK_SIZE])})

    def _send(self, what: dict[str, list[str]]) -> None:
        answer = requests.post(
            self.cloudflare_purge_endpoint_url,
            json=what,
            headers={"Authorization": f"Bearer {self.cloudflare_token}"},
            timeout=PATIENCE,
        )
        answer.raise_for_status()
