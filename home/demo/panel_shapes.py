"""The twelve primitives and the leaf of the X that tile panels are made of; ``home.demo.panels`` draws them.

A tile is a square of 8 units with y downwards, like on a screen; angles in degrees run clockwise from the right.
"""

from math import cos, pi, sin
from typing import Literal

Tone = Literal["solid", "mid", "soft", "dark", "white"]
Outline = tuple[tuple[float, float], ...]
Layers = tuple[tuple[Tone, Outline], ...]

TILE = 8
STEPS = 48  # points on an arc: smooth at the largest size drawn


def arc(x: float, y: float, radius: float, start: float, end: float) -> Outline:
    """Return the points of an arc round (x, y) from one angle to the other, ends included."""
    angles = ((start + (end - start) * step / STEPS) * pi / 180 for step in range(STEPS + 1))
    return tuple((x + radius * cos(angle), y + radius * sin(angle)) for angle in angles)


def turned(outline: Outline, quarter_turns: int) -> Outline:
    """Return the outline after that many quarter turns clockwise inside its tile."""
    for _turn in range(quarter_turns % 4):
        outline = tuple((TILE - y, x) for x, y in outline)
    return outline


def _sector(x: float, y: float, radius: float, start: float, end: float) -> Outline:
    return ((x, y), *arc(x, y, radius, start, end))


QUARTER, RING = _sector(0, 0, 8, 0, 90), _sector(0, 0, 4, 0, 90)
LEAF = (*arc(0, 8, 8, 270, 360), *arc(8, 0, 8, 90, 180))  # what two arcs leave along a diagonal
X_LEAF = (*arc(0, 4, 4, 270, 360), *arc(4, 0, 4, 90, 180))  # half as large: four of them make the X
BALLOON = ((0, 0), *arc(4, 4, 4, 270, 540))
HEAD, SHOULDERS = arc(4, 2, 2, 0, 360), arc(4, 8, 4, 180, 360)

PRIMITIVES: dict[str, tuple[Layers, Layers, Layers, Layers]] = {
    # Arcs, cycles of research, co-creation and experiment: quarter disc, two rings, half discs, facing quarters.
    "inovacao": (
        (("solid", QUARTER),),
        (("solid", QUARTER), ("mid", RING)),
        (("solid", arc(4, 0, 4, 0, 180)), ("mid", arc(4, 4, 4, 0, 180))),
        (("mid", RING), ("solid", _sector(8, 8, 4, 180, 270))),
    ),
    # Diagonals, the shortest way: half, band, chevron, hourglass.
    "simplificacao": (
        (("solid", ((0, 0), (8, 0), (0, 8))),),
        (("mid", ((0, 0), (4, 0), (0, 4))), ("solid", ((8, 0), (8, 4), (4, 8), (0, 8)))),
        (("solid", ((0, 0), (4, 4), (8, 0), (8, 4), (4, 8), (0, 4))),),
        (("solid", ((0, 0), (8, 0), (4, 4))), ("dark", ((0, 8), (4, 4), (8, 8)))),
    ),
    # Voices: leaf, balloon, person, leaf with its echo.
    "participacao": (
        (("solid", LEAF),),
        (("solid", BALLOON), ("white", arc(4, 4, 1.5, 0, 360))),
        (("dark", HEAD), ("solid", SHOULDERS)),
        (("mid", _sector(0, 8, 8, 270, 360)), ("solid", LEAF)),
    ),
}
