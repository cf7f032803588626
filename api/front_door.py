"""The WSGI application before Django: answers what stands under ``/graphql`` itself, hands everything else to Django.

An answer of the endpoint is made by the same functions whichever way it is asked; here it is asked without what Django
does around every request for pages and people: signals, a chain of middleware, a connection opened and given back. What
was answered before and is still right is known by one statement. Loaded by ``cms.wsgi``.
"""

import gc
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connections
from django.middleware.security import SecurityMiddleware

from api import freshness, views
from api.kept_answers import KeptAnswers
from api.limits import LIMITS
from api.middleware import is_of_endpoint, respond
from published.statement_limit import statement_limit


def front_door(django: WSGIHandler, kept: KeptAnswers | None = None) -> Callable[..., Iterable[bytes]]:
    """The application that answers questions by itself and leaves the rest to ``django``."""
    handler = _ReadingHandler()
    kept = KeptAnswers(most_bytes=settings.GRAPHQL_KEPT_BYTES) if kept is None else kept

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not is_of_endpoint(environ["PATH_INFO"]) or environ.get("SCRIPT_NAME"):
            return django(environ, start_response)
        with statement_limit(LIMITS.statement_seconds):
            try:
                key = kept.key_of(environ)
                known = kept.find(key, environ) if key is not None else None
                if known is not None:
                    start_response(known.status, known.headers)
                    return [known.body]
                response: Any = handler.get_response(WSGIRequest(environ))
            finally:
                _give_back()
        status = f"{response.status_code} {response.reason_phrase}"
        headers = list(response.items())
        if key is not None:
            kept.keep(key, environ, response, status=status, headers=headers)
        start_response(status, headers)
        return [response.content]

    return application


def warm_up() -> None:
    """Prepares what all requests need before the first one comes, and takes it out of the sight of the collector.

    What is made while starting (models, schema, stored operations) lives as long as the process. Looking through all of
    it again and again for garbage would hold up some requests for a third of a second.
    """
    door = views.door()
    stored = views.stored_operations(door)
    for name in stored.files:
        stored.get(name)
    freshness.release_fingerprint(door.schema)
    gc.collect()
    gc.freeze()


def _give_back() -> None:
    """What a preview opened, as Django does after a request. Reading the store leaves nothing open."""
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None and not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


class _ReadingHandler(WSGIHandler):
    """Django's way from a request to a response, with nothing on it but its headers of security and the endpoint."""

    def load_middleware(self, is_async: bool = False) -> None:
        secured: Any = SecurityMiddleware(convert_exception_to_response(respond))
        self._middleware_chain = convert_exception_to_response(secured)
