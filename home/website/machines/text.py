"""Words and moments as formats for machines take them."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

# XML and iCalendar know no control characters but tab and line break.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def plain(words: str | None) -> str:
    """Words without characters that a format for machines cannot hold, with line breaks of one kind."""
    return _CONTROL.sub("", (words or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(words: str | None) -> str:
    """Words on one line."""
    return " ".join(plain(words).split())


def moment(value: str, zone: str | None = None) -> datetime:
    """A DateTime of the contract, in a time zone, by default UTC."""
    return datetime.fromisoformat(value).astimezone(ZoneInfo(zone) if zone else UTC)


def moment_or_none(value: str | None, zone: str | None = None) -> datetime | None:
    return moment(value, zone) if value else None
