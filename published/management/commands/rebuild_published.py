"""``manage.py rebuild_published``: the whole store from Wagtail's tables; changes nothing where it is up to date."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from published.models import Version
from published.whole_store import count_rows, rebuild


class Command(BaseCommand):
    help = "Build the published store from Wagtail's tables. Harmless at any time: what is up to date is not touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--processes",
            type=int,
            default=1,
            help="how many project at the same time; as many as there are processors",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        before = _version()
        failures = []
        quiet = options["verbosity"] == 0
        with tqdm(total=count_rows(), unit=" entries", disable=quiet or None) as bar:
            for rows, failed in rebuild(processes=options["processes"]):
                bar.update(rows)
                failures += failed
        for failure in failures:
            for problem in failure.problems:
                self.stderr.write(f"{failure.key}: {problem}")
        if failures:
            raise CommandError(f"{len(failures)} entries could not be projected; the others are up to date.")
        if not quiet:
            self.stdout.write("Rebuilt." if _version() != before else "Up to date: nothing changed.")


def _version() -> int:
    return Version.objects.values_list("number", flat=True).first() or 0
