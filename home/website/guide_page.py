"""What guides and chapters show beside their answers: the index of chapters, the one before and the one after.

Called by ``home.website.kinds``; computes from the answer of the operation ``GuideDetail``.
"""

from typing import Any

from django.utils.translation import gettext

from api.in_process import Answers
from home.website.addresses import whole_guide
from home.website.visit import Visit

Page = dict[str, Any]


def guide_context(visit: Visit, _answers: Answers, page: Page) -> dict[str, Any]:
    """The context of ``home/pages/guide.html``."""
    return {
        "guide": page,
        "chapters": page["chapters"]["nodes"],
        "whole": _whole(visit, page),
        "licence": licence(page["licence"]),
    }


def chapter_context(visit: Visit, _answers: Answers, page: Page) -> dict[str, Any]:
    """The context of ``home/pages/chapter.html``; a chapter has the colour of its guide."""
    guide = page["parent"] or {}
    chapters = guide.get("children", {}).get("nodes", [])
    place = next((number for number, one in enumerate(chapters) if one["id"] == page["id"]), None)
    return {
        "guide": guide,
        "chapters": chapters,
        "number": None if place is None else place + 1,
        "before": chapters[place - 1] if place else None,
        "after": chapters[place + 1] if place is not None and place + 1 < len(chapters) else None,
        "whole": _whole(visit, guide),
        "licence": licence(guide.get("licence")),
        **({"area": f"area-{one.lower()}"} if (one := _area(guide)) else {}),
    }


def licence(name: str | None) -> dict[str, str] | None:
    """What others may do with the guide: its name in words and, where the licence has one, the address of its text."""
    deeds = "https://creativecommons.org"
    texts = {
        "CC0_1_0": ("CC0 1.0", f"{deeds}/publicdomain/zero/1.0/"),
        "CC_BY_4_0": ("Creative Commons BY 4.0", f"{deeds}/licenses/by/4.0/"),
        "CC_BY_SA_4_0": ("Creative Commons BY-SA 4.0", f"{deeds}/licenses/by-sa/4.0/"),
        "PUBLIC_DOMAIN": (gettext("Public domain"), ""),
        "ALL_RIGHTS_RESERVED": (gettext("All rights reserved"), ""),
    }
    words, url = texts.get(name or "", ("", ""))
    return {"name": words, "url": url} if words else None


def _whole(visit: Visit, guide: Page) -> str | None:
    """The address of the whole guide; none where a guide is shown to one person only."""
    if visit.is_private or not guide.get("path"):
        return None
    return whole_guide(guide["path"], visit.locale)


def _area(guide: Page) -> str | None:
    return next((topic["area"] for topic in guide.get("topics", ()) if topic.get("area")), None)
