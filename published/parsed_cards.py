"""Cards that were parsed lately, by the very bytes they are stored as, which every request reads.

Equal bytes are the same card, so nothing here can be out of date. Nobody changes a card that was read.
"""

from typing import Any

MOST_BYTES = 2_000_000  # of JSON, in each of the two halves


class ParsedCards:
    """A cache bounded in bytes: when the newer half is full, the older half is dropped and the newer becomes it.

    Without a lock: two threads at once may lose a card, which is parsed again.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._newer: dict[bytes, dict[str, Any]] = {}
        self._older: dict[bytes, dict[str, Any]] = {}

    def get(self, stored: bytes) -> dict[str, Any] | None:
        card = self._newer.get(stored)
        if card is None:
            card = self._older.get(stored)
            if card is not None:
                self.keep(stored, card)
        return card

    def keep(self, stored: bytes, card: dict[str, Any]) -> None:
        if self._bytes + len(stored) > self._most_bytes:
            self._older, self._newer, self._bytes = self._newer, {}, 0
        self._newer[stored] = card
        self._bytes += len(stored)
