"""``manage.py migrate``: Django's, one at a time. Of two machines that are brought up together the second one waits."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

LOCK = 0x1ABD  # an advisory lock of PostgreSQL; the number is arbitrary


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with connections[options["database"]].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            super().handle(*args, **options)
        finally:
            with connections[options["database"]].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
