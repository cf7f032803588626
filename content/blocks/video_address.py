"""Reads provider and identifier of a video out of its address, by pattern alone: no network is asked."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_YOUTUBE_HOSTS = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com"})
_VIMEO_HOSTS = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
_YOUTUBE_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{11}")
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v)/([A-Za-z0-9_-]{11})/?")
_VIMEO_PATH = re.compile(r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/)?(\d{5,12})(?:/[0-9a-f]{6,40})?/?")


@dataclass(frozen=True)
class Video:
    """A video at its host: ``provider`` is ``YOUTUBE`` or ``VIMEO``."""

    provider: str
    identifier: str


def read_video_address(address: str) -> Video | None:
    """Return the video that `address` (http or https) leads to, or None if it is none of the providers'."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    if host == "youtu.be":
        return _youtube(parts.path.strip("/"))
    if host in _YOUTUBE_HOSTS:
        if parts.path == "/watch":
            return _youtube(parse_qs(parts.query).get("v", [""])[0])
        match = _YOUTUBE_PATH.fullmatch(parts.path)
        return Video("YOUTUBE", match[1]) if match else None
    if host in _VIMEO_HOSTS:
        match = _VIMEO_PATH.fullmatch(parts.path)
        return Video("VIMEO", match[1]) if match else None
    return None


def _youtube(identifier: str) -> Video | None:
    return Video("YOUTUBE", identifier) if _YOUTUBE_IDENTIFIER.fullmatch(identifier) else None
