"""The resolvers of the root fields. They say what is asked for; what of it is read, the selection decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from graphql import GraphQLInterfaceType, GraphQLResolveInfo

from api.context import SITE_TYPES, Entrance, ReadContext
from api.errors import BadUserInputError
from api.projection.arguments import window
from api.projection.compiler import Selection
from api.projection.values import Connection, FacetKind, Reached
from api.types.connections import TermKind
from published.listing import Listing, Order, TermFilter
from published.reading import StoredEntry

_LONGEST_PATH = 2_000
_MOST_NAMES = 100


Selecting = Callable[[], Selection]  # the compiled selection of a root field


def enter_node(entrance: Entrance, info: GraphQLResolveInfo, selection: Selecting, *, id: str) -> None:
    """What ``node`` starts from."""
    if _is_key(id):
        entrance.keys.add(id)
        entrance.sites |= id.partition(":")[0] in SITE_TYPES


def node(_root: Any, info: GraphQLResolveInfo, *, id: str) -> Reached | None:
    """Any entry by id; null where there is none."""
    context: ReadContext = info.context
    if not _is_key(id):
        return None
    if id.partition(":")[0] in SITE_TYPES:
        context.sites()
    entry = context.entry(id, with_body=True)
    if entry is None or entry.type not in _types_of(info, "Node"):
        return None
    return Reached(entry, entry.locale or context.locale)


def enter_page(
    entrance: Entrance,
    info: GraphQLResolveInfo,
    selection: Selecting | None = None,
    *,
    path: str | None = None,
    id: str | None = None,
    locale: str | None = None,
    site: str | None = None,
    **_arguments: Any,
) -> None:
    """What a page by its path or id starts from; for any root field with these arguments."""
    if path is not None and len(path) <= _LONGEST_PATH:
        entrance.paths.add((site, _whole_path(path)))
        entrance.types.update(_types_of(info, "PageInterface"))
    elif id is not None and _is_key(id):
        entrance.keys.add(id)
    entrance.translated |= locale is not None


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
    if path is not None:
        entry = page_at(info, path, site=site, locale=locale)
    else:
        entry = context.entry(id, with_body=True) if id is not None and _is_key(id) else None
    if entry is None or entry.path is None:
        return None
    if locale is not None and entry.locale != locale:
        translated = context.in_language(entry, locale)
        if translated is None and not fallback:
            return None
        entry = translated or entry
    entry = entry if locale is None else replace(entry, asked=locale)
    return Reached(entry, entry.locale or context.locale)


def page_at(
    info: GraphQLResolveInfo, path: str, *, site: str | None = None, locale: str | None = None
) -> StoredEntry | None:
    """The page at a path of a host's site; nothing is read where it was asked for before."""
    if len(path) > _LONGEST_PATH:
        return None
    context: ReadContext = info.context
    entrance = Entrance()
    enter_page(entrance, info, path=path, site=site, locale=locale)
    context.enter(entrance)
    return context.page_at(site, _whole_path(path))


def enter_site(
    entrance: Entrance,
    info: GraphQLResolveInfo,
    selection: Selecting,
    *,
    hostname: str | None = None,
    locale: str | None = None,
) -> None:
    """What ``site`` starts from; the home page comes along whole where its body is asked for."""
    entrance.sites = True
    for below in selection().of("Site").entries:
        entrance.root_types |= below.types_with_body(below.page_types)


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
        slugs = arguments.get("slugs")
        if slugs is not None and len(slugs) > _MOST_NAMES:
            raise _too_many_names("slugs", len(slugs))
        listing = Listing(
            tuple(scopes),
            names=None if slugs is None else tuple(slugs),
            terms=term_filters(self.terms, asked),
            published_after=asked.get("publishedAfter"),
            published_before=asked.get("publishedBefore"),
            when=asked.get("when"),
            now=context.now,
            order=arguments.get("order") or self.order,
        )
        return Connection(
            listing, window(arguments, listing.order), self.facet_kinds, locale, parent=arguments.get("parent")
        )


def term_filters(terms: Mapping[str, TermKind], asked: Mapping[str, Any]) -> tuple[TermFilter, ...]:
    """The terms that a filter asks for; raises BadUserInputError for too many of one field."""
    filters = []
    for term in terms.values():
        names = asked.get(term.name)
        if names:
            if len(names) > _MOST_NAMES:
                raise _too_many_names(term.name, len(names))
            filters.append(TermFilter(term.kind, tuple(names), term.vocabulary))
    return tuple(filters)


def _too_many_names(field: str, asked: int) -> BadUserInputError:
    return BadUserInputError(
        _("“%(field)s” may hold %(limit)s values, not %(asked)s."), field=field, limit=_MOST_NAMES, asked=asked
    )


def _is_key(text: str) -> bool:
    name, _, number = text.partition(":")
    return bool(name) and number.isascii() and number.isdigit()


def _whole_path(path: str) -> str:
    return "/" + path.strip("/") + "/" if path.strip("/") else "/"


def _types_of(info: GraphQLResolveInfo, interface: str) -> list[str]:
    kind = info.schema.type_map[interface]
    assert isinstance(kind, GraphQLInterfaceType)
    return [possible.name for possible in info.schema.get_possible_types(kind)]
