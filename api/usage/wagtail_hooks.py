"""The reports of what apps ask, in the menu of reports, for those who may see them."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from api.usage.reports import POLICY, ErrorReportView, FieldReportView, OperationReportView

VIEWS = [(OperationReportView, "operations"), (ErrorReportView, "errors"), (FieldReportView, "fields")]


class UsageMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return POLICY.user_has_permission(request.user, "view")


@hooks.register("register_admin_urls")
def register_report_addresses() -> list[URLPattern]:
    return [
        address
        for view, name in VIEWS
        for address in (
            path(f"reports/api/{name}/", view.as_view(), name=view.index_url_name),
            path(f"reports/api/{name}/results/", view.as_view(results_only=True), name=view.index_results_url_name),
        )
    ]


def _menu_item(number: int) -> MenuItem:
    view, _name = VIEWS[number]
    return UsageMenuItem(
        view.page_title,
        reverse(view.index_url_name),
        icon_name=view.header_icon,
        order=1210 + number,
        name=view.index_url_name,
    )


@hooks.register("register_reports_menu_item")
def register_operations() -> MenuItem:
    return _menu_item(0)


@hooks.register("register_reports_menu_item")
def register_errors() -> MenuItem:
    return _menu_item(1)


@hooks.register("register_reports_menu_item")
def register_fields() -> MenuItem:
    return _menu_item(2)


@hooks.register("register_permissions")
def register_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="api_usage", codename="view_operationcount")
