"""How many statements a publication asks of the store, and what they depend on: neither the site nor the branch."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from structlog.testing import capture_logs
from wagtail.models import Page, PageViewRestriction

from benchmarks.statements import sent_statements
from content.models import StandardPage
from published import places
from published.models import Entry
from published.publication import publication
from tests import factories

pytestmark = pytest.mark.django_db


def statements_at_the_end(act: Callable[[], Any]) -> list[str]:
    """Do something in a publication; return what is sent when it ends: all that the store adds, but the triggers."""
    with ExitStack() as stack, publication():
        act()
        sent = stack.enter_context(sent_statements())
    return [" ".join(statement.split()) for statement in sent]


def below(parent: Page, number: int) -> None:
    with publication():
        for _ in range(number):
            factories.standard(parent=parent)


def saved(page: Page) -> Callable[[], None]:
    def publish() -> None:
        page.title += " again"
        page.save_revision().publish()

    return publish


def test_a_publication_takes_six_statements_of_the_store_and_those_that_read_the_page():
    page = factories.standard()

    sent = statements_at_the_end(saved(page))

    begins = [statement.split('"')[0].strip() for statement in sent]
    assert begins == [
        "SELECT pg_advisory_xact_lock_shared(%s)",
        "SELECT",  # the row of the page, locked
        begins[2],  # where it stands, and where its entry says
        "SELECT",  # the page
        "SAVEPOINT",
        "SELECT",  # its topics
        "SELECT",  # its notes of changes
        begins[7],  # the entry
        begins[8],  # the terms
        "RELEASE SAVEPOINT",
        "DELETE FROM published_behind WHERE key = ANY(%s)",
        "RELEASE SAVEPOINT",  # the publication's own: a test is a transaction
    ]
    assert "JOIN published_entry" in sent[2]
    assert "INSERT INTO published_entry" in sent[7]
    assert "INSERT INTO published_term" in sent[8]


def test_a_page_with_a_hundred_below_it_costs_no_more():
    alone, parent = factories.section(), factories.section()
    below(parent, 100)

    assert len(statements_at_the_end(saved(parent))) == len(statements_at_the_end(saved(alone)))


@pytest.mark.parametrize(
    "act",
    [
        lambda section, other: section.move(other, pos="last-child"),
        lambda section, other: renamed(section),
        lambda section, other: PageViewRestriction.objects.create(page=section, restriction_type="login"),
        lambda section, other: section.unpublish(),
        lambda section, other: [page.unpublish() for page in section.get_descendants(inclusive=True).specific()],
        lambda section, other: section.delete(),
    ],
    ids=["moved", "renamed", "made private", "unpublished", "unpublished with what is below", "deleted"],
)
def test_a_branch_of_forty_pages_costs_as_many_statements_as_one_of_ten(act):
    other, small, large = factories.section(), factories.section(), factories.section()
    below(small, 10)
    below(large, 40)

    few = statements_at_the_end(lambda: act(fresh(small), fresh(other)))
    many = statements_at_the_end(lambda: act(fresh(large), fresh(other)))

    assert len(many) == len(few)


def test_a_branch_that_appears_again_costs_as_many_statements_whatever_its_size():
    counts = []
    for size in (10, 40):
        section = factories.section()
        below(section, size)
        with publication():
            restriction = PageViewRestriction.objects.create(page=section, restriction_type="login")
        counts.append(len(statements_at_the_end(restriction.delete)))
        keys = [f"StandardPage:{page.pk}" for page in section.get_children()]
        assert Entry.objects.filter(key__in=keys).count() == size

    assert counts[0] == counts[1]


def test_pages_before_and_after_one_that_is_put_between_them_stand_where_the_tree_has_them():
    section = factories.section()
    below(section, 4)
    first, *_others, last = section.get_children()
    below(last, 2)

    with publication():
        fresh(last).move(fresh(first), pos="left")

    expected = dict(StandardPage.objects.descendant_of(fresh(section)).values_list("pk", "path"))
    stored = Entry.objects.filter(key__in=[f"StandardPage:{pk}" for pk in expected]).values_list("key", "tree")
    assert {int(key.partition(":")[2]): tree for key, tree in stored} == expected


def fresh(page: Page) -> Page:
    return type(page).objects.get(pk=page.pk)


def renamed(page: Page) -> None:
    page.slug += "-renamed"
    page.save_revision().publish()


def test_a_large_branch_is_moved_by_batches_and_the_log_tells_how_far_it_is(monkeypatch):
    monkeypatch.setattr(places, "BATCH", 2)
    other, section = factories.section(), factories.section()
    below(section, 4)

    with capture_logs() as told:
        moved = statements_at_the_end(lambda: fresh(section).move(fresh(other), pos="last-child"))

    assert len([statement for statement in moved if statement.startswith("UPDATE published_entry")]) == 3
    assert [(line["done"], line["of"]) for line in told if line["event"] == "entries_moved"] == [(2, 5), (4, 5), (5, 5)]
