"""The resolver of the root field ``route``: what stands at an address, a page or something else."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from api.projection.values import Reached
from api.roots import page


@dataclass(frozen=True)
class NotFound:
    """Nothing public stands at the address, and nothing did that was withdrawn."""

    status: int = 404
    type_name: str = "NotFound"


def route(
    _root: Any, info: GraphQLResolveInfo, *, path: str, locale: str | None = None, site: str | None = None
) -> Any:
    """The page at an address, else where the address leads, else that it is gone, else that nothing is there."""
    without_query = path.partition("?")[0].partition("#")[0]
    found: Reached | None = page(None, info, path=without_query, locale=locale, site=site)
    return found or NotFound()
