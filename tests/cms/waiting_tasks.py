"""Tasks that a worker process of a test runs: they leave rows behind and can be made to wait."""

import time
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import connection
from django_tasks import task


@task()
def make_group_and_wait(name: str, marker: str, seconds: float) -> int:
    """Make a group, say so outside of the database, then wait: whoever kills the worker now interrupts it."""
    Group.objects.create(name=name)
    with Path(marker).open("a") as file:
        file.write("started\n")
    time.sleep(seconds)
    return Group.objects.filter(name=name).count()


@task()
def fail() -> None:
    Group.objects.create(name="Of a failed task")
    raise ValueError("on purpose")


@task()
def meet_another(marker: str, times: int) -> None:
    """Be ended by PostgreSQL in favour of another transaction, so many times; then succeed."""
    with Path(marker).open("a") as file:
        file.write("started\n")
    if Path(marker).read_text().count("started") <= times:
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'deadlock_detected'; END $$")
