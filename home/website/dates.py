"""Days, hours and periods as people read them, in the active language; ``website.py`` makes tags of them."""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

LENGTH_OF_A_DAY = len("2026-03-01")
NBSP = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"


def read(value: str, zone: str | None = None) -> datetime.date:
    """A Date or DateTime of the contract; a moment in ``zone``, by default that of the site."""
    if len(value) == LENGTH_OF_A_DAY:
        return datetime.date.fromisoformat(value)
    return datetime.datetime.fromisoformat(value).astimezone(
        ZoneInfo(zone) if zone else timezone.get_current_timezone()
    )


def day(value: str | None, zone: str | None = None) -> SafeString | str:
    """A date, or the day of a moment, as a ``time`` element; its number stays on the line of its month."""
    if not value:
        return ""
    moment = read(value, zone)
    return _element(f"{moment:%Y-%m-%d}", _words(moment, "DATE_FORMAT").replace(" ", NBSP, 1))


def moment(value: str | None, zone: str | None = None) -> SafeString | str:
    """Day and hour of a moment as a ``time`` element."""
    if not value:
        return ""
    when = read(value, zone)
    return _element(when.isoformat(), _words(when, "DATETIME_FORMAT").replace(" ", NBSP, 1))


def hours(start: str, end: str | None = None, zone: str | None = None) -> SafeString:
    """From when to when on one day; over several days: from which to which, without the hours."""
    first = read(start, zone)
    last = read(end, zone) if end else None
    if last is None:
        return _hour(first)
    if f"{first:%Y%m%d}" == f"{last:%Y%m%d}":
        return format_html("{}{}{}", _hour(first), DASH, _hour(last))
    return format_html("{} {} {}", day(start, zone), DASH, day(end, zone))


def part(value: str | None, form: str, zone: str | None = None) -> str:
    """One part of a day or moment, by Django's letters: ``j``, ``M Y``, ``l``."""
    return _words(read(value, zone), form) if value else ""


def _words(when: datetime.date, form: str) -> str:
    """The date in the active language; Portuguese writes months and days of the week with a small letter."""
    words = date_format(when, form)
    return words.lower() if (get_language() or "").startswith("pt") else words


def _hour(when: datetime.date) -> SafeString:
    return _element(when.isoformat(), date_format(when, "H:i"))


def _element(machine: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)
