"""When a kept answer is still right: the ETag and Cache-Control of GET answers, from the store's version.

Nothing is stale by itself: who keeps an answer asks each time whether it is still right. Where the operator lets
clients or a front-end cache keep answers unasked for a while, that ends before the next change that is known to come.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from graphql import GraphQLSchema, print_schema

from published.keeping import ALWAYS_ASKED, EVERYTHING, cache_control, next_planned_change
from published.prepared import prepared_rows
from published.store_version import DATABASE, MARK, NUMBER, store_version

# The types are written out, so that PostgreSQL keeps one plan: for a list of any length it makes a new one each time.
LAST_BOUNDARY = """(SELECT max(starts_at) FROM published_entry WHERE starts_at <= %(now)s),
           (SELECT max(ends_at) FROM published_entry WHERE ends_at <= %(now)s)"""
NEXT_BOUNDARY = """(SELECT min(starts_at) FROM published_entry WHERE starts_at > %(now)s),
           (SELECT min(ends_at) FROM published_entry WHERE ends_at > %(now)s)"""
NAMED_ENTRIES = 100
FOR_NOBODY_ELSE = "private, no-store"


@dataclass(frozen=True)
class StoreState:
    """``version`` is other when an answer may be; ``next_change`` is when that is known to happen next, if it is."""

    version: tuple[object, ...]
    next_change: datetime | None = None


def store_state(*, clock: bool, now: datetime | None = None) -> StoreState:
    """What the store holds, in one statement. With ``clock``, also the last and the next start or end of an entry.

    ``now`` is when the answer was begun, if it was before.
    """
    planned = is_kept_unasked()
    if not clock and not planned:
        return StoreState(store_version())
    parameters = {"now": now or timezone.now()} if clock else {}
    [(*version, next_change)] = prepared_rows(_statement(clock=clock, planned=planned), parameters)
    return StoreState(tuple(version), next_change)


def is_kept_unasked() -> bool:
    """Whether the operator lets anybody keep answers without asking each time."""
    return bool(settings.GRAPHQL_MAX_AGE or settings.FRONTEND_CACHE_SECONDS)


@cache
def _statement(*, clock: bool, planned: bool) -> str:
    """``planned``: ask for the next change too; nobody pays for that where answers are not kept unasked."""
    columns = [DATABASE, NUMBER, MARK, *([LAST_BOUNDARY] if clock else [])]
    if planned:
        next_change = [next_planned_change(), *([NEXT_BOUNDARY] if clock else [])]
        columns.append(f"least({', '.join(next_change)})")
    else:
        columns.append("NULL::timestamptz")
    return f"SELECT {', '.join(columns)}"


@lru_cache(maxsize=8)
def release_fingerprint(schema: GraphQLSchema) -> str:
    """Changes with the schema and the code of this room: an answer kept from before an update is not taken for new."""
    digest = hashlib.sha256(print_schema(schema).encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def entity_tag(*parts: object) -> str:
    """A weak tag (an answer may be compressed on its way) of everything that the answer depends on."""
    digest = hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:32]
    return "W/" + quote_etag(digest)


def is_known(request: HttpRequest, tag: str) -> bool:
    """Whether the client says that it has the answer of this tag already."""
    return names(request.headers.get("If-None-Match", ""), tag)


def names(header: str, tag: str | None) -> bool:
    """Whether an ``If-None-Match`` header names a tag, or any (``*``)."""
    known = [known_tag.removeprefix("W/") for known_tag in parse_etags(header)]
    return tag is not None and ("*" in known or tag.removeprefix("W/") in known)


@dataclass(frozen=True)
class Keeping:
    """How an answer may be kept: under which tag, until what is known to change, and by whom."""

    tag: str
    next_change: datetime | None = None
    is_private: bool = False  # an answer to a key: no cache that others read


def may_be_kept(response: HttpResponse, keeping: Keeping) -> None:
    """Lets caches keep the answer; unless the operator allows more, they ask each time whether it is still right."""
    response["Cache-Control"] = kept_for(keeping.next_change, is_private=keeping.is_private)
    response["ETag"] = keeping.tag
    patch_vary_headers(response, ["Accept"])


def kept_for(next_change: datetime | None, *, is_private: bool = False) -> str:
    """The ``Cache-Control`` of an answer that is given at this moment."""
    if not is_kept_unasked():
        return "private, max-age=0, must-revalidate" if is_private else ALWAYS_ASKED
    return cache_control(next_change, max_age=settings.GRAPHQL_MAX_AGE, is_private=is_private)


def name_entries(response: HttpResponse, keys: Sequence[str]) -> None:
    """``Cache-Tag``, for caches that can forget by name: the entries read for the answer, then their types."""
    types = sorted({key.partition(":")[0] for key in keys})
    # What the front-end cache may keep unasked is also forgotten with every publication: it may be in any answer.
    everything = [EVERYTHING] if settings.FRONTEND_CACHE_SECONDS else []
    if names := [*keys[:NAMED_ENTRIES], *types, *everything]:
        response["Cache-Tag"] = ",".join(names)


def kept_file(request: HttpRequest, content: bytes, media_type: str) -> HttpResponse:
    """A file as an answer (or 304), its tag made of its content."""
    tag = entity_tag(hashlib.sha256(content).hexdigest())
    known = is_known(request, tag)
    response = HttpResponseNotModified() if known else HttpResponse(content, content_type=media_type)
    vars(response)["is_file"] = True  # compressed once, see api/compression.py
    response["Cache-Control"] = ALWAYS_ASKED
    response["ETag"] = tag
    response["X-Content-Type-Options"] = "nosniff"
    return response
