"""Counts the statements that a server sends, as it stands between it and PostgreSQL; for all drivers and ways alike.

Called by ``benchmarks.measuring``, apart from what is timed. It reads the messages of PostgreSQL's protocol that a
client sends: a simple query and an execution of a prepared statement are a statement each.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

from psycopg.conninfo import conninfo_to_dict

_LENGTH = 4  # bytes of a message's length, which counts itself
_STATEMENTS = {ord("Q"), ord("E")}
#: Asks whether the connection may be encrypted; what begins a conversation follows.
_ENCRYPTION = {(80877103).to_bytes(4, "big"), (80877104).to_bytes(4, "big")}


class Counter:
    """Listens at ``url``, which leads to the database; ``statements`` grows."""

    def __init__(self, database_url: str) -> None:
        parameters = conninfo_to_dict(database_url)
        self._host = str(parameters.get("host") or "/var/run/postgresql")
        self._port = int(parameters.get("port") or 5432)
        self._listening = socket.create_server(("127.0.0.1", 0))
        user = quote(str(parameters.get("user", "")))
        password = f":{quote(str(parameters['password']))}" if parameters.get("password") else ""
        port = self._listening.getsockname()[1]
        self.url = f"postgres://{user}{password}@127.0.0.1:{port}{urlsplit(database_url).path}?sslmode=disable"
        self.statements = 0

    def serve(self) -> None:
        while True:
            try:
                client, _address = self._listening.accept()
            except OSError:
                return  # closed
            server = self._server()
            threading.Thread(target=self._pass_questions, args=(client, server), daemon=True).start()
            threading.Thread(target=_pass_on, args=(server, client), daemon=True).start()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _server(self) -> socket.socket:
        if self._host.startswith("/"):
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(f"{self._host}/.s.PGSQL.{self._port}")
            return connection
        return socket.create_connection((self._host, self._port))

    def _pass_questions(self, client: socket.socket, server: socket.socket) -> None:
        """The message that begins a conversation has no kind, every later one begins with it."""
        rest, head = b"", 0
        while part := _received(client):
            server.sendall(part)
            rest += part
            while len(rest) >= head + _LENGTH:
                size = head + int.from_bytes(rest[head : head + _LENGTH], "big")
                if len(rest) < size:
                    break
                message, rest = rest[:size], rest[size:]
                if head and message[0] in _STATEMENTS:
                    self.statements += 1
                head = head or int(message[_LENGTH : 2 * _LENGTH] not in _ENCRYPTION)
        _end(server)


def _pass_on(server: socket.socket, client: socket.socket) -> None:
    while part := _received(server):
        client.sendall(part)
    _end(client)


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(1 << 16)
    except OSError:
        return b""


def _end(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        connection.close()


@contextmanager
def counting(database_url: str) -> Iterator[Counter]:
    """Count while the block runs what goes through ``counter.url``."""
    counter = Counter(database_url)
    threading.Thread(target=counter.serve, daemon=True).start()
    try:
        yield counter
    finally:
        counter.close()
