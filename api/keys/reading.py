"""What requests read of keys: one statement each, prepared, over an index. Nothing is kept: revoking works at once."""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from api.callers import KnownKey
from api.keys.origins import ANY
from published.prepared import prepared_rows

# What is revoked or expired is as unknown as what never was.
VALID = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > %(now)s)"
KEY = f"""
    SELECT digest, id, name, scopes, origins, budget, stored_only, expires_at FROM api_keys_apikey
    WHERE public_id = %(public_id)s AND {VALID}
"""
KEY_WITH_ORIGIN = f"SELECT 1 FROM api_keys_apikey WHERE origins && %(origins)s::varchar[] AND {VALID} LIMIT 1"


def valid_key(public_id: str) -> tuple[str, KnownKey] | None:
    """The key that is called so, unless it is revoked or has expired, beside the digest of its text."""
    row = _prepared_row(KEY, {"public_id": public_id, "now": timezone.now()})
    if row is None:
        return None
    digest, key_id, name, scopes, origins, budget, stored_only, expires = row
    return digest, KnownKey(key_id, name, frozenset(scopes), frozenset(origins), budget, stored_only, expires)


def some_key_allows(origin: str) -> bool:
    """Whether any valid key may be used from an origin."""
    return _prepared_row(KEY_WITH_ORIGIN, {"origins": [origin, ANY], "now": timezone.now()}) is not None


def _prepared_row(statement: str, parameters: dict[str, Any]) -> Sequence[Any] | None:
    """The first row, asked of the database that is written to: a copy may not know of a revocation yet."""
    return next(iter(prepared_rows(statement, parameters, using=DEFAULT_DB_ALIAS)), None)
