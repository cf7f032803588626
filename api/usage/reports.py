"""The reports of what apps ask: operations, errors, fields in use. Their addresses are in ``wagtail_hooks``."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.forms import RadioSelect
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy

from api.keys.models import ApiKey
from api.usage.deprecated_fields import deprecated_fields
from api.usage.error_words import what_to_do
from api.usage.models import ANONYMOUS, KEPT_DAYS, ErrorCount, FieldCount, OperationCount, first_kept_day
from api.usage.records import OTHER, REFUSED
from published.harmless_cells import HarmlessCells

PERIODS = [
    ("1", gettext_lazy("Today")),
    ("7", gettext_lazy("The last 7 days")),
    ("30", gettext_lazy("The last 30 days")),
]
POLICY = ModelPermissionPolicy(OperationCount)  # who may see all three: administrators, and whom they give "view"

Rows = QuerySet[Any, dict[str, Any]]


def first_day(days: int) -> date:
    """The first of so many days that end today."""
    return timezone.localdate() - timedelta(days=days - 1)


def key_choices() -> list[tuple[int, str]]:
    return [(ANONYMOUS, _("Without a key")), *ApiKey.objects.order_by("name", "pk").values_list("pk", "name")]


class UsageFilterSet(WagtailFilterSet):
    period = django_filters.ChoiceFilter(
        label=gettext_lazy("Period"), choices=PERIODS, method="in_period", widget=RadioSelect, empty_label=None
    )
    key = django_filters.ChoiceFilter(
        label=gettext_lazy("Key"), choices=key_choices, widget=RadioSelect, empty_label=None
    )

    def in_period(self, rows: Rows, _name: str, days: str) -> Rows:
        return rows.filter(day__gte=first_day(int(days)))


class FieldFilterSet(UsageFilterSet):
    deprecated = django_filters.ChoiceFilter(
        label=gettext_lazy("Fields"),
        choices=[("yes", gettext_lazy("Deprecated fields only"))],
        method="only_deprecated",
        widget=RadioSelect,
        empty_label=None,
    )

    def only_deprecated(self, rows: Rows, _name: str, _value: str) -> Rows:
        return rows.filter(name__in=list(deprecated_fields()))


class NumberColumn(Column):
    """A number with its thousands apart, as they are written in the reader's language."""

    def get_value(self, instance: Any) -> str:
        return number_format(super().get_value(instance), force_grouping=True)


class DayColumn(Column):
    """A day, as it is written in the reader's language."""

    def get_value(self, instance: Any) -> str:
        return date_format(super().get_value(instance), "SHORT_DATE_FORMAT")


KEY_COLUMN = Column("key_name", label=gettext_lazy("Key"))


class UsageReportView(HarmlessCells, ReportView):
    """What the three have in common: counts of days, by key."""

    permission_policy = POLICY
    any_permission_required = {"view"}
    filterset_class = UsageFilterSet
    header_icon = "history"
    is_searchable = True
    export_headings: dict[str, Any] = {}
    nothing_found: Any = gettext_lazy(
        "Nothing of that was asked. Choose another period or key, or search for something else."
    )

    def get_filterset_kwargs(self) -> dict[str, Any]:
        assert self.model is not None
        return {**super().get_filterset_kwargs(), "queryset": self.model._default_manager.all()}

    def get_base_queryset(self) -> Rows:
        assert self.model is not None
        counted = self.model._default_manager.filter(day__gte=first_kept_day())
        return self.grouped(counted)

    def grouped(self, counted: QuerySet[Any]) -> Rows:
        raise NotImplementedError

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        names = dict(ApiKey.objects.values_list("pk", "name"))
        for row in object_list:  # the table shows these same rows
            row["key_name"] = names.get(row["key"]) or (
                _("Without a key") if row["key"] == ANONYMOUS else _("Deleted key %(number)s") % {"number": row["key"]}
            )
            self.decorate(row)
        return object_list

    def decorate(self, row: dict[str, Any]) -> None:
        """Adds to a row what is not in the database."""

    @cached_property
    def no_results_message(self) -> str:
        if settings.GRAPHQL_USAGE_SECONDS <= 0:
            return _("Nothing is recorded here: GRAPHQL_USAGE_SECONDS is 0.")
        if self.is_filtering or self.is_searching:
            return str(self.nothing_found)
        return _(
            "No app has asked anything yet. What apps ask at /graphql is here some seconds later, for %(days)s days."
        ) % {"days": KEPT_DAYS}

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        others = [
            Button(view.page_title, url=reverse(view.index_url_name), icon_name=view.header_icon, priority=10)
            for view in (OperationReportView, ErrorReportView, FieldReportView)
            if not isinstance(self, view)
        ]
        return [*others, *super().header_more_buttons]

    def as_spreadsheet(self, rows: Any, spreadsheet_format: str) -> HttpResponseBase:
        """The headings are said now: when the file is sent, line by line, the reader's language is no longer known."""
        self.export_headings = {name: str(heading) for name, heading in self.export_headings.items()}
        return super().as_spreadsheet(rows, spreadsheet_format)

    def get_filename(self) -> str:
        return f"{self.index_url_name.replace('_', '-')}-{timezone.localdate().isoformat()}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": self.page_title}]


class OperationReportView(UsageReportView):
    """Which operations each key asks, and what that costs."""

    model = OperationCount
    page_title = gettext_lazy("API: operations")
    header_icon = "list-ul"
    index_url_name = "api_usage_operations"
    index_results_url_name = "api_usage_operations_results"
    search_fields = ["operation"]
    default_ordering = "-total_cost"
    columns = [
        TitleColumn("operation_name", label=gettext_lazy("Operation"), sort_key="operation"),
        KEY_COLUMN,
        NumberColumn("questions", label=gettext_lazy("Asked"), sort_key="questions"),
        NumberColumn("unchanged", label=gettext_lazy("Not modified"), sort_key="unchanged"),
        NumberColumn("failed", label=gettext_lazy("With errors"), sort_key="failed"),
        NumberColumn("total_cost", label=gettext_lazy("Cost"), sort_key="total_cost"),
        NumberColumn("average_cost", label=gettext_lazy("Average cost")),
        NumberColumn("dearest", label=gettext_lazy("Highest cost"), sort_key="dearest"),
    ]
    list_export = [
        *("operation_name", "key_name", "questions", "unchanged", "failed"),
        *("total_cost", "average_cost", "dearest", "last_day"),
    ]
    export_headings = {column.name: column.label for column in columns} | {"last_day": gettext_lazy("Last asked")}

    def grouped(self, counted: QuerySet[Any]) -> Rows:
        return counted.values("key", "operation").annotate(
            questions=Sum("count"),
            unchanged=Sum("not_modified"),
            failed=Sum("errors"),
            total_cost=Sum("cost"),
            dearest=Max("highest_cost"),
            last_day=Max("day"),
        )

    def decorate(self, row: dict[str, Any]) -> None:
        executed = row["questions"] - row["unchanged"]
        row["average_cost"] = round(row["total_cost"] / executed) if executed else 0
        row["operation_name"] = row["operation"]
        if row["operation"] == OTHER:
            row["operation_name"] = _("Not stored, not told apart")
        elif row["operation"] == REFUSED:
            row["operation_name"] = _("Refused before it was executed")
        elif row["operation"].startswith("#"):
            row["operation_name"] = _("Without a name %(document)s") % {"document": row["operation"]}


class ErrorReportView(UsageReportView):
    """Which errors each key was answered with."""

    model = ErrorCount
    page_title = gettext_lazy("API: errors")
    header_icon = "warning"
    index_url_name = "api_usage_errors"
    index_results_url_name = "api_usage_errors_results"
    search_fields = ["code"]
    default_ordering = "-answers"
    columns = [
        Column("code", label=gettext_lazy("Code"), sort_key="code"),
        KEY_COLUMN,
        NumberColumn("answers", label=gettext_lazy("Answers"), sort_key="answers"),
        DayColumn("last_day", label=gettext_lazy("Last time"), sort_key="last_day"),
        Column("what_to_do", label=gettext_lazy("What to do")),
    ]
    list_export = ["code", "key_name", "answers", "last_day", "what_to_do"]
    export_headings = {column.name: column.label for column in columns}
    nothing_found = gettext_lazy("No such error in this period. Choose another period or key.")

    def grouped(self, counted: QuerySet[Any]) -> Rows:
        return counted.values("key", "code").annotate(answers=Sum("count"), last_day=Max("day"))

    def decorate(self, row: dict[str, Any]) -> None:
        row["what_to_do"] = what_to_do(row["code"])


class FieldReportView(UsageReportView):
    """What of the schema each key uses: what may not be removed yet."""

    model = FieldCount
    page_title = gettext_lazy("API: fields in use")
    header_icon = "form"
    index_url_name = "api_usage_fields"
    index_results_url_name = "api_usage_fields_results"
    filterset_class = FieldFilterSet
    search_fields = ["name"]
    default_ordering = "name"
    columns = [
        TitleColumn("name", label=gettext_lazy("Field"), sort_key="name"),
        KEY_COLUMN,
        NumberColumn("questions", label=gettext_lazy("Asked"), sort_key="questions"),
        DayColumn("last_day", label=gettext_lazy("Last time"), sort_key="last_day"),
        Column("deprecated", label=gettext_lazy("Deprecated")),
    ]
    list_export = ["name", "key_name", "questions", "last_day", "deprecated"]
    export_headings = {column.name: column.label for column in columns}

    def grouped(self, counted: QuerySet[Any]) -> Rows:
        return counted.values("key", "name").annotate(questions=Sum("count"), last_day=Max("day"))

    def decorate(self, row: dict[str, Any]) -> None:
        row["deprecated"] = deprecated_fields().get(row["name"], "")

    @cached_property
    def no_results_message(self) -> str:
        if self.request.GET.get("deprecated") and settings.GRAPHQL_USAGE_SECONDS > 0:
            return _("No deprecated field is in use: what is past its date may be removed.")
        return super().no_results_message
