"""What a service shows beside its answer: its parts in their order for the index, and the one button to begin with.

Called by ``home.website.kinds``; computes from the answer of the operation ``ServiceDetail``.
"""

from typing import Any

from django.utils.translation import gettext

from api.in_process import Answers
from home.website.visit import Visit

Page = dict[str, Any]


def service_context(_visit: Visit, _answers: Answers, page: Page) -> dict[str, Any]:
    """The context of ``home/pages/service.html``."""
    return {
        "parts": [one for one in parts(page) if one["text"]["html"]],
        "channels": channels(page["channels"]),
        "start": start(page),
    }


def parts(page: Page) -> list[Page]:
    """The parts that every service may have, each with its anchor, title and rich text."""
    return [
        {"anchor": "section-what-you-get", "title": gettext("What you get"), "text": page["whatYouGet"]},
        {"anchor": "section-how-to-ask", "title": gettext("How to ask for it"), "text": page["howToAsk"]},
        {"anchor": "section-requirements", "title": gettext("What you need"), "text": page["requirements"]},
        {"anchor": "section-legal-basis", "title": gettext("Legal basis"), "text": page["legalBasis"]},
    ]


def channels(offered: list[str]) -> str:
    """How the service is provided, in words: “Online, by phone, in person”."""
    names = {"ONLINE": gettext("Online"), "PHONE": gettext("By phone"), "IN_PERSON": gettext("In person")}
    return ", ".join(names[channel] for channel in offered).capitalize()


def start(page: Page) -> Page | None:
    """Where the service begins: its own form, else a message to who answers for it; None where neither is known."""
    if page["startLink"]:
        return {"url": page["startLink"], "words": gettext("Start the request")}
    if page["contactEmail"]:
        return {"url": f"mailto:{page['contactEmail']}", "words": gettext("Write to us")}
    return None
