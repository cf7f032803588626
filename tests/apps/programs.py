"""Node programs (the example apps, scripts over client libraries), each copied beside the packages it names and run."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests import npm_packages

EXAMPLES = Path(settings.BASE_DIR) / "examples"
WHY_NOT = "the apps need node and npm (Node.js 20 or later)"


@dataclass(frozen=True)
class Ended:
    status: int
    output: str
    errors: str


@dataclass(frozen=True)
class Program:
    """A folder with a ``package.json``; ``run`` starts one of its files."""

    folder: Path

    def run(self, *words: str, **environment: str) -> Ended:
        # Not pipes: node may end before a pipe has taken everything.
        with (self.folder / "output").open("w+") as output, (self.folder / "errors").open("w+") as errors:
            done = subprocess.run(
                ["node", *words],
                cwd=self.folder,
                stdout=output,
                stderr=errors,
                timeout=120,
                env={**os.environ, "NODE_ENV": "production", **environment},
            )
        return Ended(done.returncode, (self.folder / "output").read_text(), (self.folder / "errors").read_text())


def program(source: Path, folder: Path) -> Program:
    """A copy of the program in ``source``, as a developer would copy it, with its packages installed."""
    copied = folder / source.name
    shutil.copytree(source, copied, ignore=shutil.ignore_patterns("node_modules"))
    if '"dependencies"' in (source / "package.json").read_text():
        packages = npm_packages.installed(source / "package.json")
        (copied / "node_modules").symlink_to(packages / "node_modules", target_is_directory=True)
    return Program(copied)
