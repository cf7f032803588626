"""Compresses answers and files of the API for clients that accept gzip. Called by ``api.middleware``.

Only what is the same for everybody: a secret beside words of the address could be read out of the length of a
compressed answer (the BREACH attack, see cms/compression.py). What is for one reader says ``private``.
"""

import zlib
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

# At level 3 a hundred items (30 kB) take 0.2 ms and leave a fifth; level 6 takes twice as long to save a tenth of that.
LEVEL = 3
FILE_LEVEL = 9  # once per file and process
SHORTEST = 1_000  # bytes: what is shorter fits into one packet anyway
_GZIP = 31  # zlib's number for gzip with the largest window


def compress(request: HttpRequest, response: HttpResponse) -> None:
    """Compresses a response in place where that is allowed and wanted; says in ``Vary`` that it may be."""
    if response.status_code == 204 or "private" in response.get("Cache-Control", ""):
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    if len(response.content) < SHORTEST or not accepts_gzip(request.headers.get("Accept-Encoding", "")):
        return
    is_file = getattr(response, "is_file", False)
    response.content = _file(response.content) if is_file else _gzip(response.content, LEVEL)
    response["Content-Encoding"] = "gzip"


def accepts_gzip(header: str) -> bool:
    """Whether an ``Accept-Encoding`` header allows gzip, by its name or by ``*``."""
    accepted: dict[str, bool] = {}
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        accepted[name] = not any(parameter.replace(" ", "") in _NEVER for parameter in parameters)
    return accepted.get("gzip", accepted.get("*", False))


_NEVER = {"q=0", "q=0.", "q=0.0", "q=0.00", "q=0.000"}


@lru_cache(maxsize=16)
def _file(content: bytes) -> bytes:
    return _gzip(content, FILE_LEVEL)


def _gzip(content: bytes, level: int) -> bytes:
    machine = zlib.compressobj(level, zlib.DEFLATED, _GZIP)
    return machine.compress(content) + machine.flush()
