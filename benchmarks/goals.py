"""The goals, each with what was measured: computed from the results alone. Called by ``benchmarks.__main__``.

A goal whose measurement is not in the results has ``measured`` and ``met`` null and says why.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

Results = dict[str, Any]

AT_LEAST, AT_MOST = "at least", "at most"
SMALL, LARGE = "2000", "100000"
NOT_BELOW_SQL = 1.5
FLOOR = 0.85
GROWTH = 1.3
SLOWEST = 10
PUBLICATION = 1.5
FLAT = 0.05

_TITLES = {"list_20": "list of 20", "list_100": "list of 100", "page": "page by path", "filtered": "filtered list"}
#: Requests per second, computed, on a machine such as the one on which the others were measured.
MARKS = {"list_20": 600, "page": 1_130, "list_100": 640, "filtered": 680}


@dataclass(frozen=True)
class Goal:
    """``direction`` says on which side of ``target`` ``measured`` must be."""

    number: int
    name: str
    target: float
    direction: str
    measured: float | None
    met: bool | None
    unit: str = "times"
    why_not: str = ""  # it was not measured


def goals(results: Results) -> list[dict[str, Any]]:
    """Return every goal in the order of its number."""
    return [asdict(goal) for goal in sorted(_all(results), key=lambda goal: goal.number)]


def _all(results: Results) -> Iterator[Goal]:
    sizes = results.get("sizes", {})
    for size, works in sizes.items():
        yield from _ratios(works, size)
    yield from _growth(results.get("growth") or {})
    for size, works in sizes.items():
        yield from _slowest(works, size)
    yield from _publication(results.get("publication") or {})
    yield from _memory(results.get("memory") or {})


def goal(
    number: int,
    name: str,
    target: float,
    direction: str,
    measured: float | None,
    *,
    unit: str = "times",
    why_not: str = "",
) -> Goal:
    """Compare, with the measured figure as it is shown: three digits behind the point."""
    if measured is None:
        return Goal(number, name, target, direction, None, None, unit, why_not or "not measured in this run")
    measured = round(measured, 3)
    met = measured >= target if direction == AT_LEAST else measured <= target
    return Goal(number, name, target, direction, measured, met, unit)


def _ratios(works: dict[str, Any], size: str) -> Iterator[Goal]:
    at = f"at {int(size):,} pages"

    def times(work: str, way: str, other: str) -> float | None:
        rates = [works.get(work, {}).get(name, {}).get("per_second") for name in (way, other)]
        return rates[0] / rates[1] if all(rates) else None

    for work in ("list_20", "list_100"):
        ratio = times(work, "ours", "sql")
        yield goal(1, f"{_TITLES[work]}, computed, beside hand-written SQL, {at}", NOT_BELOW_SQL, AT_LEAST, ratio)
    for work, target in (("list_100", 100), ("page", 20), ("filtered", 20)):
        ratio = times(work, "ours", "grapple")
        title = f"{_TITLES[work]}{' with total and facets' if work == 'filtered' else ''}"
        yield goal(1, f"{title}, computed, beside wagtail-grapple, {at}", target, AT_LEAST, ratio)
    counts = [works.get(work, {}).get("ours", {}).get("statements") for work in ("list_20", "list_100")]
    grown = counts[1] / counts[0] if all(counts) else None
    yield goal(1, f"statements of the list of 100 beside those of the list of 20, {at}", 1, AT_MOST, grown)
    if size == SMALL:
        for work, mark in MARKS.items():
            rate = works.get(work, {}).get("ours", {}).get("per_second")
            name = f"{_TITLES[work]}, computed, {at}: mark on such a machine"
            yield goal(1, name, mark, AT_LEAST, rate, unit="requests per second")
    for way, title in (("ours_304", "a 304"), ("ours_repeated", "a repeated operation")):
        for work in works:
            ratio = times(work, way, "select_1")
            if ratio is not None and work != "changes":
                yield goal(2, f"{title}, {work}, beside SELECT 1 in a bare Django view, {at}", FLOOR, AT_LEAST, ratio)


def _growth(growth: dict[str, Any]) -> Iterator[Goal]:
    base = growth.get("news, newest first", {}).get(LARGE, {}).get("per_second")
    for name, figures in growth.items():
        small, large = (figures.get(size, {}).get("per_second") for size in (SMALL, LARGE))
        most = figures.get("most")
        missing = f"needs {int(LARGE):,} pages: run without QUICK"
        if most is None:
            ratio = small / large if small and large else None
            yield goal(3, f"{name}: cost at 100,000 pages beside 2,000", GROWTH, AT_MOST, ratio, why_not=missing)
        else:
            ratio = base / large if base and large else None
            number = 4 if name.startswith("search") else 3
            yield goal(number, f"{name} at 100,000 pages beside the list of 20", most, AT_MOST, ratio, why_not=missing)


def _slowest(works: dict[str, Any], size: str) -> Iterator[Goal]:
    for work, ways in works.items():
        figures = ways.get("ours", {})
        ratio = figures["p99_ms"] / figures["p50_ms"] if figures.get("p50_ms") else None
        yield goal(4, f"{work}: p99 beside p50 under load, at {int(size):,} pages", SLOWEST, AT_MOST, ratio)


def _publication(publication: dict[str, Any]) -> Iterator[Goal]:
    sizes: dict[str, Callable[[str], Any]] = {size: publication.get(size, {}).get for size in (SMALL, LARGE)}
    for size, figures in sizes.items():
        name = f"a publication beside a bare Wagtail publication, at {int(size):,} pages"
        why = publication.get("why_not") or ("needs 100,000 pages: run without QUICK" if size == LARGE else "")
        yield goal(5, name, PUBLICATION, AT_MOST, figures("ratio"), why_not=why)
    yield goal(
        5,
        "moving a branch of 1,000 pages: statements for a page",
        0.1,
        AT_MOST,
        publication.get("moving", {}).get("statements_per_page"),
        unit="statements",
        why_not=publication.get("why_not") or "",
    )


def _memory(memory: dict[str, Any]) -> Iterator[Goal]:
    requests = memory.get("requests", 0)
    name = f"memory of a worker: growth from 1,000 to {requests:,} requests"
    yield goal(6, name, FLAT, AT_MOST, memory.get("growth"), unit="share")
