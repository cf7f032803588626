"""Asks all ways to do all works over one database, in turns, and gives the medians. Called by ``benchmarks.__main__``.

Within one turn all ways do a work one after the other, so that whatever else the machine does meets all of them.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from tqdm import tqdm

from benchmarks import agreement, load, machine
from benchmarks.preparing import prepare
from benchmarks.questions import by_hand, grapple, ours, rest
from benchmarks.questions.sample import sample
from benchmarks.questions.works import WORKS, Asked, Cannot, Questions, Sample
from benchmarks.servers.counting import counting
from benchmarks.servers.running import THREADS, Server, servers
from benchmarks.ways import WAYS, Way

Figures = dict[str, Any]
LEAST = 8  # answers in a run, however slow they are
COUNTED = 3  # requests of which the statements are counted together
MOST_COUNTS = 5  # until two of them agree


@dataclass(frozen=True)
class Plan:
    """How long and what: ``works`` and ``ways`` by name, empty for all."""

    turns: int
    seconds: float
    works: frozenset[str] = frozenset()
    ways: frozenset[str] = frozenset()
    walk: int = 50  # requests of the walk by changes

    def has_work(self, name: str) -> bool:
        return not self.works or name in self.works

    @property
    def chosen_ways(self) -> list[Way]:
        return [way for way in WAYS if not self.ways or way.name in self.ways or way.name == "ours"]


def measure(url: str, plan: Plan, *, folder: Path) -> dict[str, dict[str, Figures]]:
    """Return the figures of every way by work: ``{"list_20": {"ours": {"per_second": 1204.1, …}, "rest_v3": …}}``."""
    prepare(url)
    asked_for = sample(url)
    kinds = tuple({way.kind.name: way.kind for way in plan.chosen_ways}.values())
    with counting(url) as counter, servers(kinds, database_url=counter.url, folder=folder) as up:
        questions = questions_of(asked_for, plan, up, folder)
        statements = {
            (way.name, work): _statements(counter, up[way.kind.name].port, asked)
            for way, work, asked in _cells(plan, questions, "Counting statements")
        }
    with servers(kinds, database_url=url, folder=folder) as up, psycopg.connect(url, autocommit=True) as watching:
        questions = questions_of(asked_for, plan, up, folder)
        expected = ask_first(plan, questions, up)
        runs: dict[tuple[str, str], list[Figures]] = defaultdict(list)
        broken: dict[tuple[str, str], str] = {}
        for turn in range(plan.turns):
            for way, work, asked in _cells(plan, questions, f"Measuring, turn {turn + 1} of {plan.turns}"):
                cell = way.name, work
                if cell in broken:
                    continue
                try:
                    if not turn:
                        warm(up[way.kind.name].port, asked, expected[cell])
                    runs[cell].append(timed(up[way.kind.name], watching, asked, expected[cell], seconds=plan.seconds))
                except load.WrongAnswerError as error:
                    if way.name.startswith("ours"):
                        raise
                    broken[cell] = f"under load: {error}"  # another way that gives up is no reason to know nothing
    figures: dict[str, dict[str, Figures]] = {work.name: {} for work in WORKS if plan.has_work(work.name)}
    for work in figures:
        for way in plan.chosen_ways:
            question, cell = questions[way.name][work], (way.name, work)
            if isinstance(question, Cannot):
                figures[work][way.name] = {"cannot": question.why}
            elif cell in broken:
                figures[work][way.name] = {"cannot": broken[cell]}
            else:
                told = {"statements": statements[cell], "note": question.note}
                figures[work][way.name] = {**medians(runs[cell]), **told}
    return figures


def first_answers(port: int, asked: Asked) -> list[load.Answer]:
    """Ask each request once; every later answer must be the same."""
    answers = [load.fetch(port, request) for request in asked.requests]
    for answer in answers:
        if answer.status != asked.status or b'"errors"' in (answer.body or b"")[:400]:
            raise load.WrongAnswerError(f"{answer.status}: {(answer.body or b'')[:400]!r}")
    return answers if asked.is_steady else [load.Answer(one.status, one.headers, None) for one in answers]


def ask_first(plan: Plan, questions: dict[str, Questions], up: dict[str, Server]) -> agreement.Answers:
    """Return the first answers by way and work; raise where a way gives other data than ours."""
    answers = {
        (way.name, work): first_answers(up[way.kind.name].port, asked)
        for way, work, asked in _cells(plan, questions, "Asking first")
    }
    agreement.check(answers)
    return answers


def questions_of(asked_for: Sample, plan: Plan, up: dict[str, Server], folder: Path) -> dict[str, Questions]:
    """Return by way what it is asked; write the answers of ours to ``folder``, for those that give the same bytes."""
    changes = ours.walk(up["ours"].port, most=plan.walk)
    computed = ours.computed(asked_for, changes)
    for work, asked in computed.items():
        if isinstance(asked, Asked):
            (folder / f"{work}.json").write_bytes(load.fetch(up["ours"].port, asked.requests[0]).body or b"")
    questions = {
        "ours": computed,
        "grapple": grapple.questions(asked_for),
        "rest_v2": rest.version_2(asked_for),
        "rest_v3": rest.version_3(asked_for),
        "sql": by_hand.hand_written(asked_for),
        "select_1": by_hand.select_one("/select-1"),
        "select_1_prepared": by_hand.select_one("/select-1-prepared"),
        "bytes_django": by_hand.same_bytes(),
        "bytes_wsgi": by_hand.same_bytes(),
        "ours_repeated": ours.repeated(asked_for, changes),
    }
    if "ours_kept" in up:
        questions["ours_304"] = ours.known(up["ours_kept"].port, questions["ours_repeated"])
    return questions


def _cells(plan: Plan, questions: dict[str, Questions], title: str) -> Iterable[tuple[Way, str, Asked]]:
    """Yield every way and work that is measured, work by work."""
    cells = []
    for work in WORKS:
        for way in plan.chosen_ways if plan.has_work(work.name) else ():
            asked = questions[way.name][work.name]
            if isinstance(asked, Asked):
                cells.append((way, work.name, asked))
    return tqdm(cells, desc=title, disable=None, leave=False)


def _statements(counter: Any, port: int, asked: Asked) -> float:
    """Return how many statements one request sends when every connection of the pool has learnt what it learns once."""
    warm(port, asked, [load.Answer(asked.status, b"", None)] * len(asked.requests))
    counted: list[float] = []
    while len(counted) < MOST_COUNTS and (len(counted) < 2 or counted[-1] != counted[-2]):
        before = counter.statements
        for request in (asked.requests * COUNTED)[:COUNTED]:
            load.fetch(port, request)
        counted.append(round((counter.statements - before) / COUNTED, 1))
    return counted[-1]


def warm(port: int, asked: Asked, expected: list[load.Answer]) -> None:
    """Have each thread of the server answer, so that it has its connection and its prepared statements."""
    load.run(port, asked.requests, expected, seconds=0.05, connections=THREADS)


def timed(
    server: Server, watching: Any, asked: Asked, expected: list[load.Answer], *, seconds: float, least: int = LEAST
) -> Figures:
    """Run once; return rates, latencies and processor time for a request, on both sides of the database."""
    postgres, processes = machine.backends(watching), server.processes
    before = machine.processor_seconds(processes), machine.processor_seconds(postgres)
    run = load.run(server.port, asked.requests, expected, seconds=seconds, least=least)
    after = machine.processor_seconds(processes), machine.processor_seconds(postgres)
    return {
        "per_second": run.per_second,
        "p50_ms": run.percentile(0.5) * 1000,
        "p99_ms": run.percentile(0.99) * 1000,
        "server_cpu_ms": (after[0] - before[0]) / run.answers * 1000,
        "postgresql_cpu_ms": (after[1] - before[1]) / run.answers * 1000,
        "bytes": run.bytes / run.answers,
        "client_share": run.client_seconds / run.seconds,
        "answers": run.answers,
    }


def medians(runs: list[Figures]) -> Figures:
    """Return the median of each figure; of ``answers`` the sum."""
    found = {name: round(statistics.median(run[name] for run in runs), 3) for name in runs[0]}
    return {**found, "bytes": round(found["bytes"]), "answers": sum(run["answers"] for run in runs)}
