"""What a question costs on a small site and on a large one, asked in turns within one run.

Called by ``benchmarks.__main__``.
"""

from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
from tqdm import tqdm

from benchmarks import load
from benchmarks.measuring import LEAST, Figures, medians, timed, warm
from benchmarks.questions.growing import growing
from benchmarks.questions.ours import posted
from benchmarks.questions.sample import sample
from benchmarks.questions.works import Asked
from benchmarks.servers.running import OURS, servers


def measure(urls: dict[int, str], *, turns: int, seconds: float, folder: Path) -> dict[str, dict[str, Any]]:
    """Return the figures of each question by number of pages: ``{"news, by title": {"2000": {…}, "100000": {…}}}``.

    ``most``, where a question has one, stands beside the sizes.
    """
    with ExitStack() as stack:
        ports, watching, questions = {}, {}, {}
        for pages, url in urls.items():
            up = stack.enter_context(servers((OURS,), database_url=url, folder=folder))
            ports[pages] = up[OURS.name]
            watching[pages] = stack.enter_context(psycopg.connect(url, autocommit=True))
            questions[pages] = growing(sample(url), ports[pages].port)
        runs: dict[tuple[str, int], list[Figures]] = defaultdict(list)
        names = [one.name for one in questions[min(urls)]]
        cells = [(number, pages) for number in range(len(names)) for pages in urls]
        expected: dict[tuple[int, int], list[load.Answer]] = {}
        for turn in range(turns):
            for number, pages in tqdm(cells, desc=f"Sizes, turn {turn + 1} of {turns}", disable=None, leave=False):
                asked = Asked(tuple(posted(*one) for one in questions[pages][number].questions))
                server = ports[pages]
                if not turn:
                    answers = [load.fetch(server.port, request) for request in asked.requests]
                    expected[number, pages] = answers
                    warm(server.port, asked, answers)
                figures = timed(server, watching[pages], asked, expected[number, pages], seconds=seconds, least=LEAST)
                runs[names[number], pages].append(figures)
    found: dict[str, dict[str, Any]] = {}
    for one in questions[min(urls)]:
        found[one.name] = {str(pages): medians(runs[one.name, pages]) for pages in urls}
        if one.most is not None:
            found[one.name]["most"] = one.most
    return found
