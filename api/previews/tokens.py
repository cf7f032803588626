"""The token of a preview link, such as ``draft_…``: signed, so that it can be shown again and stands nowhere.

The row of a link holds a random reference. The token is that reference with its signature by SECRET_KEY: whoever reads
the table cannot make one, and the admin can show it as often as somebody needs it. Tokens that were signed with one of
SECRET_KEY_FALLBACKS still open. Called by ``api.previews.models`` and ``api.previews.opening``; logs leave out what
looks like one (``cms.logs``).
"""

import base64
import hmac
import re
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

PREFIX = "draft_"
SALT = "api.previews.token"
REFERENCE_LENGTH = 16  # 80 random bits: no two links have the same, and nobody counts them
SIGNATURE_LENGTH = 32  # 160 bits: nobody guesses one
# Small letters and digits only: a double click selects the whole token, and no program breaks an address off in it.
PATTERN = re.compile(
    rf"{PREFIX}(?P<reference>[a-z2-7]{{{REFERENCE_LENGTH}}})(?P<signature>[a-z2-7]{{{SIGNATURE_LENGTH}}})"
)

NOBODYS = "-" * REFERENCE_LENGTH  # a reference that no link has


def new_reference() -> str:
    return _letters(secrets.token_bytes(REFERENCE_LENGTH * 5 // 8))


def token_of(reference: str) -> str:
    """The token of the link with this reference."""
    return f"{PREFIX}{reference}{_signature(reference, settings.SECRET_KEY)}"


def reference_of(token: str) -> str:
    """The reference that a token was signed for; NOBODYS for what we did not sign, after the same work."""
    found = PATTERN.fullmatch(token)
    reference, signature = (found["reference"], found["signature"]) if found else (NOBODYS, "")
    keys: list[str | bytes] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    matches = [hmac.compare_digest(_signature(reference, key), signature) for key in keys]
    return reference if any(matches) else NOBODYS


def _signature(reference: str, key: str | bytes) -> str:
    digest = salted_hmac(SALT, reference, secret=key, algorithm="sha256").digest()
    return _letters(digest)[:SIGNATURE_LENGTH]


def _letters(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()
