"""What a publication costs beside Wagtail's own, and how long it takes until readers see it.

Called by ``benchmarks.__main__``.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.servers.running import CHECKOUT, OURS_KEPT, servers


def measure(urls: dict[int, str], *, folder: Path) -> dict[str, Any]:
    """Return by number of pages what ``benchmarks.seeing`` tells of publishing; of ``moving`` on the smallest site."""
    found: dict[str, Any] = {}
    for pages, url in urls.items():
        with servers((OURS_KEPT,), database_url=url, folder=folder) as up:
            found[str(pages)] = _child(url, "publish", str(up[OURS_KEPT.name].port))
    found["moving"] = _child(urls[min(urls)], "move")
    return found


def _child(url: str, *arguments: str) -> dict[str, Any]:
    """Run a step of ``benchmarks.seeing`` over a database; return the JSON of its last line."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.seeing", *arguments]
    finished = subprocess.run(command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(finished.stdout.splitlines()[-1]))
