"""The resolver of the root field ``route``: what stands at an address, a page or something else."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from api.context import Entrance, ReadContext
from api.projection.values import Reached
from api.roots import Selecting, enter_page, page
from published.ways import Way, way_at

_LONGEST_ADDRESS = 2_000


@dataclass(frozen=True)
class Redirect:
    """An address that leads to ``target``, which is the address of ``page`` where it leads to one."""

    status: int
    target: str
    page: Reached | None
    type_name: str = "Redirect"


@dataclass(frozen=True)
class Gone:
    """A public page stood at the address and was withdrawn."""

    since: str
    reason: str
    status: int = 410
    type_name: str = "Gone"


@dataclass(frozen=True)
class NotFound:
    """Nothing public stands at the address, and nothing did that was withdrawn."""

    status: int = 404
    type_name: str = "NotFound"


def enter_route(
    entrance: Entrance,
    info: GraphQLResolveInfo,
    selection: Selecting,
    *,
    path: str,
    locale: str | None = None,
    site: str | None = None,
) -> None:
    """What ``route`` starts from: the page at the path."""
    enter_page(entrance, info, path=_without_query(path), locale=locale, site=site)


def route(
    _root: Any, info: GraphQLResolveInfo, *, path: str, locale: str | None = None, site: str | None = None
) -> Reached | Redirect | Gone | NotFound:
    """The page at an address; only where there is none is it read what else is known of the address."""
    found = page(None, info, path=_without_query(path), locale=locale, site=site)
    if found is not None:
        return found
    context: ReadContext = info.context
    of_site = context.site_of_host(site)
    if len(path) > _LONGEST_ADDRESS or of_site is None or of_site.site is None:
        return NotFound()
    way = way_at(context.store, site=of_site.site, address=path)
    return _redirect(info, way, locale) or _gone(way) or NotFound()


def _redirect(info: GraphQLResolveInfo, way: Way, locale: str | None) -> Redirect | None:
    context: ReadContext = info.context
    if not way.leads_somewhere:
        return None
    entry, target = way.page, way.address
    if entry is not None:
        context.remember([entry])
        if locale is not None and entry.locale != locale:
            entry, target = context.in_language(entry, locale), None
            if entry is None:
                return None
        target = target or context.root_of(entry.site) + (entry.path or "")
    assert target is not None
    reached = None if entry is None else Reached(entry, entry.locale or context.locale)
    return Redirect(301 if way.permanent else 302, target, reached)


def _gone(way: Way) -> Gone | None:
    if way.withdrawn is None or way.kind is None:
        return None
    return Gone(way.withdrawn.isoformat(), way.kind.upper())


def _without_query(address: str) -> str:
    return address.partition("#")[0].partition("?")[0]
