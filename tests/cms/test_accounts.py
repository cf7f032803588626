"""The first accounts: passwords of this machine, kept for their owner, and never forced back on anybody."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from cms.accounts import ensure_accounts, secret_key


@pytest.mark.django_db
def test_the_accounts_are_made_once_and_told_each_time(tmp_path: Path) -> None:
    file = tmp_path / "sign-in.json"
    first = ensure_accounts(file)
    assert ensure_accounts(file) == first
    admin, editor = (get_user_model().objects.get(username=name) for name in ("admin", "editor"))
    assert admin.is_superuser
    assert [group.name for group in editor.groups.all()] == ["Moderators"]
    assert admin.check_password(first["admin"])
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_a_password_that_somebody_changed_is_left_alone_and_not_told(tmp_path: Path) -> None:
    ensure_accounts(tmp_path / "sign-in.json")
    admin = get_user_model().objects.get(username="admin")
    admin.set_password("chosen by the administrator")
    admin.save()
    assert ensure_accounts(tmp_path / "sign-in.json")["admin"] == ""
    admin.refresh_from_db()
    assert admin.check_password("chosen by the administrator")


def test_each_machine_has_a_secret_key_of_its_own(tmp_path: Path) -> None:
    one, other = secret_key(tmp_path / "one"), secret_key(tmp_path / "other")
    assert secret_key(tmp_path / "one") == one != other
    assert len(one) >= 50
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o600
