"""How long what is public may be kept without asking: until the next change that is known to come, and no longer.

Read by ``api.freshness`` and ``home.website.caching``, which send the headers.
"""

from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.utils import timezone

from published.schedule import expiring_models

ALWAYS_ASKED = "public, max-age=0, must-revalidate"
# The Cache-Tag of whatever a front-end cache may keep unasked: forgotten with every publication (published/purging.py).
EVERYTHING = "published"


@cache
def next_planned_change() -> str:
    """SQL for the moment of the next publication or expiry; one that is overdue is in the past, NULL means none.

    Asks the tables of Wagtail, where the schedule stands, by their indexes on these columns; of snippets there are few.
    """
    moments = [
        "(SELECT min(approved_go_live_at) FROM wagtailcore_revision WHERE approved_go_live_at IS NOT NULL)",
        *(
            f"(SELECT min(expire_at) FROM {model._meta.db_table} WHERE live AND expire_at IS NOT NULL)"
            for model in expiring_models()
        ),
    ]
    return f"least({', '.join(moments)})"


def cache_control(next_change: datetime | None, *, max_age: int = 0, is_private: bool = False) -> str:
    """The header of an answer whose content changes at ``next_change`` at the earliest, as far as is known.

    ``max_age`` is what the reader's own cache may keep it for, in seconds; FRONTEND_CACHE_SECONDS what the cache before
    the product may, which is told of publications. Whoever has kept it longer must ask, even when we cannot be reached.
    """
    left = seconds_until(next_change)
    ages = f"max-age={min(max_age, left)}"
    if settings.FRONTEND_CACHE_SECONDS and not is_private:
        ages += f", s-maxage={min(settings.FRONTEND_CACHE_SECONDS, left)}"
    return f"{'private' if is_private else 'public'}, {ages}, must-revalidate"


def seconds_until(next_change: datetime | None) -> int:
    """Whole seconds until then or until midnight, whichever is sooner; 0 for what is overdue.

    With a day that begins, organisations take new names.
    """
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    midnight = timezone.make_aware(today.replace(tzinfo=None) + timedelta(days=1))
    soonest = midnight if next_change is None else min(midnight, next_change)
    return max(0, int((soonest - now).total_seconds()))
