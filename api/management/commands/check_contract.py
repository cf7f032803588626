"""``manage.py check_contract``: whether the schema of the code breaks what was released, announced or in use.

Exit status: 0 all is well, 1 something is refused, 2 the check could not be made.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from graphql import build_schema

from api.contract.checking import check
from api.contract.releases import Release, releases, version_of
from api.contract.uses import UsesUnknownError, last_uses, require_counts
from api.schema import schema
from api.sdl import schema_sdl


class Command(BaseCommand):
    help = "Compares the schema of the code with the last released one: nothing may go that was not announced."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", metavar="VERSION", help="compare with this release instead of the last one")
        parser.add_argument(
            "--allow-removal",
            metavar="NAME",
            action="append",
            default=[],
            help="let this go although it is in use: NewsPage.subtitle, 'Query.news(first:)'; may be repeated",
        )
        parser.add_argument(
            "--require-usage",
            action="store_true",
            help="fail where something goes and the database cannot tell whether it is in use",
        )

    def handle(
        self, *args: Any, since: str | None, allow_removal: list[str], require_usage: bool, **options: Any
    ) -> None:
        compared = _since(since)
        present = build_schema(schema_sdl(schema.graphql_schema), assume_valid=True)
        try:
            require_counts()
            unknown = ""
        except UsesUnknownError as error:
            unknown = str(error)
        verdict = check(
            [release.schema for release in compared],
            present,
            today=timezone.localdate(),
            last_uses=None if unknown else last_uses,
            overridden=allow_removal,
        )
        for sentence in verdict.to_mind:
            self.stdout.write(f"To mind: {sentence}")
        for sentence in verdict.allowed:
            self.stdout.write(f"Allowed: {sentence}")
        for sentence in verdict.refused:
            self.stderr.write(f"Refused: {sentence}")
        if unknown:
            self.stderr.write(f"Not checked: whether what goes is in use: {unknown}.")
        name = compared[0].path.name
        if verdict.refused:
            raise CommandError(
                f"{len(verdict.refused)} changes since graphql/releases/{name} are refused.", returncode=1
            )
        if unknown and require_usage and verdict.breaks:
            raise CommandError("What goes may be in use.", returncode=2)
        self.stdout.write(f"The schema keeps what graphql/releases/{name} promised: {len(verdict.allowed)} removed.")


def _since(version: str | None) -> list[Release]:
    """The release to compare with and those after it."""
    known = releases()
    if not known:
        raise CommandError("There is no release to compare with: run manage.py release_schema", returncode=2)
    if version is None:
        return known[-1:]
    try:
        found = [release for release in known if release.version >= version_of(version)]
    except ValueError:
        found = []
    if not found or found[0].path.stem != version:
        names = ", ".join(release.path.stem for release in known)
        raise CommandError(f"There is no release {version}; there are: {names}", returncode=2)
    return found
