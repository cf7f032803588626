"""How results are written down."""

import json
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.goals import goals

FIGURES = {
    "per_second": 1204.4,
    "p50_ms": 6.1,
    "p99_ms": 12.34,
    "server_cpu_ms": 0.8,
    "postgresql_cpu_ms": 0.25,
    "statements": 2.0,
    "bytes": 15560,
    "client_share": 0.12,
    "answers": 3600,
    "note": "",
}


def _results() -> dict[str, Any]:
    slow = {**FIGURES, "per_second": 12.0, "note": "no facets"}
    sizes = {"2000": {"list_20": {"ours": FIGURES, "grapple": slow, "sql": {"cannot": "rich text"}}}}
    return {
        "at": "2026-03-01T10:00+00:00",
        "revision": "abc1234",
        "machine": {
            "processor": "A processor",
            "cores": 2,
            "memory_gb": 8.0,
            "system": "Linux 6",
            "load": [0.5, 0.4, 0.3],
            "python": "3.11.7",
            "postgresql": {"version": "18.0", "shared_buffers": "128MB", "fsync": "on"},
            "packages": {"django": "5.2"},
        },
        "plan": {"quick": True, "sizes": [2000], "turns": 3, "seconds": 0.25, "threads": 4},
        "sizes": sizes,
        "goals": goals({"sizes": sizes}),
    }


def test_both_files_are_written(tmp_path: Path) -> None:
    report.write(_results(), folder=tmp_path)

    assert json.loads((tmp_path / "latest.json").read_text()) == _results()
    assert (tmp_path / "latest.md").read_text() == report.markdown(_results())


def test_a_way_is_a_row_with_its_ratio_to_ours_and_a_star_where_it_gives_less() -> None:
    lines = report.markdown(_results()).splitlines()

    assert "| ours, computed | 1,204 | 1.00 | 6.10 | 12.34 | 0.80 + 0.25 | 2 | 15,560 | 12% |" in lines
    assert "| wagtail-grapple\\* | 12 | 0.01 | 6.10 | 12.34 | 0.80 + 0.25 | 2 | 15,560 | 12% |" in lines


def test_what_a_way_cannot_do_is_said_below_the_table() -> None:
    text = report.markdown(_results())

    assert f"| hand-written SQL |{f' {report.NOTHING} |' * 8}" in text
    assert "wagtail-grapple: no facets. hand-written SQL: rich text." in text


def test_the_machine_is_described() -> None:
    assert "A processor, 2 cores, 8.0 GB, Linux 6; PostgreSQL 18.0, Python 3.11.7, django 5.2." in report.markdown(
        _results()
    )


def test_a_goal_is_a_row_met_missed_or_not_measured() -> None:
    results = _results()
    lines = report.markdown(results).splitlines()

    mark = "list of 20, computed, at 2,000 pages: mark on such a machine"
    assert f"| 1 | {mark} | ≥ 600 | 1,204 | met |" in lines
    assert any(line.endswith(f"| not measured in this run | {report.NOTHING} |") for line in lines)
    assert report.summary(results["goals"]).startswith(f"{sum(g['met'] is True for g in results['goals'])} goals met, ")
