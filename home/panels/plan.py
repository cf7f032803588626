"""The illustration rule: from a title and an area to what stands on every tile, without chance and without colours.

Everything follows from the SHA-256 digest of the title: the same title gives the same panel. ``svg.py`` and the
demonstration's ``home/demo/panels.py`` draw what is planned here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Literal

from home.panels.shapes import HOLE, PRIMITIVES, SQUARE, X_LEAF, Layers, Tone, turned

AREAS = tuple(PRIMITIVES)
# How the tones of the first kind of block are exchanged: normal, reversed, light. The second kind stays as it is.
GLAZES: tuple[dict[Tone, Tone], ...] = (
    {},
    {"soft": "solid", "solid": "white", "mid": "soft", "white": "solid"},
    {"solid": "mid", "mid": "solid"},
)
CORNERS = ((0, 1), (3, 2))  # quarter turns that point the four tiles of a block to their common corner

Sign = Literal["there", "away", "none"]


@dataclass(frozen=True)
class Tile:
    """One tile of the wall: whose colours, which primitive (None: the experiment), how turned, on which ground."""

    area: str
    primitive: int | None
    quarter_turns: int = 0
    plain: bool = False  # of the second kind of block, on white


@dataclass(frozen=True)
class Panel:
    """A wall of `columns` by `rows` tiles (even numbers); `area` is one of `AREAS` or "" for the mixed panel.

    `sign` says whether the experiment with its X is "there", "away" (its place is empty) or "none" (no experiment).
    """

    title: str
    area: str = ""
    columns: int = 12
    rows: int = 8
    sign: Sign = "there"

    @cached_property
    def digest(self) -> bytes:
        return sha256(self.title.strip().encode()).digest()

    @property
    def pair(self) -> tuple[int, int]:
        """The two primitives, always different: on the soft ground and on white."""
        return self.digest[0] % 4, (self.digest[0] + 1 + self.digest[1] % 3) % 4

    @cached_property
    def experiment(self) -> tuple[int, int] | None:
        """Column and row of the tile that differs, from 0, never on the edge; None on a piece of 2 by 2."""
        if self.sign == "none" or self.columns <= 2 or self.rows <= 2:
            return None
        return 1 + self.digest[4] % min(self.columns - 2, 3), 1 + self.digest[5] % min(self.rows - 2, 2)

    def area_at(self, column: int, row: int) -> str:
        """Return whose colours a tile has: in a mixed panel each block of 2 by 2 takes the next area."""
        return self.area or AREAS[(column // 2 + row // 2 * 2 + self.digest[6]) % 3]

    def tiles(self) -> Iterator[tuple[int, int, Tile]]:
        """Yield every tile with its column and row."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield column, row, self._tile(column, row)

    def layers(self, tile: Tile) -> Layers:
        """Return what the tile is made of, from the ground up."""
        if tile.primitive is None:
            if self.sign == "away":
                return (("hole", HOLE),)
            return ("ground", SQUARE), *(("sign", turned(X_LEAF, quarter)) for quarter in range(4))
        glaze = {} if tile.plain else GLAZES[self.digest[7] % 3]
        ground: Tone = "white" if tile.plain else glaze.get("soft", "soft")
        shapes = PRIMITIVES[tile.area][tile.primitive]
        return (
            (ground, SQUARE),
            *((glaze.get(tone, tone), turned(outline, tile.quarter_turns)) for tone, outline in shapes),
        )

    def _tile(self, column: int, row: int) -> Tile:
        area = self.area_at(column, row)
        if (column, row) == self.experiment:
            return Tile(area, primitive=None)
        plain = (column // 2 + row // 2) % 2 == 1
        return Tile(area, self.pair[plain], self._quarter_turns(column, row, plain=plain) % 4, plain)

    def _quarter_turns(self, column: int, row: int, *, plain: bool) -> int:
        corner = CORNERS[row % 2][column % 2]
        turning, start = self.digest[2] % 3, self.digest[3] % 4
        if self.columns == self.rows == 2 and turning == 1:  # a piece is always a closed figure
            turning = self.digest[8] % 2 * 2
        if turning == 0:  # rosette: four tiles round their corner
            return corner + start
        if turning == 1:  # wave: rows against each other
            return start + 2 * (row % 2)
        return start + corner * (1 if plain else 3)  # mirror: neighbours reflect
