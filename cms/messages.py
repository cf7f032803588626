"""Compile locale/*/LC_MESSAGES/*.po without gettext's tools, which a fresh machine does not have.

Called by ``make run``, ``make test`` and ``manage.py compilemessages``. The compiled files go under var/, which Django
reads as a second locale folder, so the checkout stays clean.
"""

import os
from pathlib import Path

import polib


def compile_messages(source: Path, target: Path) -> list[Path]:
    """Compile every catalogue newer than its compiled form; give the files written."""
    written = []
    for catalogue in sorted(source.glob("*/LC_MESSAGES/*.po")):
        compiled = target / catalogue.relative_to(source).with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        compiled.parent.mkdir(parents=True, exist_ok=True)
        # Renamed when complete: two commands may compile side by side.
        unfinished = compiled.with_name(f"{compiled.name}.{os.getpid()}")
        polib.pofile(str(catalogue)).save_as_mofile(str(unfinished))
        unfinished.rename(compiled)
        written.append(compiled)
    return written
