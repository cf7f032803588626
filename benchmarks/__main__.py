"""``make bench``: everything that is measured, one after the other; results go to ``benchmarks/results/``.

Its arguments select a part (``make bench ARGS="--works list_20,page --ways sql"``). It ends with 0 when everything ran:
a goal that is missed is printed and written down, but a slow or busy machine is no failure. It ends with another
number when something did not run, or when a way gives other data than ours.
"""

import argparse
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import growth, machine, measuring, memory, publishing, report
from benchmarks.goals import goals
from benchmarks.questions.works import WORKS
from benchmarks.seeding import seeded_database
from benchmarks.servers.running import CHECKOUT, THREADS
from benchmarks.ways import WAYS

PARTS = ("ways", "growth", "memory", "publication")


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    sizes: tuple[int, ...]
    turns: int
    seconds: float
    requests: int  # for the memory of a worker
    walk: int


FULL = Effort(sizes=(2_000, 20_000, 100_000), turns=5, seconds=1.0, requests=100_000, walk=50)
QUICK = Effort(sizes=(2_000,), turns=3, seconds=0.2, requests=6_000, walk=20)


def main() -> None:
    chosen = _arguments()
    effort: Effort = QUICK if chosen.quick else FULL
    sizes = tuple(chosen.sizes or effort.sizes)
    turns, seconds = chosen.turns or effort.turns, chosen.seconds or effort.seconds
    plan = measuring.Plan(turns, seconds, frozenset(chosen.works), frozenset(chosen.ways), walk=effort.walk)
    server_url = os.environ["DATABASE_URL"]
    results: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "revision": _revision(),
        "machine": machine.describe(server_url),
        "plan": {"quick": chosen.quick, "sizes": sizes, "turns": turns, "seconds": seconds, "threads": THREADS},
        "seeding": {},
        "sizes": {},
    }
    begin = time.monotonic()
    urls = {}
    for pages in sizes:
        started = time.monotonic()
        urls[pages] = seeded_database(pages, server_url=server_url)
        results["seeding"][f"{pages:,} pages, seconds"] = round(time.monotonic() - started, 1)

    def keep() -> None:
        """Write what is known so far: the rest may take half an hour, and may fail."""
        results["seconds"] = round(time.monotonic() - begin)
        results["goals"] = goals(results)
        report.write(results, folder=chosen.results)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "ways" in chosen.parts:
            for pages, url in urls.items():
                print(f"{pages:,} pages", flush=True)
                results["sizes"][str(pages)] = measuring.measure(url, plan, folder=folder)
                keep()
        if "growth" in chosen.parts:
            ends = {pages: urls[pages] for pages in (min(urls), max(urls))}
            results["growth"] = growth.measure(ends, turns=turns, seconds=seconds, folder=folder)
            keep()
        if "publication" in chosen.parts:
            results["publication"] = publishing.measure(urls, folder=folder)
            keep()
        if "memory" in chosen.parts:
            results["memory"] = memory.measure(urls[min(urls)], requests=effort.requests, folder=folder)
    keep()
    print(report.goals_table(results["goals"]))
    print(f"\n{report.summary(results['goals'])}")
    print(f"{results['seconds']} seconds; everything is in {chosen.results}/latest.md.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure the speed of reading beside other ways.")
    quick = os.environ.get("QUICK", "") not in ("", "0")
    parser.add_argument("--quick", action="store_true", default=quick, help="2,000 pages only, in under five minutes")
    parser.add_argument("--sizes", type=_numbers, help="numbers of pages: 2000,100000")
    parser.add_argument("--parts", type=_names(PARTS), default=list(PARTS), help=f"of {', '.join(PARTS)}")
    parser.add_argument("--works", type=_names([work.name for work in WORKS]), default=[], help="what is asked")
    parser.add_argument("--ways", type=_names([way.name for way in WAYS]), default=[], help="who is asked, beside ours")
    parser.add_argument("--turns", type=int, help="how often all are asked in turn")
    parser.add_argument("--seconds", type=float, help="how long each is asked in a turn")
    parser.add_argument("--results", type=Path, default=report.FOLDER, help="folder for latest.json and latest.md")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def _names(known: Any) -> Any:
    def names(text: str) -> list[str]:
        chosen = text.split(",")
        if unknown := set(chosen) - set(known):
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}")
        return chosen

    return names


def _revision() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
