"""The whole of a guide on one page, to be read in one go or printed; below the guide's own address."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from home.website import views
from home.website.addresses import WHOLE_GUIDE
from home.website.caching import may_be_kept
from home.website.guide_page import licence
from home.website.visit import Visit

#: The last word of the address in each language, for the list of addresses.
PATHS = "|".join(WHOLE_GUIDE.values())
AT_ONCE = 80  # chapters; more of them would go beyond what a question may cost


@require_safe
def show(request: HttpRequest, path: str) -> HttpResponseBase:
    """The whole of a guide on one page; a real page at the same address is shown instead."""
    visit = Visit.of(request)
    *above, word, _end = visit.path.split("/")
    at = "/".join(above) + "/"
    if word != WHOLE_GUIDE[visit.locale]:
        return views.show(request, path)
    answers = visit.ask(
        {
            "SiteChrome": {"locale": visit.locale},
            "GuideWhole": {"path": at, "chapters": AT_ONCE},
            "PageDetail": {"path": visit.path},
        }
    )
    page = answers["GuideWhole"]["page"]
    is_taken = answers["PageDetail"]["page"] is not None
    if is_taken or page is None or page["__typename"] != "GuidePage":
        return views.show(request, path)
    extra = {
        "guide": page,
        "chapters": [*_chapters(visit, at, page["chapters"])],
        "licence": licence(page["licence"]),
        "robots": "noindex, follow",
        "back": at,
    }
    page["translations"] = [
        one | {"url": one["url"] + f"{WHOLE_GUIDE[one['locale']]}/"} for one in page["translations"] if one.get("url")
    ]
    response = views.render(visit, "home/pages/guide_whole.html", answers["SiteChrome"]["site"], page, extra, request)
    return may_be_kept(request, response)


def _chapters(visit: Visit, path: str, listed: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All chapters of a guide; what one question may cost limits how many come with the guide."""
    yield from listed["nodes"]
    while listed["pageInfo"]["hasNextPage"]:
        more = {"path": path, "chapters": AT_ONCE, "after": listed["pageInfo"]["endCursor"]}
        listed = visit.ask({"GuideWhole": more})["GuideWhole"]["page"]["chapters"]
        yield from listed["nodes"]
