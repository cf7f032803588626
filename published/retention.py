"""Forgets removals that are so old that nobody may ask for them any more. Called once a day by ``manage.py work``."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

# A place in the feed may be asked for as long as it is the newest, and so many days after there is a newer one. Below
# the oldest such place nobody stands any more: neither its numbers nor the removals that they made are needed.
_FORGET = """
    WITH oldest AS (SELECT max(number) AS number FROM published_commit WHERE at < %s),
    numbers AS (DELETE FROM published_commit c USING oldest o WHERE c.number < o.number),
    removals AS (
        DELETE FROM published_change c USING oldest o
        WHERE c.what IN ('remove', 'forgotten') AND c.number < o.number RETURNING 1
    )
    SELECT count(*) FROM removals
"""


def forget_old_changes(*, now: datetime | None = None) -> int:
    """Forget what is older than CHANGES_KEPT_DAYS; give the number of removals. Nothing is forgotten with 0 days."""
    days: int = settings.CHANGES_KEPT_DAYS
    if days <= 0:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FORGET, [(now or timezone.now()) - timedelta(days=days)])
        return int(cursor.fetchone()[0])
