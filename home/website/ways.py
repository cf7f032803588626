"""From an address at which no page stands to where it leads. Called for every 404, and at the crossroads."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect

from api.in_process import OperationRefusedError
from home.website.visit import Visit

logger = logging.getLogger("home")

Found = dict[str, Any]


def known_of(visit: Visit, address: str) -> Found:
    """What the store knows of an address, path and query string: the answer of the operation ``Route``."""
    try:
        found: Found = visit.ask({"Route": {"path": address}})["Route"]["route"]
    except (OperationRefusedError, DatabaseError):  # an address that cannot be asked for, or no database
        logger.warning("What stands at an address could not be read", exc_info=True)
        return {"__typename": "NotFound", "status": 404}
    return found


def leading(visit: Visit, found: Found) -> HttpResponse:
    """The way to the target of a redirect. The query string of the old address is left behind.

    Browsers keep a permanent redirect for ever unless they are told to ask: when a page is given its old address back,
    a kept one would lead in a circle.
    """
    kind = HttpResponsePermanentRedirect if found["status"] == 301 else HttpResponseRedirect
    response = kind(_on_this_host(visit, found["target"]))
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _on_this_host(visit: Visit, target: str) -> str:
    """The path of a target on this site, so that the site works under whatever name it is visited by."""
    site = visit.context.site_of_host(None)
    root = visit.context.root_of(site.site) if site is not None else ""
    path = target.removeprefix(root) if root else target
    return path if path.startswith("/") and not path.startswith("//") else target
