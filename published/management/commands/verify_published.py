"""``manage.py verify_published``: compares the store with Wagtail's tables; exits 1 if they differ."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from published.whole_store import count_rows, differences


class Command(BaseCommand):
    help = "Report every difference between the published store and Wagtail's tables. Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        quiet = options["verbosity"] == 0
        with tqdm(total=count_rows(), unit=" entries", disable=quiet or None) as bar:
            for difference in differences(looked_at=bar.update):
                found += 1
                self.stdout.write(str(difference))
        if found:
            self.stderr.write(f"{found} differences. `manage.py rebuild_published` puts them right.")
            sys.exit(1)
        if options["verbosity"] > 0:
            self.stdout.write("The store is what Wagtail's tables say.")
