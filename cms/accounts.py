"""The accounts of a first start: an administrator and an editor, with passwords made on this machine."""

import json
import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

ACCOUNTS = {"admin": "", "editor": "Editors"}  # user name: group; the administrator needs none


def ensure_accounts(file: Path) -> dict[str, str]:
    """Create what is missing and give user name → password; "" where somebody chose another password meanwhile.

    The passwords are kept in ``file``, readable for its owner only.
    """
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


def _passwords(file: Path) -> dict[str, str]:
    known: dict[str, str] = {}
    if file.exists():
        known = json.loads(file.read_text())
    missing = [name for name in ACCOUNTS if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(12) for name in missing}
        unfinished = file.with_name(f"{file.name}.{os.getpid()}")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as output:
            json.dump(known, output)
        unfinished.rename(file)
    return known
