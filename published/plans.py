"""Sends a statement over libpq itself, by a plan that the server keeps for the connection. For ``published.prepared``.

A cursor of psycopg's does the same for any value and in any state of a connection, which takes longer than most
readings: 50 microseconds against 10 for one row.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.adapt import AdaptersMap, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.types.string import ByteaBinaryLoader

from published.text_array import text_array

KEPT_STATEMENTS = 150  # by a connection; psycopg itself keeps 100
PREPARED_FROM = 2  # the second time it is sent: what is asked once needs no plan

Row = tuple[Any, ...]


class Plans:
    """The statements that a connection knows, least recently sent out first. No other thread has the connection."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self.connection = raw
        self.adapters = AdaptersMap(raw.adapters)
        self.adapters.register_loader("json", ByteaBinaryLoader)  # as it is stored: whoever needs it takes it apart
        self._loading = Transformer(self)
        self._sent: OrderedDict[bytes, int] = OrderedDict()  # how often; below zero: the name it is prepared under
        self._named = 0

    def rows(self, statement: str, parameters: Mapping[str, Any]) -> list[Row] | None:
        """What a statement finds; None where only psycopg can send it. Errors are psycopg's."""
        text, names = _numbered(statement)
        values = [_written(parameters[name]) for name in names]
        if NotImplemented in values:
            return None
        status = self.connection.pgconn.transaction_status
        if status == TransactionStatus.IDLE and self.connection.autocommit:
            try:
                result = self._result(text, self._name(text), values)
            except psycopg.errors.InvalidSqlStatementName:
                # psycopg drops all plans of a connection, not its own alone, after it has seen a ROLLBACK on it.
                self._sent.clear()
                result = self._result(text, None, values)
        elif status == TransactionStatus.INTRANS:
            result = self._result(text, None, values)  # without a plan, that could be missing and end the transaction
        else:
            return None  # psycopg begins a transaction, or says what is wrong with the connection
        loading = self._loading
        loading.set_pgresult(result, format=Format.BINARY)
        rows = loading.load_rows(0, result.ntuples, tuple)
        loading.set_pgresult(None)
        return rows

    def _result(self, text: bytes, name: bytes | None, values: list[Any]) -> Any:
        libpq = self.connection.pgconn
        if name is None:
            result = libpq.exec_params(text, values, result_format=Format.BINARY)
        else:
            result = libpq.exec_prepared(name, values, result_format=Format.BINARY)
        return self._checked(result, ExecStatus.TUPLES_OK)

    def _name(self, text: bytes) -> bytes | None:
        """The name under which a statement is prepared; None for one that is sent as it is."""
        known = self._sent.get(text, 0)
        if known >= 0:
            known += 1
            if known >= PREPARED_FROM:
                self._named += 1
                known = -self._named
                self._checked(self.connection.pgconn.prepare(b"plan_%d" % self._named, text), ExecStatus.COMMAND_OK)
            self._sent[text] = known
            if len(self._sent) > KEPT_STATEMENTS:
                _, dropped = self._sent.popitem(last=False)
                if dropped < 0:
                    dropping = self.connection.pgconn.exec_(b"DEALLOCATE plan_%d" % -dropped)
                    self._checked(dropping, ExecStatus.COMMAND_OK)
        self._sent.move_to_end(text)
        return b"plan_%d" % -known if known < 0 else None

    def _checked(self, result: Any, expected: ExecStatus) -> Any:
        if result.status == expected:
            return result
        error = error_from_result(result, encoding=self.connection.info.encoding)
        if self.connection.closed:
            raise psycopg.OperationalError(str(error))
        raise error


@lru_cache(maxsize=1_000)
def _numbered(statement: str) -> tuple[bytes, Sequence[str]]:
    """A statement as the server takes it, its values by number, and the names of those."""
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        return f"${names.setdefault(found[1], len(names) + 1)}" if found[1] else "%"

    return re.sub(r"%(?:%|\((\w+)\)s)", number, statement).encode(), tuple(names)


def _written(value: Any) -> Any:
    """A value as text, whose type the server infers; NotImplemented for one that psycopg says the type of."""
    if value is None:
        return None
    if isinstance(value, str):
        written = value.encode()
    elif isinstance(value, list) and all(isinstance(one, str) for one in value):
        written = text_array(value).encode()
    elif isinstance(value, datetime) and value.tzinfo is not None:
        written = value.isoformat().encode()
    else:
        return NotImplemented
    if b"\0" in written:
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return written
