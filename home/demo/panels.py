"""Draws tile panels as PNG images for the loader; what stands where is planned by ``home/panels``."""

from io import BytesIO
from math import acos, ceil, cos, hypot, sin, tau

from PIL import Image, ImageDraw

from home.panels.plan import Panel, Tile
from home.panels.shapes import TILE, Outline, Step, Tone

# The glazes of Ágora, the State's design system: its primary, success and warning scales. "ground" and "sign" are the
# contrast pair of the experiment and its X.
NAVY, WHITE, YELLOW, BLUE = "#021c51", "#ffffff", "#ffd966", "#034ad8"
COLOURS: dict[str, dict[Tone, str]] = {
    "inovacao": {"solid": BLUE, "mid": "#a0d8fe", "soft": "#e5eeff", "ground": YELLOW, "sign": NAVY},
    "simplificacao": {"solid": "#00724c", "mid": "#36b289", "soft": "#c2f2e2", "ground": NAVY, "sign": YELLOW},
    "participacao": {"solid": "#fbbb3c", "mid": "#ffe699", "soft": "#fff2cc", "ground": BLUE, "sign": WHITE},
}
SHARED_COLOURS: dict[Tone, str] = {"dark": NAVY, "white": WHITE}
SUPERSAMPLING = 4
POINTS = 192  # on a whole circle: smooth at the largest size drawn


def png(panel: Panel, *, width: int = 1600, height: int = 1067) -> bytes:
    """Return the panel as PNG, anchored at the top left and cropped at the end and below."""
    side = _side(panel, width, height)
    drawn: dict[Tile, Image.Image] = {}
    wall = Image.new("RGB", (width, height), WHITE)
    for column, row, tile in panel.tiles():
        if tile not in drawn:
            drawn[tile] = _draw(panel, tile, side=side)
        wall.paste(drawn[tile], (column * side, row * side))
    target = BytesIO()
    wall.save(target, "PNG", compress_level=6)
    return target.getvalue()


def experiment_box(panel: Panel, *, width: int = 1600, height: int = 1067) -> tuple[int, int, int, int] | None:
    """Return centre x, centre y, width and height in pixels of the experiment: the focal point of the image."""
    if panel.experiment is None:
        return None
    side = _side(panel, width, height)
    column, row = panel.experiment
    return column * side + side // 2, row * side + side // 2, side, side


def _side(panel: Panel, width: int, height: int) -> int:
    return max(ceil(width / panel.columns), ceil(height / panel.rows))


def _draw(panel: Panel, tile: Tile, *, side: int) -> Image.Image:
    """Return one tile of `side` pixels, drawn larger and reduced, so that its edges are smooth."""
    colours = {**SHARED_COLOURS, **COLOURS[tile.area]}
    size = side * SUPERSAMPLING
    image = Image.new("RGB", (size, size))
    canvas = ImageDraw.Draw(image)
    for tone, outline in panel.layers(tile):
        canvas.polygon([(x * size / TILE, y * size / TILE) for x, y in _points(outline)], fill=colours[tone])
    return image.reduce(SUPERSAMPLING)


def _points(outline: Outline) -> list[tuple[float, float]]:
    """Return the corners of the outline, with many of them along its arcs."""
    points = [(outline[0].x, outline[0].y)]
    for step in outline[1:]:
        points += _arc(points[-1], step) if step.radius else [(step.x, step.y)]
    return points


def _arc(begin: tuple[float, float], step: Step) -> list[tuple[float, float]]:
    """Return points from `begin`, which is left out, to the step: of two possible arcs the shorter, as in SVG."""
    (x, y), radius = begin, step.radius
    chord_x, chord_y = step.x - x, step.y - y
    chord = hypot(chord_x, chord_y)
    to_centre = (max(radius**2 - chord**2 / 4, 0) ** 0.5) / chord * (1 if step.is_clockwise else -1)
    centre_x, centre_y = x + chord_x / 2 - chord_y * to_centre, y + chord_y / 2 + chord_x * to_centre
    whole = acos(max(-1.0, 1 - chord**2 / (2 * radius**2))) * (1 if step.is_clockwise else -1)
    count = ceil(abs(whole) / tau * POINTS)
    angles = (whole * number / count for number in range(1, count + 1))
    from_x, from_y = x - centre_x, y - centre_y
    return [
        (centre_x + from_x * cos(angle) - from_y * sin(angle), centre_y + from_x * sin(angle) + from_y * cos(angle))
        for angle in angles
    ]
