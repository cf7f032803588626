"""The seeded sites: as many pages as asked for, the same each time, sound in the tree, the store and on the website."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from benchmarks.seeding import (
    COMMON_TOPIC,
    COMMON_WORD,
    DISCONTINUED_TOPIC,
    RARE_WORD,
    UNUSED_TOPIC,
    databases,
    filling,
)
from benchmarks.seeding.plans import plan
from content.models import EventPage, GuideChapterPage, NewsPage, Topic
from published.models import Entry, Term
from published.whole_store import differences
from tests.database import database_url

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAGES = 200

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(db: None) -> None:
    filling.draw_files()
    filling.write_tables(PAGES, now=NOW)
    filling.publish(processes=1)


def _rows() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.*, n.* FROM wagtailcore_page p JOIN content_newspage n ON n.page_ptr_id = p.id ORDER BY 1"
        )
        return cursor.fetchall()


def test_there_are_as_many_pages_as_asked_for_each_with_its_translation(seeded: None) -> None:
    pages = Page.objects.filter(depth__gte=4)

    assert pages.count() == PAGES
    assert pages.filter(locale__language_code="pt").count() == PAGES // 2
    assert pages.values("translation_key").distinct().count() == PAGES // 2
    assert NewsPage.objects.count() == 170
    assert GuideChapterPage.objects.count() == 8


def test_a_plan_has_exactly_the_pages_asked_for() -> None:
    assert [2 * plan(pages).pairs for pages in (200, 202, 2_000, 100_000)] == [200, 202, 2_000, 100_000]
    with pytest.raises(ValueError, match="even"):
        plan(201)


def test_the_same_moment_gives_the_same_pages(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        filling.write_tables(PAGES, now=NOW)
        first = _rows()
        cursor.execute("ROLLBACK TO SAVEPOINT before")

    filling.write_tables(PAGES, now=NOW)

    assert _rows() == first


def test_wagtail_finds_no_problem_in_the_tree(seeded: None) -> None:
    assert [list(problems) for problems in Page.find_problems()] == [[], [], [], [], []]


def test_the_store_is_what_the_tables_say(seeded: None) -> None:
    assert list(differences()) == []
    assert Entry.objects.filter(type="NewsPage").count() == 170


def test_known_topics_have_known_frequencies(seeded: None) -> None:
    def pages_with(slug: str) -> int:
        keys = [f"topic:Topic:{pk}" for pk in Topic.objects.filter(slug=slug).values_list("pk", flat=True)]
        assert len(keys) == 2
        return Term.objects.filter(term__in=keys).count()

    assert pages_with(UNUSED_TOPIC) == 0
    assert pages_with(DISCONTINUED_TOPIC) == 50
    oldest = NewsPage.objects.order_by("published_on", "pk")[:50]
    assert all(DISCONTINUED_TOPIC in page.topics.values_list("slug", flat=True) for page in oldest)
    assert pages_with(COMMON_TOPIC) >= PAGES // 2 - 10


def test_known_words_stand_on_a_known_number_of_pages(seeded: None) -> None:
    bodies = Entry.objects.filter(tree__isnull=False).extra(select={"words": "body::text"})
    texts = [entry.words for entry in bodies if entry.type.endswith("Page") and len(entry.tree) > 12]

    assert len(texts) == PAGES
    assert all(COMMON_WORD in text for text in texts)
    assert sum(RARE_WORD in text for text in texts) == 12


def test_events_are_past_under_way_and_still_to_come_in_a_year(seeded: None) -> None:
    starts = list(EventPage.objects.values_list("starts_at", flat=True))

    assert any(start < NOW for start in starts)
    assert any(start > NOW + timezone.timedelta(days=400) for start in starts)


def test_every_kind_of_page_opens_on_the_website(seeded: None, client: Client) -> None:
    paths = {entry.type: entry.path for entry in Entry.objects.filter(path__isnull=False).order_by("key")}

    answers = {kind: client.get(path, headers={"host": "localhost"}).status_code for kind, path in paths.items()}

    assert answers == dict.fromkeys(paths, 200)
    assert {"NewsPage", "ServicePage", "GuidePage", "GuideChapterPage", "EventPage", "ProjectPage"} <= paths.keys()


@pytest.fixture
def server() -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url(), dbname="postgres", autocommit=True) as opened:
        yield opened


def test_a_database_is_complete_only_by_the_code_that_filled_it(server: psycopg.Connection) -> None:
    name = connection.settings_dict["NAME"]

    assert not databases.is_complete(server, name, PAGES)
    assert not databases.is_complete(server, "labx_nowhere", PAGES)
