"""The accounts of a first start: an administrator and an editor, with passwords made on this machine."""

import json
import os
import secrets
from pathlib import Path

ACCOUNTS = {"admin": "", "editor": "Moderators"}  # user name: group, one that may publish; the administrator needs none


def ensure_accounts(file: Path) -> dict[str, str]:
    """Create what is missing and give user name → password; "" where somebody chose another password meanwhile.

    The passwords are kept in ``file``, readable for its owner only.
    """
    from django.contrib.auth import get_user_model  # the settings may still want the secret key below
    from django.contrib.auth.models import Group

    passwords = _passwords(file)
    users = get_user_model().objects
    told = {}
    for name, group in ACCOUNTS.items():
        password = passwords[name]
        user = users.filter(username=name).first()
        if user is None:
            email = f"{name}@example.org"
            if group:
                user = users.create_user(name, email, password)
                user.groups.add(Group.objects.get(name=group))
            else:
                user = users.create_superuser(name, email, password)
        told[name] = password if user.check_password(password) else ""
    return told


def secret_key(file: Path) -> str:
    """This machine's own secret key, made at the first start: a published one would open every admin."""
    if not file.exists():
        _write(file, secrets.token_urlsafe(50))
    return file.read_text()


def _passwords(file: Path) -> dict[str, str]:
    known: dict[str, str] = {}
    if file.exists():
        known = json.loads(file.read_text())
    missing = [name for name in ACCOUNTS if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(12) for name in missing}
        _write(file, json.dumps(known))
    return known


def _write(file: Path, content: str) -> None:
    """Write whole or not at all, for the owner's eyes only."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as output:
        output.write(content)
    unfinished.rename(file)
