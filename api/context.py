"""What operations read with: the store, the clock, the defaults of the request, and what was read already.

One per request: the door makes it, or the website, which asks several operations with one.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from api.callers import Caller
from published.document import FieldProblem
from published.reading import StoredEntry, StoreReader
from published.readings import EntriesReading

TREE_STEP = 4  # treebeard: four characters a level
SITE_TYPES = ("Site", "SiteSettings")


def default_locale() -> str:
    """The language of content where none is asked for: the first of WAGTAIL_CONTENT_LANGUAGES."""
    return str(settings.WAGTAIL_CONTENT_LANGUAGES[0][0])


@dataclass
class Entrance:
    """What root fields start from. That of all fields and operations asked together is read in one statement.

    ``paths`` stand beside the host they are asked of (None: that of the request); ``types`` are those whose body is
    read of what stands at a path, ``root_types`` those of home pages; with ``translated``, translations come along.
    """

    sites: bool = False
    root_types: set[str] = field(default_factory=set)
    paths: set[tuple[str | None, str]] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    translated: bool = False


@dataclass(frozen=True)
class Draft:
    """What the token of a preview opened: an entry, or what hinders one; nothing where it opens nothing."""

    token: str
    link: int | None = None
    entry: StoredEntry | None = None
    problems: tuple[FieldProblem, ...] = ()


@dataclass
class ReadContext:
    """One per request. ``document_key`` identifies the parsed document; without one, projections are not kept.

    ``host`` is the host name of the request, which decides the site where no other is named. ``overlay`` holds entries
    that are read instead of those of the store, by key and by path: a draft that is looked at. No list has them but in
    the place of an entry of the store, and no other context knows of them.
    """

    host: str = ""
    document_key: str | None = None
    locale: str = field(default_factory=default_locale)
    now: datetime = field(default_factory=timezone.now)
    store: StoreReader = field(default_factory=StoreReader)
    overlay: Sequence[StoredEntry] = ()
    caller: Caller = field(default_factory=Caller)
    draft: Draft | None = None  # set where the operation asks for a preview

    # What was read. None: asked for and not in the store.
    entries: dict[str, StoredEntry | None] = field(default_factory=dict)
    trees: dict[str, str | None] = field(default_factory=dict)  # key by place in the tree
    paths: dict[tuple[int | None, str], str | None] = field(default_factory=dict)  # key by site and path
    translations: dict[str, list[str]] = field(default_factory=dict)  # announced keys by translation key

    _overlay: dict[str, StoredEntry] = field(default_factory=dict)
    _sites: list[StoredEntry] | None = None
    _settings: dict[int | None, StoredEntry] = field(default_factory=dict)
    _roots: dict[int | None, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lay_over(self.overlay)

    def lay_over(self, overlay: Sequence[StoredEntry]) -> None:
        """Lets entries be read instead of those of the store; before anything is read."""
        self.overlay = overlay
        self._overlay = {entry.key: entry for entry in overlay}
        self.entries.update(self._overlay)
        self.trees.update({entry.tree: entry.key for entry in self.overlay if entry.tree is not None})
        self.paths.update({(entry.site, entry.path): entry.key for entry in self.overlay if entry.path is not None})

    def remember(self, entries: Iterable[StoredEntry]) -> None:
        """Keeps entries for the rest of the request; one read without its body never replaces one with it."""
        for entry in entries:
            known = self.entries.get(entry.key)
            if known is None or (known.body is None and entry.key not in self._overlay):
                self.entries[entry.key] = entry

    def remember_translations(self, translation_keys: Collection[str], entries: Iterable[StoredEntry]) -> None:
        """Keeps which pages or terms are translations of each other; ``entries`` must hold all of these keys."""
        found: dict[str, dict[str, str]] = {translation_key: {} for translation_key in translation_keys}
        for entry in (*(entry for entry in entries if entry.key not in self._overlay), *self.overlay):
            is_public = entry.path is not None or entry.tree is None  # what has no place in the tree needs no path
            if entry.translation_key in found and entry.listed and is_public:
                found[entry.translation_key][entry.key] = entry.locale
        for translation_key, locales in found.items():
            self.translations[translation_key] = sorted(locales, key=lambda key: (locales[key], key))

    def remember_trees(self, trees: Collection[str], entries: Iterable[StoredEntry]) -> None:
        """Keeps what stands at places in the tree; ``entries`` must hold all that stands there."""
        found = {entry.tree: entry.key for entry in entries if entry.tree in trees}
        for tree in trees:
            self.trees.setdefault(tree, found.get(tree))

    def in_place(
        self, entries: list[StoredEntry], *, parent: str | None = None, types: Collection[str] = ()
    ) -> list[StoredEntry]:
        """The entries of a list, each of the overlay in the place of that of the store.

        The children of ``parent`` that are in the overlay only (a new draft, private pages) come to the rest of its
        children of these types, in the order of the tree.
        """
        if not self._overlay:
            return entries
        for index, entry in enumerate(entries):
            if entry.key in self._overlay:
                entries[index] = self._overlay[entry.key]
                entries[index].position = entry.position
        above = self.entries.get(parent) if parent is not None else None
        if above is None or above.tree is None:
            return entries
        known = {entry.key for entry in entries}
        for entry in self.overlay:
            is_child = entry.tree is not None and entry.tree[:-TREE_STEP] == above.tree
            if is_child and entry.listed and entry.type in types and entry.key not in known:
                entry.position = entry.tree
                entries.append(entry)
        return sorted(entries, key=lambda entry: entry.tree or "")

    def enter(self, entrance: Entrance) -> None:
        """Reads what is not known yet of what root fields start from, in one statement."""
        readings = []
        keys = {key for key in entrance.keys if self._lacks(key, with_body=True)}
        paths = self._unknown_paths(entrance.paths)
        # A page is found by its site, so that sites are read with the first path.
        with_sites = (entrance.sites or bool(paths)) and self._sites is None
        if not (keys or paths or with_sites):
            return
        pages = EntriesReading(
            keys=keys,
            paths=paths,
            translated=keys if entrance.translated else (),
            paths_translated=entrance.translated,
            with_body={*entrance.types, *(key.partition(":")[0] for key in keys)},
        )
        if not pages.is_empty:
            readings.append(pages)
        sites = EntriesReading(types=SITE_TYPES, roots=True, with_body=(*SITE_TYPES, *entrance.root_types))
        if with_sites:
            readings.append(sites)
        self.store.read(readings)
        found = pages.entries
        self.remember(found)
        for key in keys:
            self.entries.setdefault(key, None)
        if with_sites:
            read = sites.entries
            self.keep_sites(read)
            roots = [entry for entry in read if entry.type not in SITE_TYPES]
            self.remember(roots)
            self.remember_translations({entry.translation_key for entry in roots if entry.translation_key}, roots)
        for entry in found:
            if entry.path in paths:
                self.paths.setdefault((entry.site, entry.path), entry.key)
        for host, path in entrance.paths:
            site = self.site_of_host(host)
            self.paths.setdefault((site.site if site else None, path), None)
        if entrance.translated:
            asked = [entry for entry in found if entry.key in keys or entry.path in paths]
            self.remember_translations({entry.translation_key for entry in asked if entry.translation_key}, found)

    def page_at(self, host: str | None, path: str) -> StoredEntry | None:
        """The page at a path of a host's site, known since ``enter``."""
        site = self.site_of_host(host)
        key = self.paths.get((site.site, path)) if site is not None else None
        entry = self.entry(key, with_body=True) if key is not None else None
        return entry if entry is not None and entry.path == path else None

    def entry(self, key: str, *, with_body: bool = False) -> StoredEntry | None:
        """One entry by key, read only if it is not known yet."""
        if self._lacks(key, with_body=with_body):
            self.load([key], with_body=[key.partition(":")[0]] if with_body else [])
        return self.entries[key]

    def load(self, keys: Collection[str], *, with_body: Collection[str] = ()) -> None:
        """Reads entries by key in one statement; those not in the store are remembered as None."""
        self.remember(self.store.entries(keys=keys, with_body=with_body))
        for key in keys:
            self.entries.setdefault(key, None)

    def in_language(self, entry: StoredEntry, locale: str) -> StoredEntry | None:
        """The announced translation of a page in one language; the page itself if it is in that."""
        translation_key = entry.translation_key
        if translation_key is None:
            return None
        if translation_key not in self.translations:
            found = self.store.entries(translation_keys=[translation_key])
            self.remember(found)
            self.remember_translations([translation_key], found)
        announced = [self.entries[key] for key in self.translations[translation_key]]
        return next((one for one in announced if one is not None and one.locale == locale), None)

    def sites(self) -> list[StoredEntry]:
        """All sites, by key; one statement in the life of the request, none where they came along with another."""
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

    def _lacks(self, key: str, *, with_body: bool) -> bool:
        known = self.entries.get(key)
        return key not in self.entries or (with_body and known is not None and known.body is None)

    def _unknown_paths(self, asked: Iterable[tuple[str | None, str]]) -> set[str]:
        if self._sites is None:
            return {path for _, path in asked}
        sites = {host: self.site_of_host(host) for host, _ in asked}
        return {path for host, path in asked if (site := sites[host]) and (site.site, path) not in self.paths}
