"""``manage.py release_schema``: keeps the schema of the code as that of a release, for ``check_contract``."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from graphql import build_schema

from api.contract import releases
from api.contract.checking import check
from api.schema import schema
from api.sdl import schema_sdl


class Command(BaseCommand):
    help = "Writes graphql/releases/<version>.graphql from the code; the version is that of pyproject.toml."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--replace", action="store_true", help="write a version again that nobody has been given yet"
        )

    def handle(self, *args: Any, replace: bool, **options: Any) -> None:
        version = releases.present_version()
        path = releases.FOLDER / f"{version}.graphql"
        if path.exists() and not replace:
            raise CommandError(
                f"graphql/releases/{path.name} was released: give pyproject.toml the next version, or use --replace"
                " where nobody has been given this one yet"
            )
        sdl = schema_sdl(schema.graphql_schema)
        before = [one for one in releases.releases() if one.version < releases.version_of(version)]
        if before:
            verdict = check([before[-1].schema], build_schema(sdl, assume_valid=True), today=timezone.localdate())
            if verdict.refused:
                raise CommandError("\n".join(verdict.refused))
        path.parent.mkdir(exist_ok=True)
        path.write_text(sdl, encoding="utf-8")
        self.stdout.write(f"graphql/releases/{path.name}: {len(sdl.splitlines())} lines")
