"""html-validate, the npm package pinned in html/package.json: installed below ``VAR_DIR`` by who first needs it.

Its own recommendations and those for accessibility hold (html/htmlvalidate.json, which cannot hold comments), except:
the doctype is written small, as Django and browsers do; several checkboxes of one filter share a name, as HTML means
them to; a list may be named, as ARIA allows; code is a region that keeps its lines, which <section> does not; templates
leave blanks at the ends of lines that nobody sees; and how long a title is, is the editors' matter.
"""

import fcntl
import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).parent / "html"
WHY_NOT = "html-validate needs node and npm (Node.js 20.19 or later)"
# How npm is called: no lock file, no scripts of packages, no words about funding.
INSTALL = ["npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


def is_possible() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))


def program() -> Path:
    """The installed program; installing happens once per version."""
    folder = Path(settings.VAR_DIR) / "html-validate"
    folder.mkdir(parents=True, exist_ok=True)
    found = folder / "node_modules/.bin/html-validate"
    wanted = (HERE / "package.json").read_text()
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        installed = folder / "package.json"
        if not found.exists() or installed.read_text() != wanted:
            installed.write_text(wanted)
            subprocess.run(INSTALL, cwd=folder, check=True)
    return found


def findings(pages: Mapping[str, bytes], *, folder: Path) -> dict[str, list[str]]:
    """What is wrong with each page, by its path; ``folder`` is filled with the pages."""
    shutil.copyfile(HERE / "htmlvalidate.json", folder / ".htmlvalidate.json")
    names = {}
    for number, (path, body) in enumerate(pages.items()):
        name = f"{number}.html"
        (folder / name).write_bytes(body)
        names[str((folder / name).resolve())] = path
    command = [str(program()), "--formatter", "json", "--max-warnings", "0", "*.html"]
    report = folder / "report.json"
    with report.open("w") as output:  # not a pipe: node ends before a pipe has taken everything
        status = subprocess.run(command, cwd=folder, stdout=output).returncode
    if status not in (0, 1):
        raise RuntimeError(f"html-validate ended with status {status}; its message is above.")
    return {
        names[str((folder / result["filePath"]).resolve())]: [
            f"{one['line']}:{one['column']} {one['ruleId']}: {one['message']} ({one['selector']})"
            for one in result["messages"]
        ]
        for result in json.loads(report.read_text())
        if result["messages"]
    }
