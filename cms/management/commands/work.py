"""``manage.py work``: the one background process. It runs the task queue and the clock until it is told to stop.

Any number of them may run at once, and any may be killed at any point.
"""

import signal
import threading
import time
from argparse import ArgumentParser
from datetime import date
from types import FrameType
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils import timezone

from api.usage.models import forget_old_days
from cms.task_queue import TaskQueue
from content.organisation_names import write_names_of_today
from published import purging
from published.publication import publication
from published.retention import forget_old_changes
from published.schedule import Clock

log = structlog.get_logger(__name__)

TICK = 0.5  # seconds between looks at the clock and at the queue
TAKE_BACK = 10.0  # seconds between looks for the tasks of dead workers
RECOVERY = 2.0  # seconds to wait after the database has failed


class Command(BaseCommand):
    help = "Run tasks, and publish and expire what is scheduled, until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due and ready now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            with TaskQueue() as queue:
                Clock().tick()
                begin_day()
                queue.take_back()
                while queue.run_next():
                    pass
            if purging.is_configured():
                purging.Purger().tick()
            return
        stop = threading.Event()

        def on_signal(number: int, frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, on_signal)
        # Threads of their own: neither a long task nor a slow cache must make a publication late.
        threads = [threading.Thread(target=run_clock, args=[stop], name="clock")]
        if purging.is_configured():
            threads.append(threading.Thread(target=run_purger, args=[stop], name="purger"))
        for thread in threads:
            thread.start()
        run_queue(stop)
        stop.set()
        for thread in threads:
            thread.join()


def run_clock(stop: threading.Event) -> None:
    clock = Clock()
    day: date | None = None
    while not stop.is_set():
        try:
            clock.tick()
            if day != timezone.localdate():
                begin_day()
                day = timezone.localdate()
        except Exception:
            log.exception("clock_failed")
            connection.close()
            stop.wait(RECOVERY)
        close_old_connections()
        stop.wait(TICK)
    connection.close()


def run_purger(stop: threading.Event) -> None:
    """Tell the caches in front of the product what is published, see published/purging.py."""
    purger = purging.Purger()
    while not stop.is_set():
        try:
            purger.tick()
        except Exception:
            log.exception("purger_failed")
            connection.close()
            stop.wait(RECOVERY)
        close_old_connections()
        stop.wait(TICK)
    connection.close()


def begin_day() -> None:
    """Do what a new day brings: organisations take their new names; old counts of questions and old removals go."""
    with publication():
        for organisation in write_names_of_today():
            log.info("organisation_renamed", key=f"Organisation:{organisation.pk}")
    forget_old_days()
    if number := forget_old_changes():
        log.info("changes_forgotten", removals=number)


def run_queue(stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            with TaskQueue() as queue:
                _serve(queue, stop)
        except Exception:
            log.exception("queue_failed")
            connection.close()
            stop.wait(RECOVERY)
    connection.close()


def _serve(queue: TaskQueue, stop: threading.Event) -> None:
    next_take_back = 0.0
    while not stop.is_set():
        queue.check()
        if time.monotonic() >= next_take_back:
            queue.take_back()
            next_take_back = time.monotonic() + TAKE_BACK
        if not queue.run_next():
            close_old_connections()
            stop.wait(TICK)
