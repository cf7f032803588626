"""Tile panels: the illustration rule of the visual design, drawn as PNG images for the loader.

A panel is a wall of tiles in which exactly one, the experiment, differs and carries the X of LabX. Everything follows
from the SHA-256 digest of the title: the same title gives the same bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw

from home.demo.panel_shapes import PRIMITIVES, TILE, X_LEAF, Outline, Tone, turned

# The glazes of Ágora, the State's design system: its primary, success and warning scales.
NAVY, WHITE, YELLOW, BLUE = "#021c51", "#ffffff", "#ffd966", "#034ad8"
GLAZES: dict[str, dict[Tone, str]] = {
    "inovacao": {"solid": BLUE, "mid": "#a0d8fe", "soft": "#e5eeff", "dark": NAVY, "white": WHITE},
    "simplificacao": {"solid": "#00724c", "mid": "#36b289", "soft": "#c2f2e2", "dark": NAVY, "white": WHITE},
    "participacao": {"solid": "#fbbb3c", "mid": "#ffe699", "soft": "#fff2cc", "dark": NAVY, "white": WHITE},
}
AREAS = tuple(GLAZES)
# The experiment's ground and X: the contrast pair of each area.
EXPERIMENT = {"inovacao": (YELLOW, NAVY), "simplificacao": (NAVY, YELLOW), "participacao": (BLUE, WHITE)}
# How the tones of the first kind of block are exchanged: normal, reversed, light. The second kind stays as it is.
VARIANTS: tuple[dict[Tone, Tone], ...] = (
    {},
    {"soft": "solid", "solid": "white", "mid": "soft", "white": "solid"},
    {"solid": "mid", "mid": "solid"},
)
CORNERS = ((0, 1), (3, 2))  # quarter turns that point the four tiles of a block to their common corner
SUPERSAMPLING = 4


@dataclass(frozen=True)
class Tile:
    """One tile of the wall: whose colours, which primitive (None: the experiment), how turned, on which ground."""

    area: str
    primitive: int | None
    quarter_turns: int = 0
    plain: bool = False  # of the second kind of block, on white


@dataclass(frozen=True)
class Panel:
    """A wall of `columns` by `rows` tiles (even numbers); `area` is a key of `GLAZES` or "" for the mixed panel."""

    title: str
    area: str = ""
    columns: int = 12
    rows: int = 8

    @cached_property
    def digest(self) -> bytes:
        return sha256(self.title.strip().encode()).digest()

    @property
    def pair(self) -> tuple[int, int]:
        """The two primitives, always different: on the soft ground and on white."""
        return self.digest[0] % 4, (self.digest[0] + 1 + self.digest[1] % 3) % 4

    @property
    def variant(self) -> int:
        return self.digest[7] % 3

    @property
    def experiment(self) -> tuple[int, int] | None:
        """Column and row of the tile that differs, from 0, never on the edge; None on a piece of 2 by 2."""
        if self.columns <= 2 or self.rows <= 2:
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

    def png(self, *, width: int = 1600, height: int = 1067) -> bytes:
        """Return the panel as PNG, anchored at the top left and cropped at the end and below."""
        side = max(-(-width // self.columns), -(-height // self.rows))
        drawn: dict[Tile, Image.Image] = {}
        wall = Image.new("RGB", (width, height), WHITE)
        for column, row, tile in self.tiles():
            if tile not in drawn:
                drawn[tile] = _draw(tile, side=side, variant=self.variant)
            wall.paste(drawn[tile], (column * side, row * side))
        target = BytesIO()
        wall.save(target, "PNG", compress_level=6)
        return target.getvalue()

    def experiment_box(self, *, width: int = 1600, height: int = 1067) -> tuple[int, int, int, int] | None:
        """Return centre x, centre y, width and height in pixels of the experiment: the focal point of the image."""
        if self.experiment is None:
            return None
        side = max(-(-width // self.columns), -(-height // self.rows))
        column, row = self.experiment
        return column * side + side // 2, row * side + side // 2, side, side

    def _tile(self, column: int, row: int) -> Tile:
        area = self.area_at(column, row)
        if (column, row) == self.experiment:
            return Tile(area, primitive=None)
        plain = (column // 2 + row // 2) % 2 == 1
        corner = CORNERS[row % 2][column % 2]
        turning, start = self.digest[2] % 3, self.digest[3] % 4
        if self.columns == self.rows == 2 and turning == 1:  # a piece is always a closed figure
            turning = self.digest[8] % 2 * 2
        if turning == 0:  # rosette: four tiles round their corner
            quarter_turns = corner + start
        elif turning == 1:  # wave: rows against each other
            quarter_turns = start + 2 * (row % 2)
        else:  # mirror: neighbours reflect
            quarter_turns = start + corner * (1 if plain else 3)
        return Tile(area, self.pair[1 if plain else 0], quarter_turns % 4, plain)


def _draw(tile: Tile, *, side: int, variant: int) -> Image.Image:
    """Return one tile of `side` pixels, drawn larger and reduced, so that its edges are smooth."""
    glaze = GLAZES[tile.area]
    if tile.primitive is None:
        ground, sign = EXPERIMENT[tile.area]
        layers = [(sign, turned(X_LEAF, quarter)) for quarter in range(4)]
    else:
        exchange = {} if tile.plain else VARIANTS[variant]
        ground = WHITE if tile.plain else glaze[exchange.get("soft", "soft")]
        layers = [
            (glaze[exchange.get(tone, tone)], turned(outline, tile.quarter_turns))
            for tone, outline in PRIMITIVES[tile.area][tile.primitive]
        ]
    size = side * SUPERSAMPLING
    image = Image.new("RGB", (size, size), ground)
    canvas = ImageDraw.Draw(image)
    for colour, outline in layers:
        canvas.polygon(_pixels(outline, size), fill=colour)
    return image.reduce(SUPERSAMPLING)


def _pixels(outline: Outline, size: int) -> list[tuple[float, float]]:
    return [(x * size / TILE, y * size / TILE) for x, y in outline]
