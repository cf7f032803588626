"""The released schemas, ``graphql/releases/<version>.graphql``. Written by ``release_schema``, read by the check."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from graphql import GraphQLSchema, build_schema

FOLDER = Path(settings.BASE_DIR) / "graphql" / "releases"

Version = tuple[int, ...]


@dataclass(frozen=True)
class Release:
    """One file of the folder."""

    path: Path

    @property
    def version(self) -> Version:
        return version_of(self.path.stem)

    @cached_property
    def schema(self) -> GraphQLSchema:
        return build_schema(self.path.read_text(encoding="utf-8"), assume_valid=True)


def version_of(text: str) -> Version:
    """``0.1.0`` as numbers that can be compared; raises ValueError."""
    return tuple(int(number) for number in text.split("."))


def releases(folder: Path | None = None) -> list[Release]:
    """All of them, the oldest first."""
    return sorted((Release(path) for path in (folder or FOLDER).glob("*.graphql")), key=lambda release: release.version)


def present_version() -> str:
    """The version that is worked on or was released last, as pyproject.toml says it."""
    with (Path(settings.BASE_DIR) / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
