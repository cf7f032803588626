"""``make tokens``: write tokens.css from the State's design system Ágora, and copy the letters of Noto Sans.

Both packages are pinned in package.json beside this file and unpacked below ``VAR_DIR``. Only the custom properties
that site.css uses are taken over, then our repairs (repairs.css) follow. Running it again changes nothing.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent / "static" / "home"
SITE, TOKENS, FONTS = STATIC / "site.css", STATIC / "tokens.css", STATIC / "fonts"
REPAIRS, SOURCES = HERE / "repairs.css", HERE / "package.json"
AGORA, NOTO = "@ama-pt/agora-design-system", "@fontsource-variable/noto-sans"
# Upright with the axes of weight and width; italic, rare in our texts, with that of weight alone.
FONT_FILES = ("noto-sans-latin-wdth-normal.woff2", "noto-sans-latin-wght-italic.woff2")

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DEFINITION = re.compile(r"(?<![\w-])(--[a-z0-9-]+)\s*:\s*([^;}]+)")
_USE = re.compile(r"var\(\s*(--[a-z0-9-]+)")


def main() -> None:
    packages = _unpack(Path(os.environ.get("VAR_DIR") or HERE.parent.parent / "var") / "design")
    theme = (packages / AGORA / "src/styles/theme.css").read_text()
    TOKENS.write_text(tokens(theme, site=SITE.read_text(), repairs=REPAIRS.read_text(), version=_version(AGORA)))
    FONTS.mkdir(parents=True, exist_ok=True)
    for name in FONT_FILES:
        shutil.copyfile(packages / NOTO / "files" / name, FONTS / name)
    shutil.copyfile(packages / NOTO / "LICENSE", FONTS / "OFL.txt")


def tokens(theme: str, *, site: str, repairs: str, version: str) -> str:
    """Return the text of tokens.css: the names that `site` and `repairs` use, with the values of `theme`.

    Raises ``LookupError`` when a name is defined nowhere.
    """
    values: dict[str, str] = {}
    for name, value in _DEFINITION.findall(_COMMENT.sub("", theme)):
        values.setdefault(name, " ".join(value.split()))
    taken = [name for name in values if name in needed(site, repairs) - defined(repairs)]
    missing = needed(site, repairs) - defined(repairs) - set(taken)
    if missing:
        raise LookupError(f"Ágora {version} has no {', '.join(sorted(missing))}.")
    lines = "".join(f"  {name}: {values[name]};\n" for name in taken)
    head = (
        f"/* Written by `make tokens`: change home/design/ instead. From {AGORA} {version} (MIT, see NOTICE):\n"
        "   under its own names, only those that site.css uses. Names that begin with --labx are ours. */\n"
    )
    return f"{head}:root {{\n{lines}\n{repairs.rstrip()}\n}}\n"


def needed(site: str, repairs: str) -> set[str]:
    """Return the custom properties that the style sheet uses and does not define itself."""
    used = set(_USE.findall(_COMMENT.sub("", site))) | defined(repairs) | set(_USE.findall(repairs))
    return used - defined(site)


def defined(css: str) -> set[str]:
    """Return the custom properties that a style sheet defines."""
    return {name for name, _value in _DEFINITION.findall(_COMMENT.sub("", css))}


def _version(package: str) -> str:
    return str(json.loads(SOURCES.read_text())["dependencies"][package])


def _unpack(folder: Path) -> Path:
    """Have npm put the pinned packages below `folder`, without their dependencies' scripts and without a lock file."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SOURCES, folder / SOURCES.name)
    command = ["npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.call(command, cwd=folder):
        sys.exit("npm could not fetch the packages of home/design/package.json; its message is above.")
    return folder / "node_modules"


if __name__ == "__main__":
    main()
