"""The steps of the seeding that need Django, in a process whose DATABASE_URL is the database to fill.

Called by ``benchmarks.seeding.databases``: ``python -m benchmarks.seeding.work migrate|files|fill <pages>``.
"""

import sys

import django


def main(step: str, *arguments: str) -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.seeding import filling

    if step == "migrate":
        call_command("migrate", verbosity=0, interactive=False)
    elif step == "files":
        filling.draw_files()
    elif step == "fill":
        today = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
        for name, seconds in filling.fill(int(arguments[0]), now=today).items():
            print(f"{name}: {seconds:.1f} s", file=sys.stderr)
    else:
        raise ValueError(step)


if __name__ == "__main__":
    main(*sys.argv[1:])
