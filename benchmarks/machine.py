"""What the figures were measured on: the machine, the versions of everything, and the processor time of processes."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

PACKAGES = (
    *("django", "wagtail", "wagtail-grapple", "graphene-django", "graphql-core", "djangorestframework", "django-ninja"),
    *("psycopg", "granian"),
)
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def describe(database_url: str) -> dict[str, Any]:
    with psycopg.connect(database_url) as connection:
        row = connection.execute(
            "SELECT current_setting('server_version'), current_setting('shared_buffers'), current_setting('fsync')"
        ).fetchone()
    assert row is not None
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PHYS_PAGES") * _PAGE / 1e9, 1),
        "system": f"{platform.system()} {platform.release()}",
        "load": [round(one, 2) for one in os.getloadavg()],  # of the minutes before: others who work here
        "python": platform.python_version(),
        "postgresql": {"version": row[0], "shared_buffers": row[1], "fsync": row[2]},
        "packages": {name: version(name) for name in PACKAGES},
    }


def processor_seconds(processes: Iterable[int]) -> float:
    """Return how long processes have used the processor, in their own code and in the kernel."""
    ticks = 0
    for pid in processes:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS


def resident_bytes(pid: int) -> int:
    """Return the memory that a process has in use."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


def backends(connection: psycopg.Connection[Any]) -> list[int]:
    """Return the processes that PostgreSQL runs for this database, but for that of ``connection``.

    Empty where it runs on another machine: then its processor time is not known.
    """
    rows = connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    ).fetchall()
    return [pid for (pid,) in rows if Path(f"/proc/{pid}/stat").exists()]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
