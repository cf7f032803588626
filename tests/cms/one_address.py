"""What stands before several servers in the tests, in place of the nginx of docs/nginx.conf: the same rules, in Python.

It hands each request to the next server, goes on to another one where a server cannot be reached (and, for requests
that only read, where one fell silent), says for whom it asks and that TLS ended here, and drops headers with
underscores.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread

ITS_OWN = {"connection", "keep-alive", "transfer-encoding", "content-length", "x-ask"}
ITS_OWN |= {"x-forwarded-proto", "x-forwarded-for"}
READING = {"GET", "HEAD", "OPTIONS"}


@contextmanager
def one_address(servers: dict[str, int]) -> Iterator[str]:
    """The address of servers given by name and port. ``X-Ask: A`` asks for one by name; ``X-Answered-By`` names it."""
    turns = count()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            wanted = self.headers.get("X-Ask")
            names, turn = [wanted] if wanted else sorted(servers), next(turns)
            for name in [*names[turn % len(names) :], *names[: turn % len(names)]]:
                connection = HTTPConnection("127.0.0.1", servers[name], timeout=30)
                try:
                    connection.connect()
                except OSError:
                    continue
                try:
                    answer = self._ask(connection, body)
                    content = answer.read()
                except (OSError, HTTPException):
                    if self.command in READING:
                        continue
                    break
                finally:
                    connection.close()
                self._tell(answer.status, [*answer.getheaders(), ("X-Answered-By", name)], content)
                return
            self._tell(502, [], b"")

        do_POST = do_HEAD = do_OPTIONS = do_GET

        def _ask(self, connection: HTTPConnection, body: bytes) -> HTTPResponse:
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for header, value in self.headers.items():
                if header.lower() not in ITS_OWN and "_" not in header:
                    connection.putheader(header, value)
            came = [self.headers["X-Forwarded-For"]] if "X-Forwarded-For" in self.headers else []
            connection.putheader("X-Forwarded-For", ", ".join([*came, str(self.client_address[0])]))
            connection.putheader("X-Forwarded-Proto", "https")
            connection.putheader("Connection", "close")
            if body:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            return connection.getresponse()

        def _tell(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
            self.send_response_only(status)
            for header, value in headers:
                if header.lower() not in ITS_OWN:
                    self.send_header(header, value)
            if status not in {204, 304}:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
