"""What an event shows beside its answer: whether it is over, when it takes place in words, whose time that is.

Called by ``home.website.kinds``; computes from the answer of the operation ``EventDetail``.
"""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext

from api.in_process import Answers
from home.website.dates import read
from home.website.visit import Visit

Page = dict[str, Any]


def event_context(visit: Visit, _answers: Answers, page: Page) -> dict[str, Any]:
    """The context of ``home/pages/event.html``."""
    zone, now, status = page["timeZone"], visit.context.now, page["status"]
    starts, ends = (read(moment, zone) for moment in (page["startsAt"], page["endsAt"] or page["startsAt"]))
    is_past = ends <= now and status != "POSTPONED"  # that day no longer says when it takes place
    is_expected = not is_past and status in ("SCHEDULED", "MOVED_ONLINE")
    return {
        "is_past": is_past,
        "is_ongoing": is_expected and starts <= now,
        "is_over_days": f"{starts:%Y%m%d}" != f"{ends:%Y%m%d}",
        "zone_name": zone_name(zone) if has_visitors_from_elsewhere(page) else "",
        "calendar_file": f"{visit.path}event.ics" if is_expected and not visit.is_private else None,
        "map": map_address(page),
        "has_hours": any(item["startsAt"] or item["endsAt"] for item in page["agendaItems"]),
    }


def has_visitors_from_elsewhere(page: Page) -> bool:
    """Whether its hours may not be those of who reads them: it is joined from anywhere, or is in another zone."""
    site = str(timezone.get_current_timezone())
    return page["format"] != "ON_SITE" or _offset(page["startsAt"], page["timeZone"]) != _offset(page["startsAt"], site)


def zone_name(zone: str) -> str:
    """Whose time it is: “Lisbon time”. Places that Portuguese names otherwise are named here."""
    names = {
        "Europe/Lisbon": gettext("Lisbon time"),
        "Atlantic/Madeira": gettext("Madeira time"),
        "Atlantic/Azores": gettext("Azores time"),
        "Europe/Brussels": gettext("Brussels time"),
        "Europe/London": gettext("London time"),
        "UTC": "UTC",
    }
    return names.get(zone) or gettext("%(place)s time") % {"place": zone.rpartition("/")[2].replace("_", " ")}


def _offset(moment: str, zone: str) -> Any:
    return read(moment).astimezone(ZoneInfo(zone)).utcoffset()  # type: ignore[attr-defined]


def map_address(page: Page) -> str | None:
    """Where a map of the place is; a link only, nothing of it is loaded."""
    if page["latitude"] is None or page["longitude"] is None:
        return None
    place = f"mlat={page['latitude']}&mlon={page['longitude']}#map=17/{page['latitude']}/{page['longitude']}"
    return f"https://www.openstreetmap.org/?{place}"
