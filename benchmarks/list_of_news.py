"""A list of news with image, preset, topics and address: our endpoint beside wagtail-grapple's own `pages` query.

``make bench`` starts it. Both sides read the same pages of the same database, in process, each in a Python of its own,
taking turns within one run; figures are medians. Every answer is computed: nothing is cached but the parsed document.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from tqdm import tqdm

from benchmarks.statements import count_statements

CHECKOUT = Path(__file__).resolve().parent.parent
PAGES = 100
TURNS = 3
GOAL = 50  # times faster than wagtail-grapple

OURS = """
query List($first: Int!) {
  news(first: $first, locale: pt) {
    nodes { title url image { alt width height rendition(preset: CARD) { url width height } } topics { name slug } }
  }
}
"""

GRAPPLE = """
query List($first: PositiveInt!) {
  pages(contentType: "content.NewsPage", limit: $first) {
    title
    url
    ... on NewsPage {
      image { title width height rendition(fill: "800x533", format: "webp") { url width height } }
      topics { name slug }
    }
  }
}
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": _fresh_database(), "VAR_DIR": folder, "LOG_LEVEL": "ERROR"}
        _child("seed", {**environment, "DJANGO_SETTINGS_MODULE": "cms.settings.test"})
        sides = {
            "ours": {**environment, "DJANGO_SETTINGS_MODULE": "cms.settings.test"},
            "grapple": {**environment, "DJANGO_SETTINGS_MODULE": "benchmarks.grapple_settings"},
        }
        figures: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
        for side in tqdm([*sides] * TURNS, desc="Measuring", disable=None):
            figures[side].append(json.loads(_child(side, sides[side])))
    _report({side: _median(rows) for side, rows in figures.items()})


def _fresh_database() -> str:
    """Make an empty database beside the one of DATABASE_URL, which `make bench` sets, and return its address."""
    url, name = os.environ["DATABASE_URL"], "labx_benchmark"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _child(side: str, variables: dict[str, str]) -> str:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.list_of_news", side]
    finished = subprocess.run(command, cwd=CHECKOUT, env=variables, stdout=subprocess.PIPE, text=True, check=True)
    return finished.stdout


def _median(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def _report(figures: dict[str, dict[str, float]]) -> None:
    ours, grapple = figures["ours"], figures["grapple"]
    ratio = grapple["milliseconds"] / ours["milliseconds"]
    print("\n| list of 100 news, uncached, in process | SQL, 10 items | SQL, 100 items | time, 100 items |")
    print("|---|---|---|---|")
    for name, row in (("this endpoint", ours), ("wagtail-grapple's `pages`", grapple)):
        print(f"| {name} | {row['few']:.0f} | {row['many']:.0f} | {row['milliseconds']:.2f} ms |")
    print(f"\n{ratio:.0f} times faster than wagtail-grapple; the goal is {GOAL}.")
    if ratio < GOAL or ours["few"] != ours["many"] or ours["many"] > 4:
        sys.exit("The goal is missed: at least 50 times, as many statements at 100 items as at 10, at most 4.")


# In the children


def seed() -> None:
    """Fill the database through the models: `PAGES` news items with an image of their own and two topics each."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from tests import factories

    topics = [factories.topic(name=f"Tema {number}") for number in range(6)]
    for number in tqdm(range(PAGES), desc="Seeding news items", disable=None):
        factories.news(
            title=f"Notícia {number}: serviços públicos com quem os usa",
            image=factories.image(title=f"Imagem {number}", size=(480, 320)),
            topics=[topics[number % 6], topics[(number + 1) % 6]],
        )


def ours() -> None:
    _print_figures(our_answer, root="news")


def our_answer(first: int) -> dict[str, object]:
    """Ask our endpoint in process, as its HTTP door does."""
    from api.context import ReadContext
    from api.door import Prepared
    from api.questions import Question
    from api.views import door

    prepared = door().prepare(Question(query=OURS, variables={"first": first}))
    assert isinstance(prepared, Prepared), prepared.errors
    answer = door().execute(prepared, ReadContext(host="localhost", document_key=prepared.document.key))
    return {"data": answer.data, "errors": answer.errors}


def grapple() -> None:
    from graphql import execute, parse
    from grapple.schema import schema

    document = parse(GRAPPLE)

    def ask(first: int) -> dict[str, object]:
        result = execute(schema.graphql_schema, document, variable_values={"first": first})
        return {"data": result.data, "errors": result.errors}

    _print_figures(ask, root="pages")


def _print_figures(ask: Callable[[int], dict[str, object]], *, root: str) -> None:
    """Print the statements at 10 and 100 items and the median milliseconds of a list of 100."""
    few, many = _statements(ask, 10), _statements(ask, PAGES)
    times = []
    until = time.perf_counter() + 3
    while time.perf_counter() < until or len(times) < 5:
        start = time.perf_counter()
        answer = ask(PAGES)
        times.append(time.perf_counter() - start)
    data = answer["data"]
    assert not answer.get("errors"), answer["errors"]
    assert isinstance(data, dict)
    items = data[root]["nodes"] if isinstance(data[root], dict) else data[root]
    assert len(items) == PAGES, len(items)
    assert all(item["image"]["rendition"]["url"] and len(item["topics"]) == 2 for item in items)
    print(json.dumps({"few": few, "many": many, "milliseconds": statistics.median(times) * 1000}))


def _statements(ask: Callable[[int], dict[str, object]], first: int) -> int:
    ask(first)  # what a process learns once (sites, prepared statements) is not the list's
    return count_statements(lambda: ask(first))


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        import django

        django.setup()
        {"seed": seed, "ours": ours, "grapple": grapple}[sys.argv[1]]()
