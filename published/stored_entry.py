"""What is read from the store: entries and the values of facets. Made by ``published.readings``, printed by ``api``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson

from published.document import Document
from published.parsed_cards import ParsedCards


@dataclass(slots=True)
class StoredEntry:
    """One row of the store. ``body`` is None where it was not asked for; ``position`` is set by lists only.

    ``asked`` is the language in which it was asked for, where it was served instead.
    """

    key: str
    type: str
    locale: str
    site: int | None
    path: str | None
    translation_key: str | None
    tree: str | None
    listed: bool
    card: dict[str, Any]
    body: dict[str, Any] | None = None
    position: str | None = None
    asked: str | None = None


class Renditions:
    """The files of an image by preset, as they are stored: most of its card, of which nearly always one is shown.

    Only that one is taken apart. Quotes inside a text are escaped, so that a name in quotes is a name.
    """

    __slots__ = ("_files", "_stored")

    _END = re.compile(
        rb'\}(?=,"[A-Z_]+":\{|\}\Z)'
    )  # of a preset: another one comes, whose name is in capitals, or none

    def __init__(self, stored: bytes) -> None:
        self._stored = stored
        self._files: dict[tuple[str, str], dict[str, Any] | None] = {}

    def get(self, preset: str) -> dict[str, Any] | None:
        """The files of one preset by format; None where none is made."""
        start = self._start(preset)
        if start < 0:
            return None
        end = self._END.search(self._stored, start)
        assert end is not None
        files: dict[str, Any] = orjson.loads(self._stored[start : end.end()])
        return files

    def file(self, preset: str, file_format: str) -> dict[str, Any] | None:
        """One file; None where it is not made."""
        name = preset, file_format
        if name not in self._files:
            self._files[name] = self._file(preset, file_format)
        return self._files[name]

    def _file(self, preset: str, file_format: str) -> dict[str, Any] | None:
        start = self._start(preset)
        if start < 0:
            return None
        first = b'{"%b":{' % file_format.encode()
        if self._stored.startswith(first, start):
            try:
                file = orjson.loads(self._stored[start + len(first) - 1 : self._stored.index(b"}", start) + 1])
            except orjson.JSONDecodeError:  # a brace in an address
                pass
            else:
                return cast(dict[str, Any], file)
        return (self.get(preset) or {}).get(file_format)

    def _start(self, preset: str) -> int:
        """Where the files of a preset begin; -1 where it has none."""
        name = b'"%b":{' % preset.encode()
        found = self._stored.find(name)
        return found if found < 0 else found + len(name) - 1


_RENDITIONS = b',"renditions":'


_parsed_cards = ParsedCards()


def cards_of(stored: Sequence[bytes]) -> list[dict[str, Any]]:
    """The cards of several entries; those not met lately are parsed together."""
    cards = [_parsed_cards.get(text) for text in stored]
    new = [text for text, card in zip(stored, cards, strict=True) if card is None]
    if new:
        parsed = iter(_parse(new))
        for number, text in enumerate(stored):
            if cards[number] is None:
                card = cards[number] = next(parsed)
                _parsed_cards.keep(text, card)
    return cast(list[dict[str, Any]], cards)


def _parse(stored: Sequence[bytes]) -> list[dict[str, Any]]:
    """Cards, taken apart; the renditions of images, where they stand last, are not."""
    texts, renditions = list(stored), []
    for number, text in enumerate(texts):
        # Three levels deep at the end of a card is nothing else.
        if text.endswith((b"}}}}", b"]}}}")) and (start := text.find(_RENDITIONS + b"{")) > 0:
            texts[number] = text[:start] + b"}"
            renditions.append((number, text[start + len(_RENDITIONS) : -1]))
    cards: list[dict[str, Any]] = orjson.loads(b"[%b]" % b",".join(texts))
    for number, text in renditions:
        cards[number]["renditions"] = Renditions(text)
    return cards


@dataclass(slots=True)
class FacetValue:
    """How many entries of a list carry one term; ``label`` and ``slug`` are the vocabulary entry's, if it is one."""

    kind: str
    value: str
    label: str | None
    slug: str | None
    count: int


def stored_entry(document: Document) -> StoredEntry:
    """A document that was only projected, as it would be read if it were in the store: for previews."""
    return StoredEntry(
        document.key,
        document.type,
        document.locale,
        document.site,
        document.path,
        None if document.translation_key is None else str(document.translation_key),
        document.tree,
        document.listed,
        orjson.loads(orjson.dumps(document.card)),
        orjson.loads(orjson.dumps(document.body)),
    )
