"""Recognises who asks. Called by ``api.views`` once per request."""

import hmac
import re
from typing import NoReturn

from django.http import HttpRequest
from django.utils import timezone

from api.callers import Caller, KnownKey
from api.errors import ApiError, KeyRefusedError, OriginError
from api.keys.addresses import client_address
from api.keys.key_texts import digest_of, public_id_of
from api.keys.origins import allows
from api.keys.reading import valid_key
from api.keys.uses import note_use
from api.usage import budgets

NO_DIGEST = "0" * 64
REFUSED = 10  # what it costs to show a key that is refused

_BEARER = re.compile(r"bearer +(?P<text>\S+)", re.IGNORECASE)


def caller_of(request: HttpRequest) -> Caller:
    """The caller of a request; raises an ApiError for a key that is unknown, expired or not for this origin.

    Keys are read from the header ``Authorization`` only: addresses are logged. An empty one is none, because clients
    that have no key send it so.
    """
    address = client_address(request.META)
    header = request.META.get("HTTP_AUTHORIZATION", "").strip()
    if not header:
        return Caller(address=address)
    key = _known_key(header)
    if key is None:
        _refuse(KeyRefusedError(), address)
    origin = request.headers.get("Origin")
    if origin is not None and not allows(key.origins, origin) and origin != _own_origin(request):
        _refuse(OriginError(origin=origin[:200]), address)
    note_use(key.id, timezone.now())
    return Caller(address=address, key=key)


def _known_key(header: str) -> KnownKey | None:
    """The key that a header shows, asked of the database each time: what is revoked is refused at once, everywhere."""
    found = _BEARER.fullmatch(header)
    text = found["text"] if found else ""
    public_id = public_id_of(text)
    if public_id is None:
        return None
    found_key = valid_key(public_id)
    digest, key = found_key if found_key else (NO_DIGEST, None)
    # Compared also where there is none: the answer takes the same time whatever is wrong.
    return key if hmac.compare_digest(digest_of(text), digest) else None


def _refuse(refusal: ApiError, address: str) -> NoReturn:
    """Whoever tries keys pays for it out of the budget of the address."""
    budgets.spend(Caller(address=address), REFUSED)
    raise refusal


def _own_origin(request: HttpRequest) -> str:
    """Our own pages, the explorer among them, are no other website."""
    return f"{request.scheme}://{request.get_host()}"
