"""What one operation reads with: the store, the clock, the defaults of the request. The door makes one per request."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from published.reading import StoredEntry, StoreReader


def default_locale() -> str:
    """The language of content where none is asked for: the first of WAGTAIL_CONTENT_LANGUAGES."""
    return str(settings.WAGTAIL_CONTENT_LANGUAGES[0][0])


@dataclass
class ReadContext:
    """One per operation. ``document_key`` identifies the parsed document; without one, projections are not kept.

    ``host`` is the host name of the request, which decides the site where no other is named.
    """

    host: str = ""
    document_key: str | None = None
    locale: str = field(default_factory=default_locale)
    now: datetime = field(default_factory=timezone.now)
    store: StoreReader = field(default_factory=StoreReader)
    entries: dict[str, StoredEntry | None] = field(default_factory=dict)  # None: asked for and not in the store

    _sites: list[StoredEntry] | None = None
    _settings: dict[int | None, StoredEntry] = field(default_factory=dict)
    _roots: dict[int | None, str] = field(default_factory=dict)

    def remember(self, entries: Iterable[StoredEntry]) -> None:
        """Keeps entries for the rest of the operation; one read without its body never replaces one with it."""
        for entry in entries:
            known = self.entries.get(entry.key)
            if known is None or known.body is None:
                self.entries[entry.key] = entry

    def entry(self, key: str, *, with_body: bool = False) -> StoredEntry | None:
        """One entry by key, read only if it is not known yet."""
        known = self.entries.get(key)
        if key not in self.entries or (known is not None and with_body and known.body is None):
            self.load([key], with_body=[key.partition(":")[0]] if with_body else [])
        return self.entries[key]

    def load(self, keys: Collection[str], *, with_body: Collection[str] = ()) -> None:
        """Reads entries by key in one statement; those not in the store are remembered as None."""
        self.remember(self.store.entries(keys=keys, with_body=with_body))
        for key in keys:
            self.entries.setdefault(key, None)

    def sites(self) -> list[StoredEntry]:
        """All sites, by key; one statement in the life of the operation, none where they came along with another."""
        if self._sites is None:
            self.keep_sites(self.store.entries(types=SITE_TYPES, with_body=SITE_TYPES))
        assert self._sites is not None
        return self._sites

    @property
    def has_sites(self) -> bool:
        return self._sites is not None

    def keep_sites(self, entries: Iterable[StoredEntry]) -> None:
        """Remembers the sites and their settings among ``entries``, which must hold all of them."""
        found = [entry for entry in entries if entry.type in SITE_TYPES]
        self.remember(found)
        self._sites = sorted((entry for entry in found if entry.type == "Site"), key=lambda entry: entry.key)
        self._settings = {entry.site: entry for entry in found if entry.type == "SiteSettings"}
        self._roots = {site.site: str(site.card.get("rootUrl") or "").rstrip("/") for site in self._sites}

    def site_of_host(self, host: str | None) -> StoredEntry | None:
        """The site of a host name (a port decides between sites of one name), else the default site, else the first."""
        name, _, port = (host or self.host).partition(":")
        named = [site for site in self.sites() if site.card.get("hostname") == name]
        exact = [site for site in named if str(site.card.get("port")) == port]
        default = [site for site in self.sites() if site.card.get("isDefault")]
        return next(iter([*exact, *named, *default, *self.sites()]), None)

    def settings_of(self, site: StoredEntry) -> StoredEntry | None:
        """The settings of a site; None where nobody ever saved any."""
        self.sites()
        return self._settings.get(site.site)

    def root_of(self, site: int | None) -> str:
        """The address of a site without a slash at its end; "" where the site is not in the store."""
        if self._sites is None:
            self.sites()
        return self._roots.get(site, "")


SITE_TYPES = ("Site", "SiteSettings")
