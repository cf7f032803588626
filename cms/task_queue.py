"""Runs the tasks that django-tasks-db keeps in the database; started by ``manage.py work``.

Its own ``db_worker`` marks a task as running and forgets it when the worker is killed. Here a worker holds a database
lock for as long as it lives, so others see at once that it is dead and take its task back; and a task's work and its
success are committed together, so that a kill in between leaves neither.
"""

import os
import secrets
import socket
import zlib
from types import TracebackType
from typing import Any, Self

import structlog
from django.db import OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django_tasks.base import DEFAULT_TASK_BACKEND_ALIAS, TaskContext, TaskResultStatus
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult
from psycopg.errors import DeadlockDetected, SerializationFailure

log = structlog.get_logger(__name__)

LOCK_CLASS = 0x4C616258  # "LabX": the first half of the advisory locks' keys
MOST_ATTEMPTS = 5  # a task that kills its worker each time is given up


class TaskQueue:
    """One worker's hold on the queue: ``with TaskQueue() as queue: queue.run_next()``."""

    def __init__(self) -> None:
        self.worker = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(6)}"
        self._life: BaseDatabaseWrapper | None = None

    def __enter__(self) -> Self:
        # A connection of its own: the lock is the session's, and falls when this process does.
        self._life = connections.create_connection("default")
        with self._life.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_CLASS, _lock_number(self.worker)])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._life:
            try:
                if self._life.is_usable():
                    with self._life.cursor() as cursor:  # a pool would keep the session, and with it the lock
                        cursor.execute("SELECT pg_advisory_unlock_all()")
            finally:
                self._life.close()

    def check(self) -> None:
        """Raise when the database has dropped us: our tasks may be taken by others by now."""
        if not (self._life and self._life.is_usable()):
            raise ConnectionError("The worker lost its lock on the database.")

    def take_back(self) -> int:
        """Make the running tasks of dead workers ready again; give how many."""
        count = 0
        for pk in list(DBTaskResult.objects.running().values_list("pk", flat=True)):
            with transaction.atomic():
                task = DBTaskResult.objects.select_for_update(skip_locked=True).running().filter(pk=pk).first()
                if task is None or not _is_dead(task.worker_ids[-1] if task.worker_ids else ""):
                    continue
                if len(task.worker_ids) >= MOST_ATTEMPTS:
                    task.set_failed(RuntimeError(f"{MOST_ATTEMPTS} workers died while running this task."))
                    log.error("task_given_up", task=task.task_path, id=str(pk))
                else:
                    task.status = TaskResultStatus.READY
                    task.save(update_fields=["status"])
                    log.warning("task_taken_back", task=task.task_path, id=str(pk))
                count += 1
        return count

    def run_next(self) -> bool:
        """Run the next task that is ready; False when there is none."""
        with transaction.atomic():
            ready = DBTaskResult.objects.ready().filter(backend_name=DEFAULT_TASK_BACKEND_ALIAS)
            result = ready.get_locked()
            if result is None:
                return False
            result.claim(self.worker)
        self._run(result)
        return True

    def _run(self, result: DBTaskResult) -> None:
        try:
            sender = type(result.task.get_backend())
            task_started.send(sender=sender, task_result=result.task_result)
            with transaction.atomic():
                given = result.args_kwargs
                context: list[Any] = [TaskContext(task_result=result.task_result)] if result.task.takes_context else []  # type: ignore[arg-type]
                value = result.task.call(*context, *given["args"], **given["kwargs"])
                result.set_successful(value)
        except Exception as error:
            if _met_another(error) and len(result.worker_ids) < MOST_ATTEMPTS:
                result.status = TaskResultStatus.READY
                result.save(update_fields=["status"])
                log.warning("task_met_another", task=result.task_path, id=str(result.pk))
                return
            log.exception("task_failed", task=result.task_path, id=str(result.pk))
            result.set_failed(error)
        try:
            task_finished.send(sender=type(result.task.get_backend()), task_result=result.task_result)
        except ImportError:  # its code has left the product; said above
            return


def _lock_number(worker: str) -> int:
    return zlib.crc32(worker.encode()) - 2**31  # into PostgreSQL's signed integer


def _met_another(error: Exception) -> bool:
    """Whether PostgreSQL ended the transaction in favour of another one: done again, it will succeed.

    Two workers that bring Wagtail's search index up to date at once wait for each other's rows now and then.
    """
    return isinstance(error, OperationalError) and isinstance(error.__cause__, DeadlockDetected | SerializationFailure)


def _is_dead(worker: str) -> bool:
    """Whether nobody holds the worker's lock. Ask in a transaction: the lock is given back at its end."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_CLASS, _lock_number(worker)])
        (free,) = cursor.fetchone()
    return bool(free)
