"""Asks a server over keep-alive connections as fast as it answers, and holds every answer to the first one.

Called by ``benchmarks.measuring``. One thread, raw sockets and requests made beforehand, so that what is measured is
the server: a request costs this side some thirty microseconds, which each figure names as ``client_share``.
"""

import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

HOST = "127.0.0.1"
PATIENCE = 120  # seconds without any answer


class WrongAnswerError(Exception):
    """An answer has another status or other bytes than it must have."""


@dataclass(frozen=True)
class Answer:
    """What came for a request; a ``body`` of None stands for any."""

    status: int
    headers: bytes
    body: bytes | None

    def header(self, name: str) -> str:
        """Return the value of a header, "" without it."""
        for line in self.headers.split(b"\r\n"):
            key, _, value = line.partition(b":")
            if key.decode().lower() == name.lower():
                return value.strip().decode()
        return ""


@dataclass(frozen=True)
class Run:
    """One run: ``latencies`` ascending and in seconds, from the sending of a request to the last byte of its answer."""

    seconds: float
    latencies: list[float]
    bytes: int  # of bodies
    client_seconds: float  # of the processor, on this side

    @property
    def answers(self) -> int:
        return len(self.latencies)

    @property
    def per_second(self) -> float:
        return self.answers / self.seconds

    def percentile(self, share: float) -> float:
        """Return the latency that `share` of the answers did not exceed: the nearest rank."""
        rank = -(-len(self.latencies) * share // 1)  # rounded up
        return self.latencies[max(int(rank), 1) - 1]


def get(path: str, *, headers: dict[str, str] | None = None) -> bytes:
    """Return the bytes of a GET."""
    return _head("GET", path, headers or {})


def post(path: str, body: bytes, *, headers: dict[str, str] | None = None) -> bytes:
    """Return the bytes of a POST of JSON."""
    fields = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
    return _head("POST", path, fields) + body


def _head(method: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def fetch(port: int, request: bytes) -> Answer:
    """Ask once."""
    with socket.create_connection((HOST, port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        reader = _Reader()
        while (answer := reader.answer()) is None:
            part = connection.recv(1 << 20)
            if not part:
                raise WrongAnswerError("The server closed the connection without an answer.")
            reader.feed(part)
        return answer


def run(
    port: int,
    requests: Sequence[bytes],
    expected: Sequence[Answer],
    *,
    seconds: float,
    connections: int = 8,
    least: int = 0,
) -> Run:
    """Send `requests` in turn for `seconds`, at least `least` of them, and wait for all answers.

    Each answer must have the status of its ``expected`` one and, unless that is None, its body.
    """
    with selectors.DefaultSelector() as selector:
        try:
            return _run(selector, port, requests, expected, seconds, connections, least)
        finally:
            for key in list(selector.get_map().values()):
                key.fileobj.close()  # type: ignore[union-attr]


def _run(
    selector: selectors.BaseSelector,
    port: int,
    requests: Sequence[bytes],
    expected: Sequence[Answer],
    seconds: float,
    connections: int,
    least: int,
) -> Run:
    ready = [_Connection(port) for _ in range(connections)]
    for connection in ready:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
    latencies: list[float] = []
    size = sent = 0
    clock = time.perf_counter
    processor, begin = time.process_time(), clock()
    until = begin + seconds
    waiting = len(ready)
    for connection in ready:
        connection.send(requests[sent % len(requests)], sent % len(requests), clock())
        sent += 1
    while waiting:
        events = selector.select(PATIENCE)
        if not events:
            raise WrongAnswerError(f"No answer within {PATIENCE} seconds.")
        for key, _mask in events:
            connection = key.data
            answer = connection.receive()
            if answer is None:
                continue
            now = clock()
            latencies.append(now - connection.since)
            _hold(answer, expected[connection.number], requests[connection.number])
            size += len(answer.body or b"")
            if now < until or sent < least:
                number = sent % len(requests)
                connection.send(requests[number], number, now)
                sent += 1
            else:
                waiting -= 1
    elapsed = clock() - begin
    latencies.sort()
    return Run(elapsed, latencies, size, time.process_time() - processor)


def _hold(answer: Answer, wanted: Answer, request: bytes) -> None:
    if answer.status != wanted.status or (wanted.body is not None and answer.body != wanted.body):
        raise WrongAnswerError(
            f"Answered {answer.status} with {len(answer.body or b'')} bytes in place of {wanted.status} with "
            f"{len(wanted.body or b'')}, to {request[:300]!r}: {(answer.body or b'')[:300]!r}"
        )


class _Connection:
    """A connection, the request under way on it and since when."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = _Reader()
        self.number, self.since = 0, 0.0

    def send(self, request: bytes, number: int, now: float) -> None:
        self.number, self.since = number, now
        self.socket.sendall(request)

    def receive(self) -> Answer | None:
        part = self.socket.recv(1 << 20)
        if not part:
            raise WrongAnswerError("The server closed a connection in the middle of the run.")
        self.reader.feed(part)
        return self.reader.answer()


class _Reader:
    """Puts one answer at a time together, be its length said before or its end marked."""

    def __init__(self) -> None:
        self.data = b""
        self.start = -1  # of the body; -1 before the headers are complete
        self.end = -1  # of the body; -1 where it comes in chunks

    def feed(self, part: bytes) -> None:
        self.data = self.data + part if self.data else part

    def answer(self) -> Answer | None:
        """Return the answer when all of it is there, and make room for the next."""
        if self.start < 0:
            head = self.data.find(b"\r\n\r\n")
            if head < 0:
                return None
            self.start = head + 4
            length = _length(self.data[: head + 2].lower())
            self.end = -1 if length is None else self.start + length
        if self.end < 0:
            if not self.data.endswith(b"0\r\n\r\n") or (parts := _unchunked(self.data, self.start)) is None:
                return None
            body, end = parts
        elif len(self.data) < self.end:
            return None
        else:
            body, end = self.data[self.start : self.end], self.end
        answer = Answer(int(self.data[9:12]), self.data[: self.start - 4], body)
        self.data, self.start = self.data[end:], -1
        return answer


def _length(head: bytes) -> int | None:
    """Return the length of the body; None where it comes in chunks."""
    position = head.find(b"\r\ncontent-length:")
    if position >= 0:
        return int(head[position + 17 : head.index(b"\r\n", position + 17)])
    if b"\r\ntransfer-encoding: chunked\r\n" in head:
        return None
    if head[9:12] in (b"304", b"204"):
        return 0
    raise WrongAnswerError(f"An answer of unknown length: {head!r}")


def _unchunked(data: bytes, start: int) -> tuple[bytes, int] | None:
    """Return the body and where the answer ends; None while chunks are missing."""
    parts: list[bytes] = []
    while (line := data.find(b"\r\n", start)) >= 0:
        size = int(data[start:line], 16)
        start = line + 2 + size + 2
        if len(data) < start:
            return None
        if not size:
            return b"".join(parts), start
        parts.append(data[line + 2 : start - 2])
    return None
