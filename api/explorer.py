"""GraphiQL at ``/graphql/explorer``, from files of our own machine only, under a strict content security policy.

GraphiQL's built files come with a Python package (see docs/decisions/); they are served from an explicit list.
"""

import secrets
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from graphql import introspection_from_schema, lexicographic_sort_schema

from api import freshness, views
from api.explorer_examples import guide_examples, stored_examples
from api.language import caller_language
from api.public_files import public_file

# GraphiQL sets styles through the DOM, which needs no leave; only its dialogs make a <style> element, and explorer.js
# gives that the nonce of this page. Its style sheet has its fonts and marks in it, as data.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SCRIPT = "text/javascript; charset=utf-8"
STYLE = "text/css; charset=utf-8"


@cache
def explorer_files() -> dict[str, tuple[Traversable, str]]:
    """File name in the address → the file and its media type. Nothing else is served."""
    package = files("graphene_django_graphiql_static") / "static" / "graphene_django_graphiql_static"
    own = files("api") / "explorer_files"
    return {
        "react.production.min.js": (package / "react.production.min.js", SCRIPT),
        "react-dom.production.min.js": (package / "react-dom.production.min.js", SCRIPT),
        "graphiql.min.js": (package / "graphiql.min.js", SCRIPT),
        "graphiql.min.css": (package / "graphiql.min.css", STYLE),
        "explorer.js": (own / "explorer.js", SCRIPT),
        "explorer.css": (own / "explorer.css", STYLE),
    }


@public_file
def page(request: HttpRequest) -> HttpResponse:
    """The page itself; it loads the files below and asks ``/graphql`` like any other client."""
    _require_explorer()
    language = caller_language(request.headers.get("Accept-Language"))
    nonce = secrets.token_urlsafe(16)
    with translation.override(language):
        context = {"language": language, "nonce": nonce, "words": words()}
        response = render(request, "api/explorer.html", context)
    response["Content-Security-Policy"] = POLICY.format(nonce=nonce)
    response["X-Frame-Options"] = "DENY"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


@public_file
def file(request: HttpRequest, name: str) -> HttpResponse:
    """One of the page's files."""
    _require_explorer()
    if name not in explorer_files():
        raise Http404
    path, media_type = explorer_files()[name]
    return freshness.kept_file(request, path.read_bytes(), media_type)


@public_file
def introspection(request: HttpRequest) -> HttpResponse:
    """The schema as GraphiQL reads it, so that the explorer also works where introspection is switched off."""
    _require_explorer()
    return freshness.kept_file(
        request,
        orjson.dumps(introspection_from_schema(lexicographic_sort_schema(views.door().schema))),
        "application/json",
    )


@public_file
def examples(request: HttpRequest) -> HttpResponse:
    """What is ready to be tried, as JSON: the stored operations, the examples of the guide."""
    _require_explorer()
    ready = {"stored": stored_examples(views.stored_operations(views.door())), "guide": guide_examples()}
    return freshness.kept_file(request, orjson.dumps(ready), "application/json")


def words() -> dict[str, str]:
    """What explorer.js says, in the language of the moment. GraphiQL itself speaks English only."""
    return {
        "examples": _("Examples"),
        "stored": _("Stored operations"),
        "guide": _("From the guide"),
        "hint": _("Choose one: it opens in the editor with variables that find something. Ctrl+Enter runs it."),
        "copied": _("The link is copied. It holds the query and its variables, never the key."),
        "notCopied": _("The address of this page is the link; copy it from there."),
        "failed": _("The API did not answer."),
    }


def _require_explorer() -> None:
    if not settings.GRAPHQL_EXPLORER:
        raise Http404
