"""What a course shows beside its answer: its parts in their order, its editions, the one button to begin with.

Called by ``home.website.kinds``; computes from the answer of the operation ``CourseDetail``.
"""

from typing import Any

from django.utils.translation import gettext

from api.in_process import Answers
from home.website.lists import with_past
from home.website.visit import Visit

Page = dict[str, Any]


def course_context(visit: Visit, _answers: Answers, page: Page) -> dict[str, Any]:
    """The context of ``home/pages/course.html``."""
    return {
        "parts": [one for one in parts(page) if one["text"]["html"]],
        "editions": editions(page, visit),
    }


def parts(page: Page) -> list[Page]:
    """The parts that every course may have, each with its anchor, title and rich text."""
    return [
        {"anchor": "section-what-you-learn", "title": gettext("What you learn"), "text": page["whatYouLearn"]},
        {"anchor": "section-how-to-enrol", "title": gettext("How to enrol"), "text": page["howToEnrol"]},
    ]


def editions(page: Page, visit: Visit) -> list[Page]:
    """Those that come, the earliest first, then those that were, the latest first."""
    known = sorted(with_past(page["editions"], visit), key=lambda one: str(one["startsAt"]))
    return [one for one in known if not one["isPast"]] + [one for one in reversed(known) if one["isPast"]]
