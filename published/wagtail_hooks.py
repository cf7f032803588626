"""What the store adds to Wagtail's admin: the dry run before a page is published, bulk actions, the report."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from published.bulk_actions import AddDocumentsToCollectionBulkAction, AddImagesToCollectionBulkAction
from published.projection import ProjectionError, project
from published.redirect_form import use_checked_form
from published.views import BehindReportView

# Wagtail registers its own under the same name; the last one counts, and ours is asked later.
hooks.register("register_bulk_action", AddImagesToCollectionBulkAction, order=100)
hooks.register("register_bulk_action", AddDocumentsToCollectionBulkAction, order=100)

use_checked_form()


@hooks.register("before_publish_page")
def refuse_what_cannot_be_projected(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Project the page before it is published. If that fails, keep the revision and say which field is wrong, and why.

    Wagtail has saved the revision when it asks; an answer of ours stops the publication, not the saving.
    """
    try:
        project(page)
    except ProjectionError as error:
        _keep_as_draft(request, page)
        for problem in error.problems:
            messages.error(
                request,
                _("Saved as a draft, not published. %(field)s: %(reason)s")
                % {"field": problem.field, "reason": problem.reason},
            )
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def _keep_as_draft(request: HttpRequest, page: Page) -> None:
    """Take back that a new page is live: Wagtail's "create" view saves it so before it asks."""
    if request.resolver_match is not None and request.resolver_match.view_name == "wagtailadmin_pages:add":
        page.live = False
        page.has_unpublished_changes = True
        page.save(clean=False, update_fields=["live", "has_unpublished_changes"])


@hooks.register("register_admin_urls")
def register_report_addresses() -> list[URLPattern]:
    return [
        path("reports/behind/", BehindReportView.as_view(), name="published_behind"),
        path("reports/behind/results/", BehindReportView.as_view(results_only=True), name="published_behind_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_report_menu_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("Entries that are behind"), reverse("published_behind"), icon_name="warning", order=1100
    )
