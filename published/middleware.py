"""Runs what editors do in a publication block, so that their work and what the world reads commit together."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from published.publication import Failure, publication

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class PublicationMiddleware:
    """Wraps the admin's views that may write. Stands last: the view is called here.

    As with ``ATOMIC_REQUESTS``, an exception that leaves the view undoes everything, an answer commits. Reading
    requests are not wrapped and do not pay.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        arguments: Sequence[Any],
        keywords: dict[str, Any],
    ) -> HttpResponseBase | None:
        if request.method in SAFE_METHODS or not request.path_info.startswith(self.admin_path):
            return None
        with publication() as block:
            _wait_for_page(keywords.get("page_id"))
            response = view(request, *arguments, **keywords)
        for failure in block.failures:
            _tell(request, failure)
        return response

    @cached_property
    def admin_path(self) -> str:
        return reverse("wagtailadmin_home")


def _wait_for_page(page_id: int | None) -> None:
    """Let one request at a time work on a page.

    The editor saves by itself while somebody publishes. Wagtail's view reads the page, then writes the whole row of one
    that is not live: a save that began before the publication and ends after it would take the page off the site again.
    """
    if page_id is not None:
        Page.objects.select_for_update(no_key=True).filter(pk=page_id).order_by().values_list("pk").first()


def _tell(request: HttpRequest, failure: Failure) -> None:
    """Tell the editor that something was saved, but is not what the world reads."""
    for problem in failure.problems:
        messages.warning(
            request,
            _("Saved, but not shown to the public yet (%(key)s). %(field)s: %(reason)s")
            % {"key": failure.key, "field": problem.field, "reason": problem.reason},
        )
