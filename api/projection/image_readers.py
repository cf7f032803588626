"""How the fields of images with arguments are read: alternative text by language, renditions by preset."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from api.context import default_locale
from api.projection.compiler import Ask, Compiled
from api.projection.files import whole_address
from api.projection.readers import Reader
from api.projection.values import Reached
from published.reading import StoredEntry
from published.stored_entry import Renditions


@dataclass(frozen=True)
class AlternativeText(Reader):
    """In the language asked for, else that in which the image was reached, else the default one; "" if decorative."""

    def compile(self, ask: Ask) -> Compiled:
        asked, fallback = ask.arguments.get("locale"), default_locale()
        return Compiled(lambda image, run, locale: _alt(image, asked or locale, fallback))

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> str:
        return _alt(source.value, arguments.get("locale") or source.locale, default_locale())


def _alt(image: StoredEntry, locale: str, fallback: str) -> str:
    texts = image.card.get("alt") or {}
    return texts.get(locale) or texts.get(fallback) or ""


@dataclass(frozen=True)
class Rendition(Reader):
    """The file of one preset and format; null until it is made."""

    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        below = ask.below.of("Rendition")
        preset, file_format = ask.arguments["preset"], ask.arguments.get("format")

        def print_one(image: StoredEntry, run: Any, locale: str) -> Any:
            rendition = _rendition(image, preset, file_format)
            return None if rendition is None else below.print(rendition, run, locale)

        return Compiled(print_one)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        rendition = _rendition(source.value, arguments["preset"], arguments.get("format"))
        return None if rendition is None else Reached(rendition, source.locale)


def _rendition(image: StoredEntry, preset: str, file_format: str | None) -> dict[str, Any] | None:
    renditions, name = image.card.get("renditions"), (file_format or "WEBP").lower()
    if isinstance(renditions, Renditions):
        return renditions.file(preset, name)
    rendition: dict[str, Any] | None = ((renditions or {}).get(preset) or {}).get(name)
    return rendition


@dataclass(frozen=True)
class SourceSet(Reader):
    """The files of a preset as an HTML ``srcset``: every width made, in WebP."""

    def compile(self, ask: Ask) -> Compiled:
        preset = ask.arguments["preset"]
        return Compiled(lambda image, run, locale: _source_set(image, preset))

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> str | None:
        return _source_set(source.value, arguments["preset"])


def _source_set(image: StoredEntry, preset: str) -> str | None:
    files = (image.card.get("renditions") or {}).get(preset) or {}
    widths = files.get("srcSet") or [files[name] for name in ("webp",) if name in files]
    return ", ".join(f"{whole_address(one['url'])} {one['width']}w" for one in widths) or None
