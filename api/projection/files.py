"""Addresses of files as clients on other hosts need them: whole, wherever the files are kept."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from graphql import GraphQLResolveInfo

from api.projection.compiler import Ask, Compiled
from api.projection.readers import Plain
from api.projection.values import Reached


def whole_address(stored: str) -> str:
    """An address of this installation in full; one on another host (files on S3 or a CDN) stays as it is."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{stored}" if stored.startswith("/") else stored


@dataclass(frozen=True)
class FileAddress(Plain):
    """The address of a file, printed whole."""

    def compile(self, ask: Ask) -> Compiled:
        get = self.part.getter(self.name)

        def print_whole(value: Any, run: Any, locale: str) -> str | None:
            stored = get(value)
            return stored if stored is None or not stored.startswith("/") else run.files_at + stored

        look = self.part.look_up(self.name)
        return Compiled(print_whole, source=f"(run.files_at + file if (file := {look}) and file[0] == '/' else file)")

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return _whole(super().resolve(source, info, **arguments))


def _whole(stored: str | None) -> str | None:
    return None if stored is None else whole_address(stored)
