"""Views without anything around them: what an expert writes by hand, and what Django costs at the least."""

from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from benchmarks.servers import hand_written as statements


def select_one(request: HttpRequest) -> HttpResponse:
    """The least that an answer can cost that is never stale: one statement, as everybody writes it in Django."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        (value,) = cursor.fetchone()
    return _json(b'{"data": %d}' % value)


def select_one_prepared(request: HttpRequest) -> HttpResponse:
    """The same past Django's cursor, which never prepares a statement."""
    ((value,),) = _rows("SELECT 1", {})
    return _json(b'{"data": %d}' % value)


def hand_written(request: HttpRequest, name: str) -> HttpResponse:
    """One statement that builds the whole JSON in PostgreSQL."""
    ((text,),) = _rows(statements.STATEMENTS[name], request.GET.dict())
    return _json(text.encode())


def same_bytes(request: HttpRequest, name: str) -> HttpResponse:
    """Bytes that are in memory: what the framework and the server cost."""
    return _json(_kept(name))


def _rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = 0
    with psycopg.Cursor(raw) as cursor:
        cursor.execute(statement, parameters, prepare=True)  # type: ignore[call-overload]
        return cursor.fetchall()


def _json(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="application/json", headers={"Content-Length": str(len(body))})


@cache
def _kept(name: str) -> bytes:
    return (Path(settings.VAR_DIR) / f"{name}.json").read_bytes()
