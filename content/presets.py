"""The fixed list of image presets per use, and what exists of them for one image.

``content.tasks`` makes them after an image is saved; models only read what exists. No other size is ever made for
the public, so that no request can make the server write files.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from wagtail.images.models import Filter

if TYPE_CHECKING:
    from content.models.images import Image, Rendition


@dataclass(frozen=True)
class Preset:
    """One use of an image: its proportions, the widths made (pixels, ascending) and the file formats."""

    name: str
    width: int
    height: int
    widths: tuple[int, ...]
    formats: tuple[str, ...] = ("webp",)

    def filter_spec(self, *, width: int, format_name: str) -> str:
        """Return Wagtail's filter for one file: cropped around the focal point, never enlarged."""
        height = round(width * self.height / self.width)
        return f"fill-{width}x{height}|format-{format_name}"

    @property
    def specs(self) -> list[str]:
        return [self.filter_spec(width=width, format_name=name) for width in self.widths for name in self.formats]


# Social networks and mail programs want JPEG; browsers all read WebP.
_FOR_NETWORKS = ("webp", "jpeg")

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset("CARD", 800, 533, widths=(400, 800)),
        Preset("HERO", 1600, 800, widths=(800, 1200, 1600)),
        Preset("OPEN_GRAPH", 1200, 630, widths=(1200,), formats=_FOR_NETWORKS),
        Preset("SQUARE", 1080, 1080, widths=(1080,), formats=_FOR_NETWORKS),
        Preset("PORTRAIT", 1080, 1350, widths=(1080,), formats=_FOR_NETWORKS),
        Preset("STORY", 1080, 1920, widths=(1080,), formats=_FOR_NETWORKS),
        Preset("THUMBNAIL", 240, 160, widths=(240,)),
    )
}

ALL_SPECS: tuple[str, ...] = tuple(spec for preset in PRESETS.values() for spec in preset.specs)


def missing_filters(image: "Image") -> list[Filter]:
    """Return the filters of all presets for which `image` has no file with its present focal point."""
    existing = set(image.renditions.values_list("filter_spec", "focal_point_key"))
    filters = [Filter(spec=spec) for spec in ALL_SPECS]
    return [one for one in filters if (one.spec, one.get_cache_key(image)) not in existing]


def published_renditions(image: "Image") -> dict[str, dict[str, Any]]:
    """Return the existing files of `image` by preset and format, one statement; never makes one.

    ``{"CARD": {"webp": {"url", "width", "height"}, "srcSet": [{"url", "width", "height"}, …]}, "SQUARE": {"webp": …,
    "jpeg": …}}``: the widest file of each format, ``srcSet`` (WebP, ascending) for presets with several widths. Sizes
    are those of the file, smaller than the preset's where the original is small.
    """
    existing = {(made.filter_spec, made.focal_point_key): made for made in image.renditions.all()}
    result: dict[str, dict[str, Any]] = {}
    for preset in PRESETS.values():
        files: dict[str, Any] = {}
        source_set: dict[int, dict[str, Any]] = {}
        for format_name in preset.formats:
            for width in preset.widths:
                spec = preset.filter_spec(width=width, format_name=format_name)
                made = existing.get((spec, _filter(spec).get_cache_key(image)))
                if made is not None:
                    files[format_name] = _file(made)
                    if format_name == "webp":
                        source_set.setdefault(made.width, _file(made))
        if len(preset.widths) > 1 and source_set:
            files["srcSet"] = [source_set[width] for width in sorted(source_set)]
        if files:
            result[preset.name] = files
    return result


@cache
def _filter(specification: str) -> Filter:
    """Return the filter of one of the presets; what it does is read once."""
    return Filter(spec=specification)


def _file(rendition: "Rendition") -> dict[str, Any]:
    return {"url": rendition.url, "width": rendition.width, "height": rendition.height}
