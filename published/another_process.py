"""The beginning of a process that works on the store beside this one. It imports nothing that needs Django's set-up."""

import django
from django.conf import settings


def begin(database: str) -> None:
    """Set Django up, over the database of this name: the tests have another one than the settings say."""
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
