"""``manage.py work`` in processes of its own: on time, and nothing lost or done twice when it is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, PageLogEntry, Revision

from cms.postgres import BASE_DIR
from published.models import Entry
from tests import factories
from tests.cms import waiting_tasks
from tests.database import database_url

pytestmark = pytest.mark.django_db(transaction=True)

StartWorker = Callable[[], "subprocess.Popen[bytes]"]
FLUSH_LOCK = 0x1ABC  # what a publication takes at its end (published/publication.py)


@pytest.fixture
def start_worker(settings: Any) -> Iterator[StartWorker]:
    workers = []
    environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "cms.settings.development"}

    def start() -> "subprocess.Popen[bytes]":
        worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=BASE_DIR, env=environment)
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()


@pytest.fixture
def queue(settings: Any) -> None:
    """Tasks go to the database, as in production: those of the test and of the worker meet nowhere else."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def wait_until(condition: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def has_started(marker: Path) -> bool:
    """Whether the task has written its mark; a file exists a moment before its words do."""
    return marker.exists() and marker.read_text() == "started\n"


def scheduled_news(*, seconds: float) -> tuple[Page, datetime]:
    """A draft and when it goes live."""
    news = factories.news(live=False)
    news.go_live_at = timezone.now() + timedelta(hours=1)
    revision = news.save_revision()
    revision.publish()
    assert not is_live(news)
    # Brought forward when all is saved: a slow machine must not find the time past already.
    due = timezone.now() + timedelta(seconds=seconds)
    content = {**revision.content, "go_live_at": due.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(content=content, approved_go_live_at=due)
    return news, due


def is_live(page: Page) -> bool:
    return Page.objects.filter(pk=page.pk, live=True).exists()


def stored(page: Page) -> bool:
    return Entry.objects.filter(key=f"{type(page).__name__}:{page.pk}").exists()


def publications(page: Page) -> int:
    return PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count()


def test_a_page_goes_live_and_expires_within_two_seconds(start_worker: StartWorker, queue: None) -> None:
    start_worker()
    ready, _ = scheduled_news(seconds=0)
    wait_until(lambda: is_live(ready))  # the worker is up

    news, due = scheduled_news(seconds=1)
    wait_until(lambda: is_live(news))
    assert timedelta(0) <= timezone.now() - due < timedelta(seconds=2)
    assert stored(news)

    expiring = factories.news()
    assert stored(expiring)
    due = timezone.now() + timedelta(seconds=1)
    Page.objects.filter(pk=expiring.pk).update(expire_at=due)
    wait_until(lambda: not is_live(expiring))
    assert timezone.now() - due < timedelta(seconds=2)
    assert not stored(expiring)


def test_a_worker_killed_in_the_middle_of_a_publication_leaves_it_to_the_next(
    start_worker: StartWorker, queue: None
) -> None:
    news, _ = scheduled_news(seconds=0)
    with psycopg.connect(database_url(), autocommit=True) as blocker:
        blocker.execute("SELECT pg_advisory_lock(%s)", [FLUSH_LOCK])
        killed = start_worker()
        # The page is saved and not yet committed when the worker waits for the end of its publication.
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = %s"
        wait_until(lambda: blocker.execute(waiting, [FLUSH_LOCK]).fetchone() == (1,))
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
    assert not is_live(news)
    assert not stored(news)
    assert news.scheduled_revision is not None

    start_worker()
    start_worker()
    wait_until(lambda: is_live(news))
    wait_until(lambda: stored(news))
    time.sleep(1.5)
    assert publications(news) == 1


def test_a_task_of_a_killed_worker_is_done_once_by_the_next(
    start_worker: StartWorker, queue: None, tmp_path: Path
) -> None:
    marker = tmp_path / "marker"
    result = waiting_tasks.make_group_and_wait.enqueue("Made by a task", str(marker), 2)
    killed = start_worker()
    wait_until(lambda: has_started(marker))
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert not Group.objects.filter(name="Made by a task").exists()

    start_worker()
    wait_until(lambda: DBTaskResult.objects.get(pk=result.id).status == "SUCCESSFUL")
    assert marker.read_text() == "started\nstarted\n"
    assert Group.objects.filter(name="Made by a task").count() == 1


def test_a_worker_told_to_stop_ends_the_task_in_hand_first(
    start_worker: StartWorker, queue: None, tmp_path: Path
) -> None:
    marker = tmp_path / "marker"
    result = waiting_tasks.make_group_and_wait.enqueue("Made before the end", str(marker), 1)
    worker = start_worker()
    wait_until(lambda: has_started(marker))
    worker.terminate()
    assert worker.wait(20) == 0
    assert DBTaskResult.objects.get(pk=result.id).status == "SUCCESSFUL"
