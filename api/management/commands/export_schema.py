"""``manage.py export_schema``: writes the contract, ``graphql/schema.graphql``, from the code."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from api.schema import schema
from api.sdl import schema_sdl

SCHEMA_FILE = Path(settings.BASE_DIR) / "graphql" / "schema.graphql"


class Command(BaseCommand):
    help = "Writes graphql/schema.graphql from the code; with --check only says whether it is up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, exit 1 where the file differs")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        sdl = schema_sdl(schema.graphql_schema)
        if check:
            if not SCHEMA_FILE.exists() or SCHEMA_FILE.read_text(encoding="utf-8") != sdl:
                raise CommandError("graphql/schema.graphql differs from the code: run manage.py export_schema")
            self.stdout.write("graphql/schema.graphql is up to date")
            return
        SCHEMA_FILE.write_text(sdl, encoding="utf-8")
        self.stdout.write(f"graphql/schema.graphql: {len(sdl.splitlines())} lines")
