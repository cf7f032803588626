"""Events as iCalendar files (RFC 5545, 7986): one event, and the calendar of a list that people subscribe to.

Made of the answers of ``EventDetail`` and ``EventCalendar``; called by ``home.website.machines.views``.

- The UID is the page's key at the host of the site: it survives every change of title and address. A translation is a
  page of its own with words of its own, so that somebody who takes both languages has two entries that never overwrite
  each other.
- The SEQUENCE is the second of the last publication: it grows with whatever changes time, place or status, because
  nothing of that changes without a publication.
- Postponed is TENTATIVE: the old date stands until there is a new one, and CANCELLED would take the event away. Most
  calendars do not show either, so that the title says it too.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration, vText, vUri
from icalendar.prop import vGeo

from home.website.machines.text import moment, moment_or_none, one_line, plain
from home.website.machines.time_zones import time_zone

PRODUCT = "-//LabX//LabX CMS//EN"
REFRESH = timedelta(hours=1)
# A SEQUENCE has 31 bits: counted from here, seconds last until 2088.
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
STATUSES = {"CANCELLED": "CANCELLED", "POSTPONED": "TENTATIVE"}

Answer = dict[str, Any]


def event_file(event: Answer) -> bytes:
    """One event as a file to keep."""
    return _written(Calendar(), [event])


def calendar_of(index: Answer, site: Answer, events: Sequence[Answer], *, source: str) -> bytes:
    """The calendar of a list of events; ``source`` is its own address, where it is read again."""
    calendar = Calendar()
    name = one_line(f"{index['title']} \N{EN DASH} {site['name'] or 'LabX'}")
    language = {"LANGUAGE": index["locale"]}
    calendar.add("NAME", vText(name), parameters=language)
    calendar.add("X-WR-CALNAME", vText(name))
    if index["summary"]:
        calendar.add("DESCRIPTION", vText(plain(index["summary"])), parameters=language)
        calendar.add("X-WR-CALDESC", vText(plain(index["summary"])))
    calendar.add("URL", vUri(index["url"]))
    calendar.add("SOURCE", vUri(source), parameters={"VALUE": "URI"})
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    return _written(calendar, events)


def _written(calendar: Calendar, events: Sequence[Answer]) -> bytes:
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    for zone in sorted({event["timeZone"] for event in events} - {"UTC"}):
        calendar.add_component(time_zone(zone))
    for event in events:
        calendar.add_component(_event(event))
    return bytes(calendar.to_ical())


def _event(event: Answer) -> Event:
    published, updated = moment(event["publishedAt"]), moment(event["updatedAt"] or event["publishedAt"])
    language = {"LANGUAGE": event["locale"]}
    made = Event()
    made.add("UID", uid(event))
    made.add("SEQUENCE", sequence(updated))
    made.add("DTSTAMP", _whole(updated))  # without a METHOD, when the event was last revised
    made.add("CREATED", _whole(published))
    made.add("LAST-MODIFIED", _whole(updated))
    made.add("DTSTART", _whole(moment(event["startsAt"], event["timeZone"])))
    if ends := moment_or_none(event["endsAt"], event["timeZone"]):
        made.add("DTEND", _whole(ends))
    made.add("STATUS", STATUSES.get(event["status"], "CONFIRMED"))
    made.add("TRANSP", "TRANSPARENT" if event["status"] == "CANCELLED" else "OPAQUE")
    made.add("SUMMARY", vText(one_line(titled(event))), parameters=language)
    made.add("DESCRIPTION", vText(_description(event)), parameters=language)
    if where := location(event):
        made.add("LOCATION", vText(where), parameters=language)
    if event["latitude"] is not None and takes_place_on_site(event):
        made.add("GEO", vGeo((float(event["latitude"]), float(event["longitude"]))))
    if event["topics"]:
        made.add("CATEGORIES", [one_line(topic["name"]) for topic in event["topics"]])
    made.add("URL", vUri(event["url"]))
    return made


def uid(event: Answer) -> str:
    """What an event is called in every calendar for ever."""
    return f"{event['id'].replace(':', '-')}@{urlsplit(event['url']).hostname or 'labx'}"


def sequence(updated: datetime) -> int:
    """Which revision: a number that grows with each publication, without anybody counting."""
    return max(0, int((updated - EPOCH).total_seconds()))


def titled(event: Answer) -> str:
    """The title; of what does not take place as planned, with that in front."""
    if event["status"] == "CANCELLED":
        return _("Cancelled: %(title)s") % {"title": event["title"]}
    if event["status"] == "POSTPONED":
        return _("Postponed: %(title)s") % {"title": event["title"]}
    return str(event["title"])


def takes_place_on_site(event: Answer) -> bool:
    """Whether there is somewhere to go."""
    return event["status"] != "MOVED_ONLINE" and event["format"] != "ONLINE"


def location(event: Answer) -> str:
    """Where people meet; the link of a meeting online is never public."""
    if not takes_place_on_site(event):
        return _("Online")
    places = [one_line(event["placeName"]), *map(one_line, plain(event["placeAddress"]).split("\n"))]
    if event["format"] == "BOTH":
        places.append(_("and online"))
    return ", ".join(place for place in places if place)


def _description(event: Answer) -> str:
    """What the calendar shows below the title: what became of it, the summary, where to read more."""
    words = {
        "CANCELLED": _("This event was cancelled."),
        "POSTPONED": _("This event was postponed; the new date is not known yet."),
        "MOVED_ONLINE": _("This event takes place online only."),
    }.get(event["status"], "")
    return "\n\n".join(part for part in (words, plain(event["summary"]), event["url"]) if part)


def _whole(value: datetime) -> datetime:
    return value.replace(microsecond=0)
