"""Drafts for who has a link: an editor made it in the admin, and it ends by itself or when somebody revokes it.

Shown as the site will show the page, with a line above that says so; to everybody alike, signed in or not. What a link
that shows nothing was for, and why it shows nothing, is not told.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from api.previews.opening import OpenLink, note_opening, open_link
from home.website.addresses import SHARED_DRAFT
from home.website.drafts import draft_visit, kept_by_nobody, unfinished
from home.website.kinds import kind_of
from home.website.views import page_answer, render
from home.website.visit import SharedDraft, Visit
from published.projection import ProjectionError

#: The word before a token in each language, for the list of addresses.
PATHS = "|".join(SHARED_DRAFT.values())


@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The draft of a link, in the language of its page; 404 in that of the address where the link shows nothing."""
    link = open_link(token)
    if link is None:
        response = _nothing(request)
    else:
        with translation.override(link.page.locale.language_code):
            response = _draft(request, link)
        response["Content-Language"] = link.page.locale.language_code
        if request.method == "GET":
            note_opening(link.id)
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    return kept_by_nobody(response)


def _draft(request: HttpRequest, link: OpenLink) -> HttpResponse:
    shared = SharedDraft(link.expires_at, link.is_published)
    try:
        visit = draft_visit(link.page, request)
    except ProjectionError as error:
        return unfinished(link.page, request, error, shared=shared)
    visit.shared = shared
    return page_answer(visit, kind_of(type(link.page).__name__))


def _nothing(request: HttpRequest) -> HttpResponse:
    visit = Visit.of(request)
    visit.is_private = True
    site = visit.ask({"SiteChrome": {"locale": visit.locale}})["SiteChrome"]["site"]
    with translation.override(visit.locale):
        return render(visit, "home/errors/link_ended.html", site, None, {"status": 404}, status=404)
