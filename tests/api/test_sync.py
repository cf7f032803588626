"""A client keeps a copy by ``changes`` while three writers work a thousand times; nothing is missed, nothing is double.

Real threads, connections and transactions; the client asks by HTTP, part by part, and never waits for the writers.
"""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Page, PageViewRestriction

from content.models import SectionPage, StandardPage
from published.models import Change, Entry, Version
from published.publication import publication
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, ACTIONS = 3, 1_000
FEED = """
query ($after: String, $first: Int) {
  changes(after: $after, first: $first) {
    changes {
      what id type number
      node {
        id __typename
        ... on PageInterface {
          title slug path url locale summary publishedAt updatedAt
          topics { id } parent { id } translations { id }
          body { ... on ParagraphsBlock { richText { html } } }
        }
        ... on Topic { name slug description }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""


class Copy:
    """What a client keeps: entries by id, its cursor, and how far it has read."""

    def __init__(self, client: Any, *, first: int) -> None:
        self.client, self.first = client, first
        self.entries: dict[str, dict[str, Any]] = {}
        self.cursor: str | None = None
        self.place: tuple[int, str] = (0, "")
        self.seen: dict[str, int] = {}  # the number of the last change of each id
        self.parts = self.removals = 0

    def read_part(self) -> bool:
        """Read one part; say whether there are more already."""
        variables = json.dumps({"after": self.cursor, "first": self.first})
        answer = self.client.get("/graphql", {"query": FEED, "variables": variables}).json()
        assert "errors" not in answer, answer
        part = answer["data"]["changes"]
        for change in part["changes"]:
            place = (change["number"], change["id"])
            assert place > self.place, f"{place} after {self.place}"
            self.place = place
            self.seen[change["id"]] = change["number"]
            if change["what"] == "UPSERT":
                assert change["node"]["id"] == change["id"]
                assert change["node"]["__typename"] == change["type"]
                self.entries[change["id"]] = change["node"]
            else:
                assert change["node"] is None
                self.entries.pop(change["id"], None)
                self.removals += 1
        self.cursor = part["pageInfo"]["endCursor"]
        self.parts += 1
        return bool(part["pageInfo"]["hasNextPage"])

    def read_on(self) -> None:
        while self.read_part():
            pass


class Writer:
    """Works in a branch of its own and on topics that all share, each action in one publication."""

    def __init__(self, number: int, *, area: SectionPage, topics: list[int]) -> None:
        self.random = random.Random(number)
        self.number, self.area, self.topics = number, area, topics
        self.sections: list[int] = [self._add(SectionPage, area, live=True) for _ in range(3)]
        self.pages: list[int] = [self._add(StandardPage, self._section(), live=True) for _ in range(5)]
        self.done: Counter[str] = Counter()
        self.made = 0

    def act(self) -> None:
        """Do one of the things that editors do."""
        weights: dict[Callable[[], None], int] = {
            self.publish: 20,
            self.edit: 20,
            self.rename: 12,
            self.rename_section: 3,
            self.move: 12,
            self.restrict: 7,
            self.unrestrict: 7,
            self.unpublish: 8,
            self.delete: 8,
            self.edit_topic: 3,
        }
        (action,) = self.random.choices(list(weights), weights=list(weights.values()))
        if len(self.pages) < 4:
            action = self.publish
        action()
        self.done[action.__name__] += 1

    def publish(self) -> None:
        with publication():
            self.pages.append(self._add(StandardPage, self._section(), live=True))

    def edit(self) -> None:
        """Also publishes again what was unpublished; sometimes two pages at once."""
        with publication():
            for _ in range(self.random.choice((1, 1, 2))):
                page = self._page()
                self.made += 1
                page.summary = f"Words {self.number}-{self.made}"
                page.topics.set(self.random.sample(self.topics, 2))
                link = f'<a linktype="page" id="{self.random.choice(self.pages)}">words</a>'
                page.body = [("text", {"text": f"<p>{link}</p>"})]
                page.save_revision().publish()

    def rename(self) -> None:
        with publication():
            self._rename(self._page())

    def rename_section(self) -> None:
        with publication():
            self._rename(self._section())

    def move(self) -> None:
        with publication():
            page, section = self._page(), self._section()
            page.move(section, pos="last-child")

    def restrict(self) -> None:
        with publication():
            page = self.random.choice([self._page, self._page, self._section])()
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    def unrestrict(self) -> None:
        with publication():
            mine = PageViewRestriction.objects.filter(page__path__startswith=self.area.path).order_by("pk")
            if restriction := mine.first():
                restriction.delete()

    def unpublish(self) -> None:
        with publication():
            self._page().unpublish()

    def delete(self) -> None:
        with publication():
            self._page().delete()

    def edit_topic(self) -> None:
        with publication():
            topic = factories.content.Topic.objects.get(pk=self.random.choice(self.topics))
            self.made += 1
            topic.description = f"Words {self.number}-{self.made}"
            topic.save_revision().publish()

    def _add(self, model: Any, parent: Page, *, live: bool) -> int:
        return factories.page(model, parent=parent, live=live, title=f"Title {self.number}").pk

    def _page(self) -> StandardPage:
        """One of the pages; they may have been deleted together with others."""
        while True:
            pk = self.random.choice(self.pages)
            if page := StandardPage.objects.filter(pk=pk).first():
                return page
            self.pages.remove(pk)

    def _section(self) -> SectionPage:
        return SectionPage.objects.get(pk=self.random.choice(self.sections))

    def _rename(self, page: Page) -> None:
        self.made += 1
        page.slug = f"renamed-{self.number}-{self.made}"
        page.title = f"Title {self.number}-{self.made}"
        page.save_revision().publish()


def test_a_copy_kept_by_changes_is_the_store_while_three_writers_work(client, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}  # editors' where-used lists
    with publication():
        areas = [factories.section(slug=f"area-{number}") for number in range(WRITERS)]
        topics = [factories.topic(f"Topic {number}").pk for number in range(4)]
    writers = [Writer(number, area=area, topics=topics) for number, area in enumerate(areas)]
    copy, slow_copy = Copy(client, first=20), Copy(client, first=3)
    copy.read_on()
    for _ in range(5):
        slow_copy.read_part()  # in the middle of what there is when the writers begin
    before = Version.objects.get().number
    left, lock, errors = iter(range(ACTIONS)), threading.Lock(), []

    def work(writer: Writer) -> None:
        try:
            while not errors:
                with lock:
                    if next(left, None) is None:
                        return
                writer.act()
        except BaseException as error:
            errors.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        copy.read_part()
        slow_copy.read_part()
        time.sleep(0.15)
    for thread in threads:
        thread.join()
    copy.read_on()
    slow_copy.first = 100
    slow_copy.read_on()

    done = sum((writer.done for writer in writers), Counter())
    print(dict(done), {"parts": copy.parts, "removals": copy.removals, "publications": copy.place[0] - before})
    assert errors == []
    assert done.total() == ACTIONS
    assert len(done) == 10
    assert min(done.values()) > 5
    fresh = Copy(client, first=100)
    fresh.read_on()
    assert fresh.removals == 0
    assert copy.removals > 50
    assert copy.entries == fresh.entries
    assert slow_copy.entries == fresh.entries
    rows = Entry.objects.exclude(type="SiteSettings").filter(listed=True).values_list("key", "path", "card")
    assert {key: (path, card.get("title")) for key, path, card in rows} == {
        key: (entry.get("path"), entry.get("title")) for key, entry in copy.entries.items()
    }
    last = dict(Change.objects.values_list("key", "number"))
    assert {key: last[key] for key in copy.seen} == copy.seen  # the last change of each was seen, none was missed
    assert {key for key, number in last.items() if number > before} <= copy.seen.keys()
