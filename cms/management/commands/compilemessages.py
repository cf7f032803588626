"""``manage.py compilemessages``: in place of Django's, which needs gettext's tools."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.messages import compile_messages


class Command(BaseCommand):
    help = "Compile the catalogues under locale/ (no gettext needed)."

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = settings.LOCALE_PATHS
        for path in compile_messages(source, target):
            self.stdout.write(str(path))
