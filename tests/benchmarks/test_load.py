"""The load generator against a small server: what it counts, what it refuses. How fast it is, nobody tests."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from benchmarks import load


@pytest.fixture
def serve() -> Iterator[Callable[..., int]]:
    """Answer every request on every connection with the given bytes; return the port."""
    listening: list[socket.socket] = []

    def start(*answers: bytes) -> int:
        server = socket.create_server(("127.0.0.1", 0))
        listening.append(server)

        def converse(connection: socket.socket) -> None:
            number = 0
            with suppress(OSError):  # whoever asks may leave
                while connection.recv(1 << 16):
                    connection.sendall(answers[min(number, len(answers) - 1)])
                    number += 1

        def accept() -> None:
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                threading.Thread(target=converse, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        return int(server.getsockname()[1])

    yield start
    for server in listening:
        server.close()


HELLO = b'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: "a"\r\n\r\nhello'
GET = load.get("/")


def test_an_answer_has_its_status_its_headers_and_its_body(serve: Callable[..., int]) -> None:
    answer = load.fetch(serve(HELLO), GET)

    assert (answer.status, answer.header("etag"), answer.body) == (200, '"a"', b"hello")


def test_an_answer_in_chunks_is_put_together(serve: Callable[..., int]) -> None:
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"

    assert load.fetch(serve(chunks), GET).body == b"hello"


def test_an_answer_304_has_no_body(serve: Callable[..., int]) -> None:
    answer = load.fetch(serve(b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'), GET)

    assert (answer.status, answer.body) == (304, b"")


def test_every_answer_is_counted_and_as_many_are_sent_as_are_wanted(serve: Callable[..., int]) -> None:
    port = serve(HELLO)

    run = load.run(port, [GET], [load.fetch(port, GET)], seconds=0, least=40, connections=4)

    assert run.answers == 40
    assert run.bytes == 200
    assert run.latencies == sorted(run.latencies)


def test_another_status_than_the_first_is_refused(serve: Callable[..., int]) -> None:
    port = serve(HELLO, b"HTTP/1.1 500 Oh\r\nContent-Length: 5\r\n\r\nhello")

    with pytest.raises(load.WrongAnswerError, match="Answered 500 with 5 bytes in place of 200 with 5"):
        load.run(port, [GET], [load.Answer(200, b"", b"hello")], seconds=0, least=8, connections=2)


def test_other_bytes_than_the_first_are_refused(serve: Callable[..., int]) -> None:
    with pytest.raises(load.WrongAnswerError, match="in place of 200 with 3"):
        load.run(serve(HELLO), [GET], [load.Answer(200, b"", b"bye")], seconds=0, connections=1)


def test_an_answer_of_unknown_length_is_refused(serve: Callable[..., int]) -> None:
    with pytest.raises(load.WrongAnswerError, match="unknown length"):
        load.fetch(serve(b"HTTP/1.1 200 OK\r\n\r\nhello"), GET)


def test_percentiles_are_those_of_the_nearest_rank() -> None:
    run = load.Run(2.0, [float(number) for number in range(1, 101)], 0, 0.5)

    assert (run.percentile(0.5), run.percentile(0.99), run.percentile(1)) == (50.0, 99.0, 100.0)
    assert run.per_second == 50.0
    assert load.Run(1.0, [3.0], 0, 0).percentile(0.99) == 3.0


def test_a_post_says_how_long_it_is() -> None:
    assert load.post("/graphql", b"{}").endswith(b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
