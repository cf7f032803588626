"""``make lint``, ``types``, ``check`` and the like: one place that knows how each tool is called, by hand and in CI."""

import os
import subprocess
import sys
from collections.abc import Callable

from cms.database import database
from cms.postgres import BASE_DIR

ROOMS = ["cms", "home", "api", "search", "published", "content"]
PIP_COMPILE = ["pip-compile", "--generate-hashes", "--strip-extras", "--allow-unsafe", "--no-annotate", "--quiet"]
# A lock must not say where packages were downloaded from.
PIP_COMPILE += ["--no-header", "--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"]


def main() -> None:
    name, *arguments = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    sys.exit(TOOLS[name](arguments))


def lint(arguments: list[str]) -> int:
    return _all(
        ["ruff", "check", "--output-format", "concise"],
        ["ruff", "format", "--check", "--output-format", "concise"],
        ["lint-imports", "--no-logo"],
        ["djlint", "--lint", "--quiet", *_template_folders()],  # its format would change words' spaces
    )


def types(arguments: list[str]) -> int:
    return _all(["mypy", *ROOMS], ["mypy", "--package", "benchmarks"])


def check(arguments: list[str]) -> int:
    with database(share=True):
        failed = lint([]) + types([])
        return failed + _all(
            [sys.executable, "manage.py", "check"],
            [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
            [sys.executable, "manage.py", "export_schema", "--check"],
            [sys.executable, "manage.py", "check_contract"],
        )


def format_code(arguments: list[str]) -> int:
    return _all(["ruff", "check", "--fix"], ["ruff", "format"])


def messages(arguments: list[str]) -> int:
    ignored = [part for name in ("var", ".venv", "tests", "benchmarks") for part in ("--ignore", name)]
    return _all([sys.executable, "manage.py", "makemessages", "--locale", "pt", "--add-location", "file", *ignored])


def schema(arguments: list[str]) -> int:
    with database(share=True):
        return _all([sys.executable, "manage.py", "export_schema", *arguments])


def tokens(arguments: list[str]) -> int:
    return _all([sys.executable, "-m", "home.design.tokens"])


def bench(arguments: list[str]) -> int:
    with database(share=True):
        return _all([sys.executable, "-m", "benchmarks", *arguments])


def requirements(arguments: list[str]) -> int:
    commands = [[*PIP_COMPILE, *arguments, "--output-file", f"{name}.txt", f"{name}.in"] for name in ("base", "dev")]
    return _all(*commands, folder="requirements")


def _all(*commands: list[str], folder: str = ".") -> int:
    """Run every command, also after a failure; 1 when one of them failed."""
    failed = 0
    for command in commands:
        shown = ["python" if part == sys.executable else part for part in command]
        print("+", " ".join(shown), flush=True)
        failed |= bool(subprocess.call(command, cwd=BASE_DIR / folder))
    return failed


def _template_folders() -> list[str]:
    return sorted(str(path.relative_to(BASE_DIR)) for room in ROOMS for path in (BASE_DIR / room).glob("**/templates"))


TOOLS: dict[str, Callable[[list[str]], int]] = {
    "lint": lint,
    "types": types,
    "check": check,
    "format": format_code,
    "messages": messages,
    "schema": schema,
    "tokens": tokens,
    "bench": bench,
    "requirements": requirements,
}

if __name__ == "__main__":
    main()
