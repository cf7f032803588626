"""The queue in one process: a task and its success are one, and dead workers' tasks come back, but not for ever."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django_tasks_db.models import DBTaskResult

from cms.task_queue import MOST_ATTEMPTS, TaskQueue
from tests.cms import waiting_tasks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queued(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def status_of(result: Any) -> str:
    return DBTaskResult.objects.get(pk=result.id).status


def claimed_by(worker: str, *, times: int = 1) -> Any:
    result = waiting_tasks.fail.enqueue()
    for _ in range(times):
        DBTaskResult.objects.get(pk=result.id).claim(worker)
    return result


def test_a_failed_task_leaves_nothing_but_its_failure() -> None:
    result = waiting_tasks.fail.enqueue()
    with TaskQueue() as queue:
        assert queue.run_next()
        assert not queue.run_next()
    assert status_of(result) == "FAILED"
    assert "on purpose" in DBTaskResult.objects.get(pk=result.id).traceback
    assert not Group.objects.filter(name="Of a failed task").exists()


def test_the_task_of_a_living_worker_stays_its_own() -> None:
    with TaskQueue() as living, TaskQueue() as other:
        result = claimed_by(living.worker)
        assert other.take_back() == 0
        assert status_of(result) == "RUNNING"
    with TaskQueue() as other:
        assert other.take_back() == 1
    assert status_of(result) == "READY"


def test_a_task_that_kills_every_worker_is_given_up() -> None:
    result = claimed_by("dead", times=MOST_ATTEMPTS)
    with TaskQueue() as queue:
        assert queue.take_back() == 1
    assert status_of(result) == "FAILED"


def test_a_task_that_meets_another_is_done_again(tmp_path: Path) -> None:
    result = waiting_tasks.meet_another.enqueue(str(tmp_path / "marker"), 2)
    with TaskQueue() as queue:
        assert [queue.run_next() for _ in range(4)] == [True, True, True, False]
    assert status_of(result) == "SUCCESSFUL"
    assert len(DBTaskResult.objects.get(pk=result.id).worker_ids) == 3


def test_a_task_that_always_meets_another_fails_in_the_end(tmp_path: Path) -> None:
    result = waiting_tasks.meet_another.enqueue(str(tmp_path / "marker"), 100)
    with TaskQueue() as queue:
        assert [queue.run_next() for _ in range(6)] == [True] * MOST_ATTEMPTS + [False]
    assert status_of(result) == "FAILED"
    assert "DeadlockDetected" in DBTaskResult.objects.get(pk=result.id).traceback
