"""A page of the public website is answered in at most three SQL statements, cold: counted at the driver itself."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Page

from benchmarks.statements import count_statements
from home.demo import plans
from home.demo.loader import load
from published.catalogue import entry_models
from published.models import Entry

pytestmark = pytest.mark.django_db

WITHOUT_TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
MOST = 3


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The demonstration's pages, all types of them; gone after this module."""
    with (
        django_db_blocker.unblock(),
        override_settings(TASKS=WITHOUT_TASKS),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(plans, "LANDSCAPE", (240, 160))
        patch.setattr(plans, "SQUARE", (160, 160))
        load(day=timezone.localdate())  # with events to come
        yield
        transaction.set_rollback(True)


@pytest.fixture
def site(demonstration, db):
    """Read by tests that change nothing."""


def statements(client, path):
    """The status, and how many statements were sent for it."""
    cache.clear()
    answers = []
    number = count_statements(lambda: answers.append(client.get(path)))
    return answers[0].status_code, number


def test_every_page_takes_three_statements_at_most(client, site):
    pages = list(Entry.objects.exclude(path=None).values_list("type", "path"))
    counted = {path: statements(client, path) for _, path in pages}

    assert {path: status for path, (status, _) in counted.items() if status != 200} == {}
    assert {path: number for path, (_, number) in counted.items() if number > MOST} == {}
    assert {kind for kind, _ in pages} == {name for name, model in entry_models().items() if issubclass(model, Page)}


@pytest.mark.parametrize(
    "path",
    [
        "/pt/pesquisa/?q=laboratório",
        "/en/search/?q=service",
        "/pt/noticias/rss.xml",
        "/pt/eventos/calendar.ics",
    ],
)
def test_what_is_no_page_of_the_tree_takes_no_more(client, site, path):
    status, number = statements(client, path)
    assert (status, number <= MOST) == (200, True), (status, number)
