"""npm packages that tests run: exact versions in a ``package.json``, installed below ``VAR_DIR`` at first need.

No lock file is kept and no script of a package is run.
"""

import fcntl
import shutil
import subprocess
from pathlib import Path

from django.conf import settings

INSTALL = ["npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


def is_possible() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))


def installed(package: Path) -> Path:
    """The folder with the ``node_modules`` of a ``package.json``; installing happens once per content of that."""
    folder = Path(settings.VAR_DIR) / "npm" / package.parent.name
    folder.mkdir(parents=True, exist_ok=True)
    wanted = package.read_text()
    done = folder / "installed.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists() or done.read_text() != wanted:
            (folder / "package.json").write_text(wanted)
            subprocess.run(INSTALL, cwd=folder, check=True)
            done.write_text(wanted)
    return folder
