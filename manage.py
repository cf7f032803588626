#!/usr/bin/env python
"""Django's command line for this project; ``make`` lists the everyday commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        _ = settings.INSTALLED_APPS  # read now: a missing setting is one sentence, not a traceback
    except ImproperlyConfigured as error:
        sys.exit(f"LabX CMS cannot start. {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
