"""Writes a panel as inline SVG for the pages of the site; called by the template tags of ``website.py``.

Colours are classes: areas, forced colours and print get theirs from the style sheet, and nothing is written inline.
"""

from collections import defaultdict
from functools import lru_cache
from itertools import pairwise

from home.panels.plan import Panel
from home.panels.shapes import SQUARE, TILE, X_LEAF, Outline, Tone, turned

CLASSES: dict[Tone, str] = {
    "solid": "s",
    "mid": "m",
    "soft": "g",
    "dark": "d",
    "white": "w",
    "ground": "x",
    "sign": "y",
    "hole": "v",
}
KEPT = 4096  # drawings of some 3 kB each, the least recently shown forgotten first


@lru_cache(maxsize=KEPT)
def drawn(panel: Panel) -> str:
    """Return the panel as an ``svg`` element without words, hidden from those who do not see it."""
    paths: dict[str, dict[tuple[int, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for column, row, tile in panel.tiles():
        for depth, (tone, outline) in enumerate(panel.layers(tile)):
            level = depth if tile.primitive is not None else min(depth, 1)
            # Grounds have sharp edges (t), so that no seam shows between tiles; outlines of one colour share a path.
            colour = CLASSES[tone] + (" t" if outline is SQUARE else "")
            paths[tile.area][level, colour].append(_path(outline, column, row))
    groups = (_group(paths[area], "" if panel.area else area) for area in sorted(paths))
    return _svg("".join(groups), panel.columns, panel.rows)


@lru_cache(maxsize=1)
def lost_sign() -> str:
    """Return the X alone: it lies beside the wall on the page of what is not found."""
    leaves = "".join(_path(turned(X_LEAF, quarter), 0, 0) for quarter in range(4))
    return _svg(f'<path class="x" d="{_path(SQUARE, 0, 0)}"/><path class="y" d="{leaves}"/>', 1, 1, "painel loose")


def _svg(shapes: str, columns: int, rows: int, css_class: str = "painel") -> str:
    return (
        f'<svg class="{css_class}" viewBox="0 0 {columns * TILE} {rows * TILE}" preserveAspectRatio="xMinYMin slice"'
        f' aria-hidden="true" focusable="false">{shapes}</svg>'
    )


def _group(paths: dict[tuple[int, str], list[str]], area: str) -> str:
    written = "".join(f'<path class="{key[1]}" d="{"".join(paths[key])}"/>' for key in sorted(paths))
    return f'<g class="area-{area}">{written}</g>' if area else written


def _path(outline: Outline, column: int, row: int) -> str:
    """Return the outline, moved to its tile; relative commands, so that equal tiles read alike and compress well."""
    written = f"M{outline[0].x + column * TILE:g} {outline[0].y + row * TILE:g}"
    for before, step in pairwise(outline):
        x, y = step.x - before.x, step.y - before.y
        if step.radius:
            written += f"a{step.radius:g} {step.radius:g} 0 0{int(step.is_clockwise)}{x:g} {y:g}"
        elif not y:
            written += f"h{x:g}"
        elif not x:
            written += f"v{y:g}"
        else:
            written += f"l{x:g} {y:g}"
    return f"{written}z".replace(" -", "-")
