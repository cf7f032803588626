"""How long answers may be kept: never beyond the next change that is known to come. The clock stands still."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.utils import timezone
from wagtail.models import Page, Revision

from api import freshness
from benchmarks.statements import sent_statements
from content.models import Topic
from published.keeping import cache_control, seconds_until
from published.models import Entry
from tests import factories

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)  # also noon in Lisbon
UNSCHEDULED = "{ site { id } }"
OF_EVENTS = "{ events(filter: { when: UPCOMING }, locale: pt) { totalCount } }"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def kept_in_front(settings):
    settings.FRONTEND_CACHE_SECONDS = 3_600


@pytest.fixture
def ask(db, client):
    def answer(query=UNSCHEDULED, **headers):
        return client.get("/graphql", {"query": query}, headers=headers)

    return answer


def in_seconds(seconds):
    return NOON + timedelta(seconds=seconds)


def page_that_expires(seconds, **fields):
    page = factories.news(**fields)
    Page.objects.filter(pk=page.pk).update(expire_at=in_seconds(seconds))
    return page


def page_that_goes_live(seconds):
    page = factories.news(live=False)
    page.go_live_at = in_seconds(seconds)
    page.save_revision().publish()
    scheduled = Revision.objects.get(object_id=str(page.pk), approved_go_live_at__isnull=False)
    assert scheduled.approved_go_live_at == in_seconds(seconds)
    return scheduled


def test_unless_it_is_allowed_nothing_is_kept_without_asking(ask):
    page_that_expires(60)

    assert ask()["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_the_cache_in_front_may_keep_answers_as_long_as_is_set(ask, kept_in_front):
    assert ask()["Cache-Control"] == "public, max-age=0, s-maxage=3600, must-revalidate"


def test_readers_may_keep_answers_as_long_as_is_set(ask, settings):
    settings.GRAPHQL_MAX_AGE = 60

    assert ask()["Cache-Control"] == "public, max-age=60, must-revalidate"


def test_both_end_with_the_next_planned_change(ask, settings, kept_in_front):
    settings.GRAPHQL_MAX_AGE = 60
    page_that_expires(30)

    assert ask()["Cache-Control"] == "public, max-age=30, s-maxage=30, must-revalidate"


def shared_age(response):
    return int(response["Cache-Control"].split("s-maxage=")[1].split(",")[0])


def test_a_page_that_will_expire_or_be_published_is_waited_for(ask, kept_in_front):
    ages = [shared_age(ask())]
    page_that_expires(3_000)
    ages.append(shared_age(ask()))
    scheduled = page_that_goes_live(900)
    ages.append(shared_age(ask()))
    Revision.objects.filter(pk=scheduled.pk).update(approved_go_live_at=None)
    ages.append(shared_age(ask()))

    assert ages == [3_600, 3_000, 900, 3_000]


def test_a_term_that_will_expire_is_waited_for(ask, kept_in_front):
    topic = factories.topic()
    Topic.objects.filter(pk=topic.pk).update(expire_at=in_seconds(500))

    assert shared_age(ask()) == 500


def test_a_draft_with_an_expiry_is_not_waited_for(ask, kept_in_front):
    page_that_expires(60, live=False)

    assert shared_age(ask()) == 3_600


@pytest.mark.parametrize("seconds", [0, -60])
def test_what_is_due_and_not_done_yet_is_kept_by_nobody(ask, kept_in_front, seconds):
    page_that_expires(seconds)

    assert shared_age(ask()) == 0


def test_part_of_a_second_is_not_counted(ask, kept_in_front):
    page_that_expires(9.9)

    assert shared_age(ask()) == 9


def test_the_next_start_or_end_counts_for_who_asks_about_time_only(ask, kept_in_front):
    Entry.objects.create(key="EventPage:1", type="EventPage", starts_at=in_seconds(-60), ends_at=in_seconds(600))
    ages = [(shared_age(ask(OF_EVENTS)), shared_age(ask()))]
    Entry.objects.create(key="EventPage:2", type="EventPage", starts_at=in_seconds(300), ends_at=in_seconds(900))
    ages.append((shared_age(ask(OF_EVENTS)), shared_age(ask())))

    assert ages == [(600, 3_600), (300, 3_600)]


def test_what_has_started_this_moment_is_over_as_a_boundary(ask, kept_in_front):
    Entry.objects.create(key="EventPage:1", type="EventPage", starts_at=NOON, ends_at=in_seconds(600))

    assert shared_age(ask(OF_EVENTS)) == 600


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        (datetime(2026, 3, 1, 23, 59, 0, tzinfo=UTC), 60),
        (datetime(2026, 7, 1, 22, 59, 0, tzinfo=UTC), 60),  # Lisbon is an hour ahead in summer
        (datetime(2026, 3, 28, 23, 0, 0, tzinfo=UTC), 3_600),
        (datetime(2026, 3, 29, 0, 0, 0, tzinfo=UTC), 23 * 3_600),  # the day on which the clocks go forward
        (datetime(2026, 10, 25, 0, 30, 0, tzinfo=UTC), 23.5 * 3_600),  # and back: 1:30 comes twice
    ],
)
def test_nothing_is_kept_over_midnight_when_organisations_take_new_names(now, seconds):
    with time_machine.travel(now, tick=False):
        assert seconds_until(None) == seconds


def test_an_answer_to_a_key_is_for_it_alone(settings, kept_in_front):
    settings.GRAPHQL_MAX_AGE = 60

    assert cache_control(in_seconds(20), max_age=60, is_private=True) == "private, max-age=20, must-revalidate"


def test_the_answer_unchanged_may_be_kept_as_long_as_the_answer(ask, kept_in_front):
    page_that_expires(600)
    first = ask()

    again = ask(**{"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert again["Cache-Control"] == "public, max-age=0, s-maxage=600, must-revalidate"
    assert again["Vary"] == first["Vary"] == "Accept, Accept-Encoding"


def test_answers_with_errors_and_answers_to_post_are_kept_by_nobody(ask, client, kept_in_front):
    assert ask("{ nothing }")["Cache-Control"] == "no-store"
    assert ask("{ page { id } }")["Cache-Control"] == "no-store"
    posted = client.post("/graphql", {"query": UNSCHEDULED}, content_type="application/json")
    assert posted["Cache-Control"] == "no-store"


def test_what_may_be_kept_unasked_is_tagged_so_that_a_publication_reaches_it(ask, settings):
    plain = ask().get("Cache-Tag")
    settings.FRONTEND_CACHE_SECONDS = 60

    assert plain == "Site:2,Site" or plain.endswith(",Site")
    assert ask()["Cache-Tag"] == f"{plain},published"
    assert ask("{ events { totalCount } }")["Cache-Tag"] == "published"


def test_at_most_a_hundred_entries_are_named_and_all_of_their_types():
    response = HttpResponse()
    freshness.name_entries(response, [*(f"NewsPage:{number}" for number in range(150)), "Topic:1", "Image:1"])

    names = response["Cache-Tag"].split(",")
    assert names == [*(f"NewsPage:{number}" for number in range(100)), "Image", "NewsPage", "Topic"]


@pytest.mark.parametrize("clock", [False, True])
@pytest.mark.parametrize("seconds", [0, 60])
def test_it_takes_one_statement_whatever_is_asked(db, settings, clock, seconds):
    settings.FRONTEND_CACHE_SECONDS = seconds
    with sent_statements() as sent:
        freshness.store_state(clock=clock)

    assert len(sent) == 1
    assert ("wagtailcore_page" in sent[0]) is bool(seconds)


def test_the_state_is_the_same_whether_the_next_change_is_asked_or_not(db, settings):
    before = freshness.store_state(clock=True)
    settings.FRONTEND_CACHE_SECONDS = 60
    Page.objects.filter(depth=2).update(expire_at=in_seconds(60))

    assert freshness.store_state(clock=True).version == before.version
    assert freshness.store_state(clock=True).next_change == timezone.now() + timedelta(seconds=60)
