"""Tags follow the store and, where an operation asks about time, the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from api import freshness
from api.door import Prepared
from api.questions import Question
from published.models import Commit, Entry, Version

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.mark.django_db
def test_the_state_of_the_store_changes_with_its_version():
    before = freshness.store_state(clock=False)
    version, _ = Version.objects.get_or_create(pk=1, defaults={"number": 0})
    Version.objects.filter(pk=version.pk).update(number=version.number + 1)

    assert freshness.store_state(clock=False) != before
    assert freshness.store_state(clock=False) == freshness.store_state(clock=False)


@pytest.mark.django_db
def test_a_store_restored_from_a_backup_is_another_one_although_it_has_come_to_the_same_number():
    last, _ = Commit.objects.update_or_create(number=7, defaults={"mark": "before", "at": NOON})
    before = freshness.store_state(clock=False)
    Commit.objects.filter(pk=last.pk).update(mark="after")

    assert freshness.store_state(clock=False) != before


@pytest.mark.django_db
def test_the_state_changes_when_something_starts_or_ends_only_for_who_asks_about_time(noon):
    without = [freshness.store_state(clock=False)]
    states = [freshness.store_state(clock=True)]
    Entry.objects.create(key="EventPage:1", type="EventPage", starts_at=NOON + timedelta(hours=1))
    states.append(freshness.store_state(clock=True))
    Entry.objects.filter(key="EventPage:1").update(starts_at=NOON)
    states.append(freshness.store_state(clock=True))
    Entry.objects.filter(key="EventPage:1").update(ends_at=NOON)
    states.append(freshness.store_state(clock=True))
    without.append(freshness.store_state(clock=False))

    assert states[0] == states[1]
    assert len({states[1], states[2], states[3]}) == 3
    assert without[0] == without[1]


@pytest.mark.parametrize(
    ("query", "variables", "expected"),
    [
        ("{ hello }", {}, False),
        ("{ echo(filter: { when: UPCOMING }) }", {}, True),
        ("query ($filter: Filter) { echo(filter: $filter) }", {"filter": {"when": "PAST"}}, True),
        ("query ($filter: Filter) { echo(filter: $filter) }", {"filter": {"topics": ["x"]}}, False),
    ],
)
def test_who_asks_about_time(query, variables, expected):
    prepared = Prepared(Question(query, variables), None, None, 0, {})  # type: ignore[arg-type]

    assert prepared.depends_on_clock is expected
