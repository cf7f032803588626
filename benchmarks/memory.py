"""Whether a worker's memory stays where it is: asked for 100,000 answers, each of them computed.

Called by ``benchmarks.__main__``.
"""

from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks import load, machine
from benchmarks.measuring import first_answers
from benchmarks.questions import ours
from benchmarks.questions.sample import sample
from benchmarks.questions.works import Asked
from benchmarks.servers.running import OURS, servers

WORKS = ("list_20", "page", "filtered", "search_rare", "route")
FIRST = 1_000
STEP = 2_000


def measure(url: str, *, requests: int, folder: Path) -> dict[str, Any]:
    """Return the memory that the worker has in use after the first 1,000 requests, at the most, and at the end."""
    with servers((OURS,), database_url=url, folder=folder) as up:
        server = up[OURS.name]
        asked = ours.computed(sample(url), [])
        mixed = Asked(tuple(request for work in WORKS for request in _asked(asked[work]).requests))
        expected = first_answers(server.port, mixed)
        worker = server.processes[-1]
        sizes: dict[int, int] = {}
        sent = len(mixed.requests)
        with tqdm(total=requests, desc="Memory of a worker", disable=None, leave=False) as bar:
            while sent < requests:
                least = FIRST - sent if sent < FIRST else min(STEP, requests - sent)
                sent += load.run(server.port, mixed.requests, expected, seconds=0, least=least).answers
                bar.update(sent - bar.n)
                sizes[sent] = machine.resident_bytes(worker)
    first, last = min(sizes), max(sizes)
    return {
        "requests": last,
        "after_first_mb": round(sizes[first] / 1e6, 1),
        "at_end_mb": round(sizes[last] / 1e6, 1),
        "most_mb": round(max(sizes.values()) / 1e6, 1),
        "growth": round(sizes[last] / sizes[first] - 1, 4),
    }


def _asked(question: Any) -> Asked:
    assert isinstance(question, Asked)
    return question
