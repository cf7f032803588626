"""Days and hours as people read them, in both languages."""

import pytest
from django.utils import translation

from home.website import dates

NBSP, DASH = "\N{NO-BREAK SPACE}", "\N{EN DASH}"


@pytest.mark.parametrize(("code", "words"), [("pt", f"22{NBSP}de novembro de 2026"), ("en", f"22{NBSP}November 2026")])
def test_a_day_is_written_as_its_language_writes_it(code, words):
    with translation.override(code):
        assert dates.day("2026-11-22") == f'<time datetime="2026-11-22">{words}</time>'
        assert dates.day("2026-11-22T23:30:00+00:00") == f'<time datetime="2026-11-22">{words}</time>'


def test_the_day_of_a_moment_is_that_of_its_zone():
    with translation.override("en"):
        assert dates.part("2026-06-22T23:30:00+00:00", "j M") == "23 Jun"  # summer in Lisbon
        assert dates.part("2026-06-22T23:30:00+00:00", "j M", "Atlantic/Azores") == "22 Jun"


def test_a_moment_has_its_hour():
    with translation.override("pt"):
        written = dates.moment("2026-03-01T10:00:00+00:00", "Atlantic/Azores")
    assert written == f'<time datetime="2026-03-01T09:00:00-01:00">1{NBSP}de março de 2026, 09:00</time>'


def test_hours_of_one_day_and_days_of_several():
    start = "2026-03-01T10:00:00+00:00"
    with translation.override("en"):
        one = dates.hours(start, "2026-03-01T12:30:00+00:00")
        several = dates.hours(start, "2026-03-03T12:30:00+00:00")
        open_end = dates.hours(start)
    assert one == (
        f'<time datetime="2026-03-01T10:00:00+00:00">10:00</time>{DASH}'
        '<time datetime="2026-03-01T12:30:00+00:00">12:30</time>'
    )
    assert several == (
        f'<time datetime="2026-03-01">1{NBSP}March 2026</time> {DASH} '
        f'<time datetime="2026-03-03">3{NBSP}March 2026</time>'
    )
    assert open_end == '<time datetime="2026-03-01T10:00:00+00:00">10:00</time>'


def test_nothing_is_written_of_no_date():
    assert (dates.day(None), dates.moment(None), dates.part(None, "j")) == ("", "", "")
