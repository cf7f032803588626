"""The text of a key, such as ``labx_k3v9x2ab_…``, how one is made, and the digest that is kept of it.

The prefix says whose key it is, to people and to scanners for secrets; the eight characters after it name the key and
are no secret; the rest is. Called by ``api.keys.models`` and ``api.keys.recognition``.
"""

import hashlib
import re
import secrets
import string

PREFIX = "labx"
PUBLIC_ALPHABET = string.ascii_lowercase + string.digits
SECRET_ALPHABET = string.ascii_letters + string.digits  # no signs: a double click selects the whole key
PUBLIC_LENGTH = 8
SECRET_LENGTH = 43  # 62 ** 43 is more than 2 ** 256

PUBLIC_PATTERN = re.compile(rf"[a-z0-9]{{{PUBLIC_LENGTH}}}")
PATTERN = re.compile(rf"{PREFIX}_([a-z0-9]{{{PUBLIC_LENGTH}}})_[A-Za-z0-9]{{{SECRET_LENGTH}}}")


def new_public_id() -> str:
    return "".join(secrets.choice(PUBLIC_ALPHABET) for _ in range(PUBLIC_LENGTH))


def new_text(public_id: str) -> str:
    """A key with a new secret of more than 256 random bits."""
    return f"{first_characters(public_id)}_" + "".join(secrets.choice(SECRET_ALPHABET) for _ in range(SECRET_LENGTH))


def first_characters(public_id: str) -> str:
    """What a key may be called by: shown in lists, the same for every secret that it ever had."""
    return f"{PREFIX}_{public_id}"


def digest_of(text: str) -> str:
    """SHA-256, hexadecimal. Not slow on purpose: nobody guesses 256 random bits."""
    return hashlib.sha256(text.encode()).hexdigest()


def public_id_of(text: str) -> str | None:
    """The public part of what looks like a key; None for anything else."""
    found = PATTERN.fullmatch(text)
    return found[1] if found else None
