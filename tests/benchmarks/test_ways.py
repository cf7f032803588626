"""The ways that are compared: over one small site all of them answer, and give the same data as ours."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from benchmarks.agreement import difference
from benchmarks.measuring import Plan, ask_first, questions_of
from benchmarks.preparing import prepare
from benchmarks.questions.sample import sample
from benchmarks.questions.works import WORKS, Cannot
from benchmarks.seeding import filling
from benchmarks.servers.counting import counting
from benchmarks.servers.running import KINDS, servers
from benchmarks.ways import WAYS
from tests.database import database_url

PAGES = 200


@pytest.mark.django_db(transaction=True)
def test_all_ways_give_the_same_news_and_the_hand_written_statements_every_value(tmp_path: Path) -> None:
    filling.draw_files()
    filling.write_tables(PAGES, now=datetime.now(UTC))
    filling.publish(processes=1)
    url = database_url()
    prepare(url)
    plan = Plan(turns=1, seconds=0, walk=3)

    found = sample(url)
    few = replace(found, news=found.news[:5], topics=found.topics[:3], rare_words=found.rare_words[:2])

    with servers(KINDS, database_url=url, folder=tmp_path) as up:
        questions = questions_of(few, plan, up, tmp_path)
        answers = ask_first(plan, questions, up)  # raises where one gives something else

    cannot = {(way, work) for way, asked in questions.items() for work, one in asked.items() if isinstance(one, Cannot)}
    assert answers.keys() == {(way.name, work.name) for way in WAYS for work in WORKS} - cannot
    assert {work for way, work in cannot if way == "sql"} == {"page", "home", "search_rare", "search_common", "changes"}
    assert len(answers["ours", "page"][0].body or b"") > 3_000


@pytest.mark.django_db
def test_statements_are_counted_whatever_is_done_with_them() -> None:
    with counting(database_url()) as counter, psycopg.connect(counter.url, autocommit=True) as client:
        client.execute("SELECT 1")
        for number in range(4):
            client.execute("SELECT %s::int", [number], prepare=True)
        with client.pipeline():
            client.execute("SELECT 2")
            client.execute("SELECT 3")

    assert counter.statements == 7


def test_a_difference_is_named_by_its_place() -> None:
    wanted = {"news": {"nodes": [{"title": "a", "url": None}]}}

    assert (
        difference({"news": {"nodes": [{"title": "b", "url": None}]}}, wanted) == ".news.nodes[0].title: 'b', not 'a'"
    )
    assert difference({"news": {"nodes": []}}, wanted) == ".news.nodes: 0 in place of 1"
    assert difference({"news": {"nodes": [{"title": "a"}]}}, wanted) == ".news.nodes[0].url is on one side only"
    assert difference(wanted, wanted) == ""


def test_two_texts_for_the_same_moment_are_no_difference() -> None:
    assert difference("2026-03-01T10:00:00.120000+00:00", "2026-03-01T10:00:00.12Z") == ""
    assert difference("2026-03-01T10:00:00+00:00", "2026-03-01T10:00:01+00:00") != ""
