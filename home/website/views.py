"""Every page of the public website: from the address to the answers of the stored operations to HTML."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from wagtail.views import serve

from home.website.caching import may_be_kept
from home.website.editors import is_editor, user_bar
from home.website.frame import frame
from home.website.kinds import PageKind, kind_of
from home.website.visit import Visit


@require_safe
def show(request: HttpRequest, path: str) -> HttpResponseBase:
    """The page of the store at a public address, else what Wagtail keeps from the public there, else 404.

    What leads elsewhere or was withdrawn is told by ``home.website.errors.not_found``, for every address of the site.
    """
    visit = Visit.of(request)
    found = visit.ask({"Route": {"path": visit.path}})["Route"]["route"]
    if "path" not in found:
        return serve(request, path)
    return page_answer(visit, kind_of(found["__typename"]), request=request)


def page_answer(visit: Visit, kind: PageKind, *, request: HttpRequest | None = None) -> HttpResponse:
    """The page of a kind at the visit's address. Its context may hold a ``status``, for what cannot be asked for."""
    answers = visit.ask({"SiteChrome": {"locale": visit.locale}, **kind.questions(visit)})
    page = kind.page(answers)
    if page is None:
        raise Http404
    extra = kind.context(visit, answers, page)
    status = extra.get("status", 200)
    context = {**extra, "answers": answers}
    return render(visit, kind.template, answers["SiteChrome"]["site"], page, context, request, status=status)


def render(
    visit: Visit,
    template: str,
    site: dict[str, Any],
    page: dict[str, Any] | None,
    extra: dict[str, Any],
    request: HttpRequest | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A template of the website inside its frame.

    It does not get the request: no session is read, no cookie can be set. Anybody may keep the answer, and ask whether
    it is still right; only an editor's own request brings the user bar, in an answer that nobody may keep.
    """
    context = {**frame(visit, site, page), **extra}
    if request is None or not is_editor(request):
        response = HttpResponse(render_to_string(template, context), status=status)
        return response if request is None or visit.is_private else may_be_kept(request, response)
    context["user_bar"] = user_bar(request, (page or {}).get("id", ""))
    response = HttpResponse(render_to_string(template, context), status=status)
    response["Cache-Control"] = "private, no-store"
    return response
