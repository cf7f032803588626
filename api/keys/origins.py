"""Origins of websites: what browsers send as ``Origin`` for the pages whose scripts ask us, and how people write it."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ANY = "*"
DEFAULT_PORTS = {"http": 80, "https": 443}

_ORIGIN = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://"
    r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*)"
    r"(?::(?P<port>[0-9]{1,5}))?"
)
LONGEST = 255


def origin_of(written: str) -> str:
    """The origin that somebody wrote, as a browser sends it; raises ValidationError with what to write instead.

    A lone ``*`` means any website. Case, a slash at the end, a default port and letters with accents do not matter.
    """
    text = written.strip()
    if text == ANY:
        return ANY
    if ANY in text:
        raise ValidationError(
            _("“%(origin)s”: name each website by itself; a lone * means any website."), params={"origin": text[:100]}
        )
    scheme, separator, rest = text.partition("://")
    rest = rest.removesuffix("/")
    if not separator:
        raise ValidationError(
            _("“%(origin)s”: begin with https://, for example https://app.example.org."), params={"origin": text[:100]}
        )
    if re.search(r"[/?#@\\]", rest):
        raise ValidationError(
            _("“%(origin)s”: stop after the host, without a path: https://app.example.org."),
            params={"origin": text[:100]},
        )
    found = _ORIGIN.fullmatch(f"{scheme.lower()}://{_in_ascii(rest)}")
    if len(text) > LONGEST or found is None or not 0 < int(found["port"] or 1) < 65536:
        raise ValidationError(
            _("“%(origin)s” is not the address of a website such as https://app.example.org or http://localhost:3000."),
            params={"origin": text[:100]},
        )
    port = int(found["port"]) if found["port"] else None
    if port is None or port == DEFAULT_PORTS.get(found["scheme"]):
        return f"{found['scheme']}://{found['host']}"
    return f"{found['scheme']}://{found['host']}:{port}"


def allows(origins: frozenset[str], origin: str) -> bool:
    """Whether an ``Origin`` that a browser sent is allowed. ``null`` (a file, a sandbox) is only with ``*``."""
    return ANY in origins or origin in origins


def _in_ascii(host_and_port: str) -> str:
    """Hosts with letters such as ç as browsers send them (``xn--…``)."""
    host, colon, port = host_and_port.partition(":")
    if host_and_port.isascii():
        return host_and_port.lower()
    try:
        return f"{host.encode('idna').decode()}{colon}{port}".lower()
    except UnicodeError:
        return host_and_port
