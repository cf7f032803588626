"""Ends a key for good, and writes down who did. Called by the admin and by ``manage.py revoke_key``."""

from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.log_actions import log

from api.keys.models import ApiKey

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

REVOKED = "api_keys.revoke"


def revoke(key: ApiKey, user: "AbstractBaseUser | None" = None) -> bool:
    """Revokes a key: the next request that shows it is refused. False where it was revoked before."""
    if key.revoked_at is not None:
        return False
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    log(key, REVOKED, user=user)
    return True
