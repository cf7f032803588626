"""Who has used something of the schema lately: the last day by key, from what ``api.usage`` counts."""

from datetime import date

from django.db import DatabaseError
from django.db.models import Max, Q

from api.keys.models import ApiKey
from api.usage.models import ANONYMOUS, FieldCount, first_kept_day


class UsesUnknownError(Exception):
    """The counts cannot be read, or there are none: what is in use is not known here."""


def require_counts() -> None:
    """Raises UsesUnknownError where this database cannot tell what is in use."""
    try:
        is_counted = FieldCount.objects.filter(day__gte=first_kept_day()).exists()
    except DatabaseError as error:
        raise UsesUnknownError(f"the database cannot be read ({str(error).strip().splitlines()[0]})") from error
    if not is_counted:
        raise UsesUnknownError("no question has been counted in this database in the last 90 days")


def last_uses(name: str) -> dict[str, date]:
    """Who used it and when last: the names of keys. What is asked of a type's fields uses the type."""
    of_it = Q(name=name) | Q(name__startswith=f"{name}(" if "." in name else f"{name}.")
    counted = FieldCount.objects.filter(of_it, day__gte=first_kept_day())
    days = dict(counted.values_list("key").annotate(last=Max("day")))
    names = dict(ApiKey.objects.filter(pk__in=days).values_list("pk", "name"))
    return {
        "somebody without a key" if key == ANONYMOUS else f"the key “{names.get(key, key)}”": day
        for key, day in sorted(days.items())
    }
