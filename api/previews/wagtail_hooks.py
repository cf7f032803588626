"""What Wagtail's admin is told of preview links: their screens, the ways to them, and the words of their history."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry, Page
from wagtail.permissions import page_permission_policy

from api.previews.screens import LinksReportView, RevokeView, ShareView
from api.previews.sharing import REVOKED, SHARED, may_share

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    report = LinksReportView
    return [
        path("previews/pages/<int:page_id>/", ShareView.as_view(), name="api_previews_page"),
        path("previews/pages/<int:page_id>/revoke/", RevokeView.as_view(), name="api_previews_revoke_all"),
        path("previews/pages/<int:page_id>/revoke/<int:pk>/", RevokeView.as_view(), name="api_previews_revoke"),
        path("reports/preview-links/", report.as_view(), name=report.index_url_name),
        path("reports/preview-links/results/", report.as_view(results_only=True), name=report.index_results_url_name),
    ]


class ShareButton(PageMenuItem):
    """The way to the links of a page: in the editor, in the explorer, in lists of pages."""

    label = gettext_lazy("Share a preview")
    icon_name = "link"
    url_name = "api_previews_page"

    def is_shown(self, user: "User") -> bool:
        return self.page.pk is not None and may_share(user, self.page)


@hooks.register("register_page_header_buttons")
def share_from_header(page: Page, user: "User", view_name: str, next_url: str | None = None) -> Iterator[ShareButton]:
    yield ShareButton(page=page, priority=12)


@hooks.register("register_page_listing_more_buttons")
def share_from_list(page: Page, user: "User", next_url: str | None = None) -> Iterator[ShareButton]:
    yield ShareButton(page=page, priority=5)


class LinksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_any_permission(request.user, {"change"})


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    view = LinksReportView
    return LinksMenuItem(view.page_title, reverse(view.index_url_name), icon_name=view.header_icon, order=1150)


class LinkFormatter(LogFormatter):
    """Says for whom the link was, if somebody wrote that down."""

    def format_message(self, log_entry: BaseLogEntry) -> str:
        note = log_entry.data.get("note")
        return f"{self.label}: {note}" if note else str(self.label)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(SHARED)
    class SharedFormatter(LinkFormatter):
        label = gettext_lazy("Share a preview")

    @actions.register_action(REVOKED)
    class RevokedFormatter(LinkFormatter):
        label = gettext_lazy("Revoke a preview link")
