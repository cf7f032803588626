"""``manage.py load_demo``: loads the demonstration content in both languages; ``make run`` calls it at every start."""

import logging
import sys
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from home.demo.loader import Step, load


class Command(BaseCommand):
    help = "Load the demonstration content, once: what editors change or delete afterwards stays as they leave it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="Make anew what was deleted since; change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        # Wagtail says two lines for each page published: nobody could see the progress between them.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        report = load(day=timezone.localdate(), watch=_with_progress_bar, again=options["again"])
        if not report.made:
            self.stdout.write("The demonstration content is there.")
            return
        counted = ", ".join(f"{number} {kind}" for kind, number in report.made.items() if kind != "drafts")
        self.stdout.write(f"Demonstration content loaded: {counted}.")
        if report.failures:
            problems = "\n".join(f"{failure.key}: {failure.problems}" for failure in report.failures)
            raise CommandError(f"Not in the published store:\n{problems}")


def _with_progress_bar(steps: list[Step]) -> Iterable[Step]:
    """Show how far the loader is if somebody watches."""
    return tqdm(steps, desc="load_demo", unit="step", disable=not sys.stderr.isatty())
