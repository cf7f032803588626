"""The admin's screens of preview links: those of one page with the form for a new one, revoking, and the report of all.

Put into the admin by ``wagtail_hooks``. Editors see and revoke the links of the pages that they may edit.
"""

from typing import Any

import django_filters
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from api.previews.forms import ShareForm
from api.previews.models import PreviewLink, State
from api.previews.sharing import address_of, links_of, may_share, revoke, share
from published.harmless_cells import HarmlessCells
from published.projection import FieldProblem, ProjectionError, project

STATES = {
    State.ACTIVE: pgettext_lazy("preview link", "Active"),
    State.EXPIRED: pgettext_lazy("preview link", "Ended"),
    State.REVOKED: pgettext_lazy("preview link", "Revoked"),
    State.VERSION_GONE: pgettext_lazy("preview link", "Ended: its version is no longer kept"),
}


class OfPageMixin(WagtailAdminTemplateMixin):
    """A screen about the links of one page, for who may edit it."""

    header_icon = "link"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_share(request.user, self.page):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response["Referrer-Policy"] = "same-origin"  # with “no-referrer” browsers hide the origin of the forms
        return response

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific  # type: ignore[attr-defined]

    @cached_property
    def links(self) -> list[PreviewLink]:
        return [*PreviewLink.objects.filter(page=self.page).select_related("page", "created_by", "revoked_by")]

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = get_breadcrumbs_items_for_page(self.page, self.request.user)
        return [*above, {"url": "", "label": str(self.page_title), "sublabel": self.get_page_subtitle()}]


class ShareView(OfPageMixin, FormView):
    """The links of a page, and the form for one more."""

    page_title = gettext_lazy("Share a preview")
    template_name = "api_previews/share.html"
    form_class = ShareForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "has_draft": self.page.latest_revision_id is not None}

    def form_valid(self, form: ShareForm) -> HttpResponse:
        share(self.page, _user(self.request), **form.wishes())
        messages.success(self.request, _("The link is made. Copy it below and send it."))
        return redirect("api_previews_page", self.page.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        active = [link for link in self.links if link.is_active]
        return {
            **super().get_context_data(**kwargs),
            "edited_page": self.page,
            "problems": self.problems(),
            "is_private": self.page.get_view_restrictions().exists(),
            "is_draft": not self.page.live or self.page.has_unpublished_changes,
            "active": [{"link": link, "address": address_of(link, self.request)} for link in active],
            "ended": [{"link": link, "state": STATES[link.state]} for link in self.links if not link.is_active],
        }

    def problems(self) -> list[FieldProblem]:
        """What hinders the latest draft from being shown."""
        try:
            project(self.page.get_latest_revision_as_object())
        except ProjectionError as error:
            return error.problems
        return []


class RevokeView(OfPageMixin, TemplateView):
    """Asks before links end: one of a page (``pk``), or all that are active."""

    page_title = gettext_lazy("Revoke")
    template_name = "api_previews/revoke.html"

    @cached_property
    def chosen(self) -> list[PreviewLink]:
        pk = self.kwargs.get("pk")
        if pk is None:
            return [link for link in self.links if link.is_active]
        return [get_object_or_404(PreviewLink, pk=pk, page=self.page)]

    @cached_property
    def back(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse("api_previews_page", args=[self.page.pk])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(link.is_active for link in self.chosen):
            messages.warning(request, _("There is nothing to revoke: this has ended already."))
            return redirect(self.back)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = revoke(self.chosen, _user(request))
        words = ngettext(
            "%(number)s link is revoked: it shows nothing any more.",
            "%(number)s links are revoked: they show nothing any more.",
            number,
        )
        messages.success(request, words % {"number": number})
        return redirect(self.back)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.chosen[0] if "pk" in self.kwargs else None
        return {**super().get_context_data(**kwargs), "link": one, "number": len(self.chosen), "back": self.back}


class LinkFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=list(STATES.items()),
        method="in_state",
        widget=RadioSelect,
        empty_label=None,
    )

    class Meta:
        model = PreviewLink
        fields: list[str] = []

    def in_state(self, links: QuerySet[PreviewLink], _name: str, state: str) -> QuerySet[PreviewLink]:
        return links & PreviewLink.objects.in_state(State(state)).select_related("page", "created_by", "revoked_by")


class RevokeColumn(Column):
    """A way to end a link that is active, named after it for who hears the screen."""

    cell_template_name = "api_previews/revoke_cell.html"


class LinksReportView(HarmlessCells, ReportView):
    """All links of the pages that one may edit; each row leads to those of its page."""

    model = PreviewLink
    page_title = gettext_lazy("Preview links")
    header_icon = "link"
    index_url_name = "api_previews_report"
    index_results_url_name = "api_previews_report_results"
    filterset_class = LinkFilterSet
    is_searchable = False
    default_ordering = "-created_at"
    list_export = ["page", "note", "created_by", "created_at", "expires_at", "opened", "last_opened_at", "state"]
    export_headings = {
        "page": gettext_lazy("Page"),
        "note": gettext_lazy("For whom"),
        "created_by": gettext_lazy("Made by"),
        "created_at": gettext_lazy("Made"),
        "expires_at": gettext_lazy("Ends"),
        "opened": gettext_lazy("Times opened"),
        "last_opened_at": gettext_lazy("Last opened"),
        "state": gettext_lazy("State"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not page_permission_policy.user_has_any_permission(request.user, {"change"}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("page", label=gettext_lazy("Page"), accessor=_title_of_page, get_url=_address_of_page),
            Column("note", label=gettext_lazy("For whom")),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=lambda link: STATES[link.state],
                primary=lambda link: link.is_active,
            ),
            Column("created_by", label=gettext_lazy("Made by"), accessor=lambda link: _name(link.created_by)),
            Column(
                "expires_at",
                label=gettext_lazy("Ends"),
                accessor=lambda link: date_format(localtime(link.expires_at), "SHORT_DATETIME_FORMAT"),
                sort_key="expires_at",
            ),
            NumberColumn("opened", label=gettext_lazy("Times opened"), sort_key="opened"),
            DateColumn("last_opened_at", label=gettext_lazy("Last opened"), sort_key="last_opened_at"),
            RevokeColumn("revoke", label=gettext_lazy("Revoke"), accessor=_address_of_revoking),
        ]

    def get_queryset(self) -> "QuerySet[PreviewLink]":
        return self.order_queryset(links_of(self.request.user))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": self.page_title}]


def _title_of_page(link: PreviewLink) -> str:
    return link.page.get_admin_display_title()


def _address_of_page(link: PreviewLink) -> str:
    return reverse("api_previews_page", args=[link.page_id])


def _address_of_revoking(link: PreviewLink) -> str | None:
    if not link.is_active:
        return None
    return f"{reverse('api_previews_revoke', args=[link.page_id, link.pk])}?next={reverse('api_previews_report')}"


def _user(request: HttpRequest) -> User:
    """Who is signed in: nobody else gets into the admin."""
    assert isinstance(request.user, User)
    return request.user


def _name(user: Any) -> str:
    return "" if user is None else user.get_full_name() or user.get_username()
