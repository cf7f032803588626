"""No framework: a WSGI function that gives bytes from memory, the most that server and load generator can do."""

import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = _kept(environ["PATH_INFO"].rpartition("/")[2])
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


@cache
def _kept(name: str) -> bytes:
    return (Path(os.environ["VAR_DIR"]) / f"{name}.json").read_bytes()
