"""The twelve primitives of tile panels, the leaf of the X and the square of a tile; ``plan.py`` puts them together.

A tile is a square of 8 units with y downwards, like on a screen.
"""

from typing import Literal, NamedTuple

# "ground" and "sign": the contrast pair of the experiment. "hole": the empty place on the page of what is not found.
Tone = Literal["solid", "mid", "soft", "dark", "white", "ground", "sign", "hole"]


class Step(NamedTuple):
    """Where an outline goes next: straight, or along an arc when it has a radius."""

    x: float
    y: float
    radius: float = 0
    is_clockwise: bool = True


Outline = tuple[Step, ...]  # closed: the last step leads back to the first
Layers = tuple[tuple[Tone, Outline], ...]

TILE = 8


def turned(outline: Outline, quarter_turns: int) -> Outline:
    """Return the outline after that many quarter turns clockwise inside its tile."""
    for _turn in range(quarter_turns % 4):
        outline = tuple(step._replace(x=TILE - step.y, y=step.x) for step in outline)
    return outline


def _outline(path: str) -> Outline:
    """Read ``x,y`` (straight) and ``x,y)radius`` or ``x,y(radius`` (along an arc, clockwise or not)."""
    steps = []
    for word in path.split():
        is_clockwise = "(" not in word
        place, _bow, radius = word.replace("(", ")").partition(")")
        x, y = place.split(",")
        steps.append(Step(float(x), float(y), float(radius or 0), is_clockwise))
    return tuple(steps)


def _disc(x: float, y: float, radius: float) -> Outline:
    return Step(x - radius, y), Step(x + radius, y, radius), Step(x - radius, y, radius)


SQUARE = _outline("0,0 8,0 8,8 0,8")
X_LEAF = _outline("4,4 0,0)4 4,4)4")  # what two arcs leave along a diagonal: four of them make the X
HOLE = _outline("1,1 7,1 7,7 1,7")
_QUARTER, _RING = _outline("0,0 8,0 0,8)8"), _outline("0,0 4,0 0,4)4")
_LEAF = _outline("0,0 8,8)8 0,0)8")

PRIMITIVES: dict[str, tuple[Layers, Layers, Layers, Layers]] = {
    # Arcs, cycles of research, co-creation and experiment: quarter disc, two rings, half discs, facing quarters.
    "inovacao": (
        (("solid", _QUARTER),),
        (("solid", _outline("4,0 8,0 0,8)8 0,4 4,0(4")), ("mid", _RING)),  # beside, not above: no seam shows through
        (("solid", _outline("0,0 8,0(4")), ("mid", _outline("0,4 8,4(4"))),
        (("mid", _RING), ("solid", _outline("8,8 4,8 8,4)4"))),
    ),
    # Diagonals, the shortest way: half, band, chevron, hourglass.
    "simplificacao": (
        (("solid", _outline("0,0 8,0 0,8")),),
        (("mid", _outline("0,0 4,0 0,4")), ("solid", _outline("8,0 8,4 4,8 0,8"))),
        (("solid", _outline("0,0 4,4 8,0 8,4 4,8 0,4")),),
        (("solid", _outline("0,0 8,0 4,4")), ("dark", _outline("0,8 4,4 8,8"))),
    ),
    # Voices: leaf, balloon, person, leaf with its echo.
    "participacao": (
        (("solid", _LEAF),),
        (("solid", _outline("0,0 4,0 8,4)4 4,8)4 0,4)4")), ("white", _disc(4, 4, 1.5))),
        (("dark", _disc(4, 2, 2)), ("solid", _outline("0,8 8,8)4"))),
        (("mid", _outline("0,0 8,8)8 0,8")), ("solid", _LEAF)),
    ),
}
