"""Images with all their renditions as rows over a few real, small files. Called by the seeding.

Beside our own presets there are those that the comparators ask for, so that none has to draw while it is measured.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from PIL import Image as Drawing
from wagtail.images.models import Filter
from wagtail.models import Collection

from benchmarks.seeding.rows import Rows
from content.models import Image, Rendition
from content.presets import ALL_SPECS

COLOURS = ("teal", "goldenrod", "slateblue")  # one original each
SIZE = (1800, 1200)
#: Wagtail's admin and its API for images ask for these: specification, width, height, format.
OF_OTHERS = (("max-165x165", 165, 110, "png"), ("max-800x600", 800, 533, "png"))
PAGES_PER_IMAGE = 12


def draw_files() -> None:
    """Draw the files that are not there yet: one colour each, as large as the rows say."""
    for colour in COLOURS:
        _draw(original(colour), SIZE, colour)
        for _specification, width, height, name in renditions(colour):
            _draw(name, (width, height), colour)


def original(colour: str) -> str:
    return f"original_images/seeded-{colour}.png"


def renditions(colour: str) -> list[tuple[str, int, int, str]]:
    """Return specification, width, height and file of each rendition."""
    found = []
    for specification in ALL_SPECS:
        size, _, file_format = specification.removeprefix("fill-").partition("|format-")
        width, height = map(int, size.split("x"))
        found.append((specification, width, height, f"images/seeded-{colour}-{width}x{height}.{file_format}"))
    return found + [
        (name, width, height, f"images/seeded-{colour}-{name}.{form}") for name, width, height, form in OF_OTHERS
    ]


def add_images(rows: Rows, *, pages: int, now: datetime) -> list[int]:
    """Add an image for every few pages; return the primary keys."""
    collection = Collection.get_first_root_node().pk
    unfocused = Image(collection_id=collection)
    focal_point_keys = {
        specification: Filter(spec=specification).get_cache_key(unfocused)
        for specification, *_ in renditions(COLOURS[0])
    }
    keys = []
    for number in range(max(len(COLOURS), pages // PAGES_PER_IMAGE)):
        colour = COLOURS[number % len(COLOURS)]
        key = rows.add(
            Image,
            title=f"Imagem {number}",
            file=original(colour),
            width=SIZE[0],
            height=SIZE[1],
            collection_id=collection,
            created_at=now,
            alt_pt=f"Retângulo de cor lisa, número {number}",
            alt_en=f"A plain rectangle, number {number}",
            renditions_made_at=now,
        )
        for specification, width, height, file in renditions(colour):
            rows.add(
                Rendition,
                image_id=key,
                filter_spec=specification,
                focal_point_key=focal_point_keys[specification],
                width=width,
                height=height,
                file=file,
            )
        keys.append(key)
    return keys


def _draw(name: str, size: tuple[int, int], colour: str) -> None:
    path = Path(settings.MEDIA_ROOT) / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        Drawing.new("RGB", size, colour).save(path)
