"""When a kept answer is still right: the ETag and Cache-Control of GET answers, from the store's version."""

import hashlib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import psycopg
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from graphql import GraphQLSchema, print_schema

from published.catalogue import entry_models

# The database's own number tells a store that was built anew from the one before it.
VERSION = """
    SELECT (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
           (SELECT max(number) FROM published_version)
"""
VERSION_AND_BOUNDARY = f"""{VERSION.rstrip()},
           (SELECT max(starts_at) FROM published_entry WHERE type = ANY(%(types)s) AND starts_at <= %(now)s),
           (SELECT max(ends_at) FROM published_entry WHERE type = ANY(%(types)s) AND ends_at <= %(now)s)
"""
NAMED_ENTRIES = 100


def store_state(*, clock: bool) -> tuple[object, ...]:
    """What the store holds, as a value that changes with it. With ``clock``, also the last start or end that passed."""
    connection.ensure_connection()
    # psycopg's own cursor: the statement is prepared once it has been seen a few times, as those of the store are.
    with psycopg.Cursor(connection.connection) as cursor:
        if clock:
            cursor.execute(VERSION_AND_BOUNDARY, {"now": timezone.now(), "types": types_with_time()})
        else:
            cursor.execute(VERSION)
        return cursor.fetchone() or ()


@cache
def types_with_time() -> list[str]:
    """The types whose entries start and end: few entries, found by the index on the type."""
    return [name for name, model in entry_models().items() if getattr(model, "published_starts", None)]


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
    header = request.headers.get("If-None-Match", "")
    known = [known_tag.removeprefix("W/") for known_tag in parse_etags(header)]
    return "*" in known or tag.removeprefix("W/") in known


def may_be_kept(response: HttpResponse, tag: str) -> None:
    """Lets caches keep the answer and makes them ask each time whether it is still right: it is never stale."""
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    response["ETag"] = tag
    patch_vary_headers(response, ["Accept"])


def name_entries(response: HttpResponse, keys: Sequence[str]) -> None:
    """``Cache-Tag``, for caches that can forget by name: the entries read for the answer, then their types."""
    types = sorted({key.partition(":")[0] for key in keys})
    if types:
        response["Cache-Tag"] = ",".join([*keys[:NAMED_ENTRIES], *types])


def kept_file(request: HttpRequest, content: bytes, media_type: str) -> HttpResponse:
    """A file as an answer (or 304), its tag made of its content."""
    tag = entity_tag(hashlib.sha256(content).hexdigest())
    known = is_known(request, tag)
    response = HttpResponseNotModified() if known else HttpResponse(content, content_type=media_type)
    may_be_kept(response, tag)
    response["X-Content-Type-Options"] = "nosniff"
    return response
