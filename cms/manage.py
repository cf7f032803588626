"""``make manage`` and ``make shell``: manage.py on the database of `make run`, started when it is not running."""

import os
import sys

from cms.database import database


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    from django.core.management import execute_from_command_line

    with database(share=True):
        execute_from_command_line(["manage.py", *sys.argv[1:]])


if __name__ == "__main__":
    main()
