"""Reads the texts of the demonstration: TOML files with both languages side by side. The loader's other parts use it.

A page's file is ``<folder>/<name>.toml``; ``<folder>/<name>`` is its name everywhere. Above the tables ``[pt]`` and
``[en]`` stands what both languages share.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("pt", "en")  # the first is the language that panels are drawn from


@dataclass(frozen=True)
class Text:
    """One thing with words in every language of `LANGUAGES`."""

    name: str
    shared: dict[str, Any]
    words: dict[str, dict[str, Any]]


def read_file(path: str) -> dict[str, Any]:
    """Return the content of a file of this folder, given without its ending."""
    return tomllib.loads((FOLDER / f"{path}.toml").read_text(encoding="utf-8"))


def read_text(path: str) -> Text:
    """Return the text that stands in one file."""
    return make_text(path, read_file(path))


def read_folder(folder: str) -> list[Text]:
    """Return the texts of a folder, ordered by their Portuguese title."""
    names = sorted(path.stem for path in (FOLDER / folder).glob("*.toml"))
    texts = [read_text(f"{folder}/{name}") for name in names]
    return sorted(texts, key=lambda text: str(text.words["pt"]["title"]))


def make_text(name: str, content: dict[str, Any]) -> Text:
    """Return the text of a table: the languages apart from what they share, sources named in full."""
    return Text(
        name=name,
        shared={key: value for key, value in content.items() if key not in LANGUAGES},
        words={language: with_sources(content[language], language) for language in LANGUAGES},
    )


def with_sources(value: Any, language: str) -> Any:
    """Return `value` with every ``{key}`` of ``sources.toml`` in its strings replaced by the source's name."""
    if isinstance(value, dict):
        return {key: with_sources(one, language) for key, one in value.items()}
    if isinstance(value, list):
        return [with_sources(one, language) for one in value]
    if isinstance(value, str):
        for key, names in _sources().items():
            value = value.replace("{" + key + "}", names[language])
    return value


@cache
def _sources() -> dict[str, dict[str, str]]:
    return read_file("sources")
