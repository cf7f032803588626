"""Pages that are not in the store and may be shown to one person all the same: drafts and pages kept from the public.

Each is projected in memory, as a publication would, laid over the store for one request, and shown through the same
operations. What they refer to is read from the store: nothing else that is private comes along.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from wagtail.models import Page, Site

from api.context import ReadContext
from home.website.kinds import kind_of
from home.website.views import page_answer, render
from home.website.visit import SharedDraft, Visit, locale_of
from published.document import Document, ProjectionError
from published.projection import project
from published.reading import stored_entry

MOST_PAGES = 100  # of those beside and of those below
NOWHERE = "draft"  # the last part of the address of a draft that has none yet


def show_draft(page: Page, request: HttpRequest) -> HttpResponse:
    """What an editor wrote, saved or not, as visitors would see it. Wagtail has checked who asks."""
    with translation.override(page.locale.language_code):
        try:
            visit = draft_visit(page, request)
        except ProjectionError as error:
            return unfinished(page, request, error)
        return kept_by_nobody(page_answer(visit, kind_of(type(page).__name__), request=request))


def draft_visit(page: Page, request: HttpRequest) -> Visit:
    """A visit of the draft at its address, or at one of its own where it has none yet."""
    return _visit(_placed(project(page), request), request, is_preview=True)


def show_private(page: Page, request: HttpRequest) -> HttpResponse:
    """A live page behind a login, a group or a password, after Wagtail's own check.

    A page that nothing keeps from the public and that is not in the store is not published: nobody sees it here.
    """
    if not page.get_view_restrictions():
        raise Http404
    document, *others = [project(one) for one in (page, *_around(page, request))]
    visit = _visit(document, request, others=others)
    return kept_by_nobody(page_answer(visit, kind_of(document.type), request=request))


def _around(page: Page, request: HttpRequest) -> list[Page]:
    """The private pages that the same person may see above, beside and below: breadcrumbs, chapters, lists."""
    near = [*page.get_ancestors().filter(depth__gt=1), *page.get_children()[:MOST_PAGES]]
    if page.get_parent().get_view_restrictions():
        near += page.get_siblings(inclusive=False)[:MOST_PAGES]
    return [one.specific for one in near if one.live and _is_opened(one, request)]


def _is_opened(page: Page, request: HttpRequest) -> bool:
    """Whether something keeps the page from the public and nothing keeps it from who asks."""
    restrictions = page.get_view_restrictions()
    return bool(restrictions) and all(restriction.accept_request(request) for restriction in restrictions)


def kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """No browser and no proxy may keep the answer, no search engine may list it."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _visit(
    document: Document, request: HttpRequest, *, others: Sequence[Document] = (), is_preview: bool = False
) -> Visit:
    path = document.path or "/"
    overlay = [stored_entry(one) for one in (document, *others)]
    context = ReadContext(host=request.get_host(), locale=locale_of(path), overlay=overlay)
    return Visit(
        host=request.get_host(),
        path=path,
        locale=locale_of(path),
        parameters=request.GET,
        context=context,
        is_private=True,
        is_preview=is_preview,
    )


def _placed(document: Document, request: HttpRequest) -> Document:
    """The document at an address: one outside every site, or without a slug yet, is shown as if it had one."""
    site = Site.find_for_request(request)
    if document.path and site is not None and document.site == site.pk:
        return document
    return replace(
        document,
        site=site.pk if site is not None else None,
        path=document.path or f"/{document.locale}/{NOWHERE}/",
    )


def unfinished(
    page: Page, request: HttpRequest, error: ProjectionError, *, shared: SharedDraft | None = None
) -> HttpResponse:
    """What is missing before the draft can be shown, field by field. ``shared``: to a stranger, who has no user bar."""
    path = f"/{page.locale.language_code}/"
    visit = Visit(
        host=request.get_host(),
        path=path,
        locale=page.locale.language_code,
        parameters=request.GET,
        context=ReadContext(host=request.get_host()),
        is_private=True,
        is_preview=True,
        shared=shared,
    )
    site = visit.ask({"SiteChrome": {"locale": visit.locale}})["SiteChrome"]["site"]
    extra = {"title": page.title, "problems": error.problems}
    looked_at_by = None if shared else request
    return kept_by_nobody(render(visit, "home/pages/unfinished.html", site, None, extra, looked_at_by))
