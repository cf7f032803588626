"""html-validate, the npm package pinned in html/package.json: installed below ``VAR_DIR`` by who first needs it.

Its own recommendations and those for accessibility hold (html/htmlvalidate.json, which cannot hold comments), except:
the doctype is written small, as Django and browsers do; several checkboxes of one filter share a name, as HTML means
them to; a list may be named, as ARIA allows; code is a region that keeps its lines, which <section> does not; templates
leave blanks at the ends of lines that nobody sees; and how long a title is, is the editors' matter.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests import npm_packages

HERE = Path(__file__).parent / "html"
WHY_NOT = "html-validate needs node and npm (Node.js 20.19 or later)"


def is_possible() -> bool:
    return npm_packages.is_possible()


def program() -> Path:
    """The installed program."""
    return npm_packages.installed(HERE / "package.json") / "node_modules/.bin/html-validate"


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
