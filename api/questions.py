"""What was asked: an HTTP request read into a Question, or refused. Called by ``api.views``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _

from api.errors import (
    BadRequestError,
    BatchingError,
    BodyLengthError,
    ContentTypeError,
    PersistedQueryNotSupportedError,
)
from api.limits import LIMITS, nul_error


@dataclass(frozen=True)
class Question:
    """One GraphQL request: the four parameters of the specification, of the extensions what we know.

    ``sha256`` is that of a persisted query, whose text may be missing ("").
    """

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    operation_name: str | None = None
    sha256: str | None = None


def question_from_body(request: HttpRequest) -> Question:
    """A POST body: JSON only, within the limit, not compressed, one operation."""
    kind, _, parameters = request.headers.get("Content-Type", "").partition(";")
    charset = parameters.replace(" ", "").replace('"', "").lower()
    if kind.strip().lower() != "application/json" or charset not in ("", "charset=utf-8", "charset=utf8"):
        raise ContentTypeError()
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ContentTypeError()
    return _question(_json(_body(request), "body"))


def question_from_parameters(parameters: Mapping[str, str]) -> Question:
    """The parameters of a GET: ``variables`` and ``extensions`` are JSON inside the address."""
    question: dict[str, Any] = {}
    for name in ("query", "operationName"):
        if name in parameters:
            question[name] = parameters[name]
    for name in ("variables", "extensions"):
        if parameters.get(name):
            question[name] = _json(parameters[name].encode("utf-8", "surrogatepass"), name)
    return _question(question)


def items(value: object) -> Iterator[object]:
    """Every value and every key anywhere in a JSON value, however deep it is nested."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        yield item
        if isinstance(item, dict):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def refuse_nul(value: object, *, field: str) -> None:
    """Raises where a text anywhere in a JSON value holds U+0000: PostgreSQL cannot hold one."""
    if any(isinstance(item, str) and "\x00" in item for item in items(value)):
        raise nul_error(field)


def _body(request: HttpRequest) -> bytes:
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        raise BadRequestError(reason=_("Content-Length is not a number")) from None
    if length > LIMITS.body_bytes:
        raise BodyLengthError(limit=LIMITS.body_bytes)
    # Sent in chunks, a body says no length; Django reads none then, but the server may know where it ends.
    is_chunked = "Content-Length" not in request.headers and request.META.get("wsgi.input_terminated")
    stream = request.META["wsgi.input"] if is_chunked else request
    body = stream.read(LIMITS.body_bytes + 1)
    if len(body) > LIMITS.body_bytes:
        raise BodyLengthError(limit=LIMITS.body_bytes)
    return body


def _json(text: bytes, what: str) -> Any:
    """orjson refuses invalid UTF-8, lone surrogates, NaN and 1,024 levels; of double keys the last counts."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise BadRequestError(reason=_("“%(name)s” must be JSON in UTF-8") % {"name": what}) from None
    if b"\\u0000" in text:
        refuse_nul(value, field=what)
    return value


def _question(parameters: Any) -> Question:
    if isinstance(parameters, list):
        raise BatchingError()
    if not isinstance(parameters, dict):
        raise BadRequestError(reason=_("a JSON object is needed"))
    for name in ("variables", "extensions"):
        if not isinstance(parameters.get(name), dict | None):
            raise BadRequestError(reason=_("“%(name)s” must be an object") % {"name": name})
    sha256 = _persisted_hash(parameters.get("extensions") or {})
    query = parameters.get("query")
    if query is None and sha256 is not None:
        query = ""
    if not isinstance(query, str) or not (query or sha256):
        raise BadRequestError(reason=_("“%(name)s” must be a text") % {"name": "query"})
    operation_name = parameters.get("operationName")
    if not isinstance(operation_name, str | None):
        raise BadRequestError(reason=_("“%(name)s” must be a text") % {"name": "operationName"})
    return Question(query, parameters.get("variables") or {}, operation_name or None, sha256)


def _persisted_hash(extensions: dict[str, Any]) -> str | None:
    """The hash of ``extensions.persistedQuery``, in small letters."""
    asked = extensions.get("persistedQuery")
    if asked is None:
        return None
    if not isinstance(asked, dict):
        raise BadRequestError(reason=_("“%(name)s” must be an object") % {"name": "persistedQuery"})
    version = asked.get("version")
    if version != 1 or isinstance(version, bool):
        raise PersistedQueryNotSupportedError()
    sha256 = asked.get("sha256Hash")
    if not isinstance(sha256, str) or not re.fullmatch(r"[0-9a-fA-F]{64}", sha256):
        raise BadRequestError(reason=_("“%(name)s” must be 64 hexadecimal digits") % {"name": "sha256Hash"})
    return sha256.lower()
