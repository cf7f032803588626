"""What an event shows beside its answer: whether it is over, when it takes place in words, whose time that is.

Called by ``home.website.kinds``; computes from the answer of the operation ``EventDetail``.
"""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from api.in_process import Answers
from home.website.dates import read
from home.website.visit import Visit

Page = dict[str, Any]


def event_context(visit: Visit, _answers: Answers, page: Page) -> dict[str, Any]:
    """The context of ``home/pages/event.html``."""
    zone = page["timeZone"]
    ends = read(page["endsAt"] or page["startsAt"])
    starts_on, ends_on = read(page["startsAt"], zone), read(page["endsAt"] or page["startsAt"], zone)
    return {
        "is_past": ends <= visit.context.now,
        "is_over_days": f"{starts_on:%Y%m%d}" != f"{ends_on:%Y%m%d}",
        "place_of_zone": place_of(zone),
        "is_elsewhere": _offset(page["startsAt"], zone)
        != _offset(page["startsAt"], str(timezone.get_current_timezone())),
        "calendar_file": None if visit.is_private else f"{visit.path}event.ics",
        "map": map_address(page),
        "has_hours": any(item["startsAt"] or item["endsAt"] for item in page["agendaItems"]),
    }


def place_of(zone: str) -> str:
    """The place that a time zone is named after: “Lisbon” of “Europe/Lisbon”."""
    return zone.rpartition("/")[2].replace("_", " ")


def _offset(moment: str, zone: str) -> Any:
    return read(moment).astimezone(ZoneInfo(zone)).utcoffset()  # type: ignore[attr-defined]


def map_address(page: Page) -> str | None:
    """Where a map of the place is; a link only, nothing of it is loaded."""
    if page["latitude"] is None or page["longitude"] is None:
        return None
    place = f"mlat={page['latitude']}&mlon={page['longitude']}#map=17/{page['latitude']}/{page['longitude']}"
    return f"https://www.openstreetmap.org/?{place}"
