"""How long pages of the website may be kept: by nobody unasked, by a cache in front until the next planned change."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from wagtail.models import Page

from published.models import Entry
from published.publication import publication
from tests import factories

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def page():
    with publication() as block:
        block.notes.has_whole_tree = True
        return factories.standard(title="Sobre", slug="sobre")


def in_seconds(seconds):
    return NOON + timedelta(seconds=seconds)


def test_by_default_who_keeps_a_page_asks_each_time(client, page):
    response = client.get("/pt/sobre/")

    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.has_header("Cache-Tag")


def test_the_cache_in_front_keeps_a_page_until_the_next_planned_change(client, page, settings):
    settings.FRONTEND_CACHE_SECONDS = 3_600
    answers = [client.get("/pt/sobre/")]
    Page.objects.filter(pk=page.pk).update(expire_at=in_seconds(900))
    answers.append(client.get("/pt/sobre/"))
    Entry.objects.create(key="EventPage:1", type="EventPage", starts_at=in_seconds(300), ends_at=in_seconds(600))
    answers.append(client.get("/pt/sobre/"))

    assert [answer["Cache-Control"] for answer in answers] == [
        "public, max-age=0, s-maxage=3600, must-revalidate",
        "public, max-age=0, s-maxage=900, must-revalidate",
        "public, max-age=0, s-maxage=300, must-revalidate",
    ]
    assert {answer["Cache-Tag"] for answer in answers} == {"published"}


def test_what_began_while_a_page_was_made_is_not_taken_for_known(client, page, settings):
    settings.FRONTEND_CACHE_SECONDS = 3_600
    Entry.objects.create(key="EventPage:1", type="EventPage", starts_at=in_seconds(-1), ends_at=in_seconds(600))

    assert client.get("/pt/sobre/")["Cache-Control"] == "public, max-age=0, s-maxage=0, must-revalidate"


def test_the_page_unchanged_may_be_kept_as_long_and_varies_alike(client, page, settings):
    settings.FRONTEND_CACHE_SECONDS = 60
    first = client.get("/pt/sobre/", headers={"accept-encoding": "gzip"})
    again = client.get("/pt/sobre/", headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]})

    assert again.status_code == 304
    for name in ("Cache-Control", "Vary", "ETag"):
        assert again[name] == first[name]
    assert "Accept-Encoding" in again["Vary"]


@pytest.mark.parametrize("path", ["/pt/nada/", "/pt/admin/"])
def test_what_is_not_there_is_always_asked_for(client, page, settings, path):
    settings.FRONTEND_CACHE_SECONDS = 60
    response = client.get(path)

    assert response.status_code == 404
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
