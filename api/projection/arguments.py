"""Reads the arguments that every connection has: which page of it is asked for."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from api.errors import BadUserInputError, PageSizeError
from api.limits import LIMITS
from api.projection.cursors import Cursor
from published.listing import Order, Position, Window

DEFAULT_PAGE_SIZE = 20


class ReadsCursors(Protocol):
    """What knows the cursors of a list."""

    def read(self, cursor: str | None, *, field: str) -> Position | None: ...


def window(arguments: Mapping[str, Any], order: Order) -> Window:
    """The window of a list in this order."""
    return window_of(arguments, Cursor(order))


def window_of(arguments: Mapping[str, Any], cursor: ReadsCursors) -> Window:
    """The window of ``first``, ``after``, ``last``, ``before``; raises BadUserInputError for what makes none."""
    first, last = arguments.get("first"), arguments.get("last")
    for name, size in (("first", first), ("last", last)):
        page_size(size, field=name)
    if first is not None and last is not None:
        raise BadUserInputError(_("Ask for “first” or for “last”, not for both."), field="last")
    return Window(
        page_size(first if last is None else last),
        after=cursor.read(arguments.get("after"), field="after"),
        before=cursor.read(arguments.get("before"), field="before"),
        backwards=last is not None,
    )


def page_size(asked: int | None, *, field: str = "first") -> int:
    """The size of a page, the default where none is asked for; raises PageSizeError for one that cannot be."""
    if asked is not None and not 0 <= asked <= LIMITS.page_size:
        raise PageSizeError(field=field, limit=LIMITS.page_size, asked=asked)
    return DEFAULT_PAGE_SIZE if asked is None else asked
