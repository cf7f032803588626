"""The resolvers of the root fields. They say what is asked for; what of it is read, the selection decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from graphql import GraphQLInterfaceType, GraphQLResolveInfo

from api.context import SITE_TYPES, ReadContext
from api.errors import BadUserInputError
from api.projection.arguments import window
from api.projection.values import Connection, FacetKind, Reached
from api.types.connections import TermKind
from published.listing import Listing, Order, TermFilter
from published.reading import StoredEntry

_LONGEST_PATH = 2_000
_MOST_NAMES = 100


def node(_root: Any, info: GraphQLResolveInfo, *, id: str) -> Reached | None:
    """Any entry by id; null where there is none."""
    context: ReadContext = info.context
    entry = _entry(context, id)
    if entry is None or entry.type not in _types_of(info, "Node"):
        return None
    if entry.type in SITE_TYPES:
        context.sites()
    return Reached(entry, entry.locale or context.locale)


def page(
    _root: Any,
    info: GraphQLResolveInfo,
    *,
    path: str | None = None,
    id: str | None = None,
    locale: str | None = None,
    site: str | None = None,
    fallback: bool | None = False,
) -> Reached | None:
    """A page by path or id; with ``locale`` its translation, and null where there is none unless ``fallback``."""
    context: ReadContext = info.context
    if (path is None) == (id is None):
        raise BadUserInputError(_("Ask for a page by “path” or by “id”."), field="path")
    types = _types_of(info, "PageInterface")
    entry = _page_at(context, path, site, types) if path is not None else _entry(context, id or "")
    if entry is None or entry.path is None:
        return None
    if locale is not None and entry.locale != locale:
        translated = None
        if entry.translation_key is not None:
            translated = context.store.translation(
                translation_key=entry.translation_key, locale=locale, with_body=[entry.type]
            )
        if translated is None and not fallback:
            return None
        entry = translated or entry
    return Reached(entry, entry.locale or context.locale)


def site(_root: Any, info: GraphQLResolveInfo, *, hostname: str | None = None, locale: str | None = None) -> Reached:
    """The site of a host name, else the default site."""
    context: ReadContext = info.context
    found = context.site_of_host(hostname)
    if found is None:
        raise BadUserInputError(_("No site is published yet."), field="hostname")
    return Reached(found, locale or context.locale)


@dataclass(frozen=True)
class List:
    """The resolver of a list: which types it holds, what it can be filtered by, its own order."""

    translated: tuple[str, ...]  # types that have a language
    untranslated: tuple[str, ...]
    terms: Mapping[str, TermKind]
    facet_kinds: Mapping[str, FacetKind]
    order: Order

    def __call__(self, _root: Any, info: GraphQLResolveInfo, **arguments: Any) -> Connection:
        context: ReadContext = info.context
        locale = arguments.get("locale") or context.locale
        types = arguments.get("types")
        scopes = [(name, locale) for name in self.translated] + [(name, "") for name in self.untranslated]
        if types is not None:
            scopes = [scope for scope in scopes if scope[0] in types]
        asked = arguments.get("filter") or {}
        listing = Listing(
            tuple(scopes),
            terms=self._terms(asked),
            published_after=asked.get("publishedAfter"),
            published_before=asked.get("publishedBefore"),
            when=asked.get("when"),
            now=context.now,
            order=arguments.get("order") or self.order,
        )
        return Connection(
            listing, window(arguments, listing.order), self.facet_kinds, locale, parent=arguments.get("parent")
        )

    def _terms(self, asked: Mapping[str, Any]) -> tuple[TermFilter, ...]:
        filters = []
        for term in self.terms.values():
            names = asked.get(term.name)
            if names:
                if len(names) > _MOST_NAMES:
                    raise BadUserInputError(
                        _("“%(field)s” may hold %(limit)s values, not %(asked)s."),
                        field=term.name,
                        limit=_MOST_NAMES,
                        asked=len(names),
                    )
                filters.append(TermFilter(term.kind, tuple(names), term.vocabulary))
        return tuple(filters)


def _entry(context: ReadContext, key: str) -> StoredEntry | None:
    name, _, number = key.partition(":")
    if not name or not number.isascii() or not number.isdigit():
        return None
    return context.entry(key, with_body=True)


def _types_of(info: GraphQLResolveInfo, interface: str) -> list[str]:
    kind = info.schema.type_map[interface]
    assert isinstance(kind, GraphQLInterfaceType)
    return [possible.name for possible in info.schema.get_possible_types(kind)]


def _page_at(context: ReadContext, path: str, host: str | None, types: list[str]) -> StoredEntry | None:
    if len(path) > _LONGEST_PATH:
        return None
    found = context.site_of_host(host)
    if found is None or found.site is None:
        return None
    path = "/" + path.strip("/") + "/" if path.strip("/") else "/"
    return context.store.entry_at(site=found.site, path=path, with_body=types)
