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
from home.website.addresses import address, whole_guide
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


def too_many(client, paths):
    """What is not shown, or takes too many statements."""
    client.get(paths[0])  # an earlier test may have left the connection as editors use it
    counted = {path: statements(client, path) for path in paths}
    return {path: counts for path, counts in counted.items() if counts[0] != 200 or counts[1] > MOST}


def test_every_page_takes_three_statements_at_most(client, site):
    pages = list(Entry.objects.exclude(path=None).values_list("type", "path"))

    assert too_many(client, [path for _, path in pages]) == {}
    assert {kind for kind, _ in pages} == {name for name, model in entry_models().items() if issubclass(model, Page)}


def test_whole_guides_take_no_more(client, site):
    guides = Entry.objects.filter(type="GuidePage")
    assert too_many(client, [whole_guide(guide.path, guide.locale) for guide in guides]) == {}


@pytest.mark.parametrize(
    ("kind", "name"),
    [("Topic", "topic"), ("Audience", "audience"), ("Organisation", "organisation"), ("EventSeries", "series")],
)
def test_the_pages_of_terms_take_no_more(client, site, kind, name):
    terms = Entry.objects.filter(type=kind)
    assert too_many(client, [address(name, term.locale or "pt", term.card["slug"]) for term in terms]) == {}


def test_search_feeds_and_calendars_take_no_more(client, site):
    addresses = [
        "/pt/pesquisa/?q=laboratório",
        "/en/search/?q=service",
        "/pt/noticias/rss.xml",
        "/pt/eventos/calendar.ics",
    ]
    assert too_many(client, addresses) == {}
