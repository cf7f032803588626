"""VTIMEZONE of a time zone, as every calendar reads it; called by ``home.website.machines.calendars``.

Made here and not by the library, which lists forty years of changes in one property, of which some calendars read the
first value only, and begins summer an hour late. Where the clock changes by a rule, as in Europe, the rule is written;
elsewhere each change has its own line.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

# Enough for every event that people still look up; a rule goes on after the last year.
FIRST_YEAR, LAST_YEAR = 2000, 2037
STEP = timedelta(days=5)  # no clock changes twice within it
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NOTHING = timedelta(0)


@dataclass(frozen=True)
class Observance:
    """What a clock shows after a change, and what it showed before."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=32)
def time_zone(name: str) -> Timezone:
    """The time zone of a name such as "Europe/Lisbon"; not to be changed."""
    zone = ZoneInfo(name)
    first = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    begun: dict[Observance, list[datetime]] = {_observance(zone, first, first): [datetime(FIRST_YEAR, 1, 1)]}  # noqa: DTZ001
    for moment in _changes(zone, first):
        observance = _observance(zone, moment - timedelta(seconds=1), moment)
        # An onset is told by the clock that was right until then.
        begun.setdefault(observance, []).append((moment + observance.before).replace(tzinfo=None))
    made = Timezone()
    made.add("TZID", name)
    for observance, moments in begun.items():
        made.add_component(_part(observance, moments))
    return made


def _observance(zone: ZoneInfo, before: datetime, after: datetime) -> Observance:
    old, new = before.astimezone(zone), after.astimezone(zone)
    return Observance(
        before=old.utcoffset() or NOTHING,
        after=new.utcoffset() or NOTHING,
        name=new.tzname() or "",
        is_summer=bool(new.dst()),
    )


def _changes(zone: ZoneInfo, first: datetime) -> Iterator[datetime]:
    """The moments at which the clock changes, to the second."""
    low, end = first, datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
    while low < end:
        high = low + STEP
        offset = low.astimezone(zone).utcoffset()
        if high.astimezone(zone).utcoffset() != offset:
            same, changed = low, high
            while changed - same > timedelta(seconds=1):
                middle = same + timedelta(seconds=(changed - same) // timedelta(seconds=2))
                if middle.astimezone(zone).utcoffset() == offset:
                    same = middle
                else:
                    changed = middle
            yield changed
        low = high


def _part(observance: Observance, moments: list[datetime]) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if observance.is_summer else TimezoneStandard()
    part.add("DTSTART", moments[0])
    if rule := yearly(moments):
        part.add("RRULE", rule)
    else:
        for moment in moments[1:]:
            part.add("RDATE", [moment])
    part.add("TZNAME", observance.name)
    part.add("TZOFFSETFROM", observance.before)
    part.add("TZOFFSETTO", observance.after)
    return part


def yearly(moments: list[datetime]) -> dict[str, str | int] | None:
    """The rule of changes on the same weekday of the same month each year until the last; None where there is none."""
    months = {moment.month for moment in moments}
    days = {moment.weekday() for moment in moments}
    clocks = {moment.time() for moment in moments}
    years = [moment.year for moment in moments]
    is_regular = len(months) == len(days) == len(clocks) == 1
    if not is_regular or len(years) < 2 or years != list(range(years[0], LAST_YEAR + 1)):
        return None
    weekday = WEEKDAYS[days.pop()]
    if all(moment.day + 7 > calendar.monthrange(moment.year, moment.month)[1] for moment in moments):
        return {"FREQ": "YEARLY", "BYMONTH": months.pop(), "BYDAY": f"-1{weekday}"}
    weeks = {(moment.day - 1) // 7 + 1 for moment in moments}
    return {"FREQ": "YEARLY", "BYMONTH": months.pop(), "BYDAY": f"{weeks.pop()}{weekday}"} if len(weeks) == 1 else None
