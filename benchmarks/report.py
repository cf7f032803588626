"""Writes results as JSON and as Markdown tables. Called by ``benchmarks.__main__``; reads nothing but the results."""

import json
from pathlib import Path
from typing import Any

from benchmarks.questions.works import WORKS
from benchmarks.ways import WAYS

FOLDER = Path(__file__).resolve().parent / "results"

Results = dict[str, Any]
NOTHING = "\N{EN DASH}"


def write(results: Results, *, folder: Path = FOLDER) -> None:
    """Write ``latest.json`` and ``latest.md``."""
    folder.mkdir(exist_ok=True)
    (folder / "latest.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    (folder / "latest.md").write_text(markdown(results))


def markdown(results: Results) -> str:
    parts = ["# Results of the benchmarks", _run(results), "## Goals", goals_table(results["goals"])]
    for size, works in results.get("sizes", {}).items():
        parts += [f"## {int(size):,} pages", *_works(works)]
    if results.get("growth"):
        parts += ["## The same questions by the size of the site", _growth(results["growth"])]
    for name, title in (("memory", "Memory of a worker"), ("publication", "Publication"), ("seeding", "Seeding")):
        if results.get(name):
            parts += [f"## {title}", _table(["", ""], [[key, _shown(value)] for key, value in _flat(results[name])])]
    return "\n\n".join(parts) + "\n"


def goals_table(goals: list[dict[str, Any]]) -> str:
    signs = {"at least": "≥", "at most": "≤"}
    rows = [
        [
            str(goal["number"]),
            goal["name"],
            f"{signs[goal['direction']]} {_number(goal['target'])}",
            goal["why_not"] if goal["measured"] is None else _number(goal["measured"]),
            {True: "met", False: "**missed**", None: NOTHING}[goal["met"]],
        ]
        for goal in goals
    ]
    return _table(["goal", "what", "target", "measured", ""], rows)


def summary(goals: list[dict[str, Any]]) -> str:
    """Return what is printed at the end: how many goals are met, and each that is missed."""
    count = {value: sum(goal["met"] is value for goal in goals) for value in (True, False, None)}
    lines = [f"{count[True]} goals met, {count[False]} missed, {count[None]} not measured."]
    lines += [
        f"  missed: {goal['number']}. {goal['name']}: {_number(goal['measured'])}, wanted {goal['direction']}"
        f" {_number(goal['target'])}"
        for goal in goals
        if goal["met"] is False
    ]
    return "\n".join(lines)


def _run(results: Results) -> str:
    machine, plan = results["machine"], results["plan"]
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    return "\n".join(
        [
            f"{results['at']}, revision {results['revision'] or 'unknown'}{', quick' if plan['quick'] else ''}.",
            f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']};"
            f" PostgreSQL {machine['postgresql']['version']}, Python {machine['python']}, {packages}.",
            f"Load of the machine at the beginning: {', '.join(map(str, machine['load']))}.",
            "",
            f"Medians of {plan['turns']} turns of {plan['seconds']} s each, 8 keep-alive connections, granian with one"
            f" worker process and {plan['threads']} threads. Client, server and PostgreSQL share the cores.",
        ]
    )


def _works(works: dict[str, Any]) -> list[str]:
    titles = {work.name: work.title for work in WORKS}
    parts = []
    for work, ways in works.items():
        rows, notes = [], []
        for way in WAYS:
            figures = ways.get(way.name)
            if figures is None:
                continue
            if "cannot" in figures:
                rows.append([way.title, *[NOTHING] * 8])
                notes.append(f"{way.title}: {figures['cannot']}.")
                continue
            if figures["note"]:
                notes.append(f"{way.title}: {figures['note']}.")
            ours = ways.get("ours", {}).get("per_second")
            rows.append(
                [
                    way.title + ("\\*" if figures["note"] else ""),
                    _number(figures["per_second"]),
                    f"{figures['per_second'] / ours:.2f}" if ours else NOTHING,
                    f"{figures['p50_ms']:.2f}",
                    f"{figures['p99_ms']:.2f}",
                    f"{figures['server_cpu_ms']:.2f} + {figures['postgresql_cpu_ms']:.2f}",
                    f"{figures['statements']:g}",
                    f"{figures['bytes']:,}",
                    f"{figures['client_share']:.0%}",
                ]
            )
        head = [
            "way",
            "requests/s",
            "beside ours",
            "p50 ms",
            "p99 ms",
            "CPU ms: server + PostgreSQL",
            "SQL",
            "bytes",
            "client",
        ]
        parts += [f"### {titles[work]}", _table(head, rows), *([" ".join(notes)] if notes else [])]
        if work == "changes" and "per_second" in ways.get("ours", {}):
            parts.append(f"Entries per second: {ways['ours']['per_second'] * 100:,.0f}.")
    return parts


def _growth(growth: dict[str, Any]) -> str:
    sizes = [size for size in next(iter(growth.values())) if size != "most"]
    rows = []
    for name, figures in growth.items():
        rates = [figures[size]["per_second"] for size in sizes]
        grown = f"{rates[0] / rates[-1]:.2f}" if len(rates) > 1 else NOTHING
        rows.append([name, *map(_number, rates), grown])
    return _table(["requests/s", *(f"{int(size):,} pages" for size in sizes), "cost, largest beside smallest"], rows)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _flat(value: dict[str, Any], before: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, one in value.items():
        found += _flat(one, f"{before}{name}: ") if isinstance(one, dict) else [(before + name.replace("_", " "), one)]
    return found


def _shown(value: Any) -> str:
    return _number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
