"""Opaque cursors: a place in an order. They stay right while entries are inserted and removed around them."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.utils.translation import gettext_lazy as _

from api.errors import BadUserInputError
from published.listing import Order, Position
from published.reading import StoredEntry

_LONGEST = 2_000
# As the database prints a moment. Python reads other forms too that the database then fails on.
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?\+00")


@dataclass(frozen=True)
class Cursor:
    """Writes and reads the cursors of one order; a cursor of another order is refused."""

    order: Order

    def write(self, entry: StoredEntry) -> str:
        position = orjson.dumps([self.order.name, entry.position, entry.key])
        return base64.urlsafe_b64encode(position).decode().rstrip("=")

    def read(self, cursor: str | None, *, field: str) -> Position | None:
        """The position of a cursor; raises BadUserInputError for what this order has not written."""
        if cursor is None:
            return None
        try:
            if len(cursor) > _LONGEST:
                raise ValueError("too long")
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            order, value, key = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            if order != self.order.name or not isinstance(key, str) or not isinstance(value, str | None):
                raise ValueError("of another order")
            if value is not None and self.order.column.cast == "timestamptz":
                if not _MOMENT.fullmatch(value):
                    raise ValueError("not as the database prints it")
                datetime.fromisoformat(value)
            if "\x00" in key or "\x00" in (value or ""):
                raise ValueError("a NUL")
        except (ValueError, TypeError, UnicodeError, binascii.Error):
            raise BadUserInputError(_("“%(field)s” is not a cursor of this list and order."), field=field) from None
        return Position(value, key)
