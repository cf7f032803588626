"""The clock: publishes and expires what is due, each object in a publication block of its own.

Called every second by ``manage.py work``. Wagtail's own ``publish_scheduled`` wraps nothing in a transaction, so a
kill between its steps loses the schedule; here the schedule, the page and the store change together or not at all.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from typing import Any

import structlog
from django.apps import apps
from django.db import connection, models
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from published.publication import publication

log = structlog.get_logger(__name__)

FIRST_RETRY = 5.0  # seconds
LONGEST_RETRY = 600.0


@dataclass
class Clock:
    """Remembers which objects failed, so that one of them neither stops the others nor is tried in a hot loop."""

    monotonic: Callable[[], float] = time.monotonic
    _retries: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)  # key: (not before, delay)

    def tick(self) -> int:
        """Do what is due by now; give how many objects were published or expired."""
        now = timezone.now()
        done = 0
        # Publishing first: an expiry cancels every schedule of its object.
        due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
        for pk in due.values_list("pk", flat=True):
            done += self._try("publish", str(pk), partial(publish_revision, pk, now=now))
        for model in expiring_models():
            expired = model._default_manager.filter(live=True, expire_at__lte=now).order_by("expire_at")
            for pk in expired.values_list("pk", flat=True):
                key = f"{model._meta.label}:{pk}"
                done += self._try("expire", key, partial(expire_object, model, pk, now=now))
        return done

    def _try(self, what: str, key: str, act: Callable[[], bool]) -> int:
        not_before, delay = self._retries.get((what, key), (0.0, 0.0))
        if self.monotonic() < not_before:
            return 0
        try:
            done = act()
        except Exception:
            if not connection.is_usable():
                raise  # the database is gone: not this object's fault
            delay = min(max(FIRST_RETRY, delay * 2), LONGEST_RETRY)
            self._retries[what, key] = (self.monotonic() + delay, delay)
            log.exception("schedule_failed", what=what, key=key, next_try_in=delay)
            return 0
        self._retries.pop((what, key), None)
        if done:
            log.info("schedule_done", what=what, key=key)
        return int(done)


def publish_revision(pk: int, *, now: datetime) -> bool:
    """Publish one due revision; False when another worker or an editor has it in hand, or it is no longer due."""
    with publication():
        revision = (
            Revision.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(pk=pk, approved_go_live_at__lte=now)
            .first()
        )
        if revision is None:
            return False
        model = revision.content_type.model_class()
        if model is None or not _lock(model, revision.object_id):  # None: its type has left the code
            return False
        revision.publish(log_action="wagtail.publish.scheduled")
        # Its whole time may have passed while no worker ran: then it must not be seen even for a second.
        _expire(model, revision.object_id, now=now)
        return True


def expire_object(model: type[models.Model], pk: object, *, now: datetime) -> bool:
    """Take one expired object off; False when somebody else has it in hand, or it is no longer due."""
    with publication():
        return _lock(model, pk) and _expire(model, pk, now=now)


def _expire(model: type[models.Model], pk: object, *, now: datetime) -> bool:
    expired = model._default_manager.filter(pk=pk, live=True, expire_at__lte=now).first()
    if expired is None:
        return False
    whole: Any = expired.specific if isinstance(expired, Page) else expired
    whole.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


@cache
def expiring_models() -> tuple[type[models.Model], ...]:
    """Pages, by their base table, and every snippet that has drafts."""
    snippets = (model for model in apps.get_models() if issubclass(model, DraftStateMixin))
    return (Page, *(model for model in snippets if not issubclass(model, Page)))


def _lock(model: type[models.Model], pk: object) -> bool:
    """Lock the object's row for this transaction, unless somebody else holds it."""
    base = Page if issubclass(model, Page) else model
    rows = base._default_manager.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk)
    return rows.values_list("pk", flat=True).first() is not None
