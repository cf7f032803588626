"""The network address of a caller, behind a configured number of proxies. Called by ``api.keys.recognition``."""

import ipaddress
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

UNKNOWN = "unknown"
LONGEST = 100  # characters of an address with its zone and port; what is longer is none
ONE_SUBSCRIBER = 64  # of an IPv6 address: providers give each subscriber at least so large a network

_WITH_PORT = re.compile(r"\[(?P<six>[^\]]*)\](?::\d+)?|(?P<four>[^:]*):\d+")


def client_address(environ: Mapping[str, Any]) -> str:
    """The address that budgets know an anonymous caller by; of an IPv6 one the first of its /64.

    Each of our proxies writes whom it was called by at the right end of ``X-Forwarded-For``. So with one proxy the last
    entry is the caller, with two the last but one; whatever stands further left was sent by the caller and may be
    forged. Where the header has fewer entries than there are proxies, the first is the farthest that we know.
    """
    nearest = environ.get("REMOTE_ADDR", "")
    proxies: int = settings.TRUSTED_PROXIES
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if proxies else ""
    if forwarded:
        entry = forwarded.rsplit(",", proxies)[-proxies:][0]
        return _network(entry) or _network(nearest) or UNKNOWN
    return _network(nearest) or UNKNOWN


def _network(entry: str) -> str | None:
    return _network_of(entry) if len(entry) <= LONGEST else None


@lru_cache(maxsize=1_000)
def _network_of(entry: str) -> str | None:
    """One entry as ``192.0.2.1``, or the first address of its network (``2001:db8::``); None for what is no address."""
    text = entry.strip().strip('"')
    if found := _WITH_PORT.fullmatch(text):
        text = found["six"] or found["four"] or ""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, ONE_SUBSCRIBER), strict=False).network_address)
    return str(address)
