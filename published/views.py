"""The report of entries that are behind: saved, but not what the world reads, and what to do about it."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from published.catalogue import entry_models
from published.harmless_cells import HarmlessCells
from published.models import Behind


class BehindReportView(HarmlessCells, ReportView):
    """Lists what could not be projected; each row leads to the form in which to correct it."""

    model = Behind
    page_title = _("Entries that are behind")
    header_icon = "warning"
    index_url_name = "published_behind"
    index_results_url_name = "published_behind_results"
    is_searchable = False
    list_export = ["key", "field", "reason", "since"]
    export_headings = {"key": _("Entry"), "field": _("Field"), "reason": _("Reason"), "since": _("Since")}

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("key", label=_("Entry"), accessor="label", get_url=lambda row: row.edit_address),
            Column("field", label=_("Field")),
            Column("reason", label=_("Reason")),
            Column("what_to_do", label=_("What to do")),
            DateColumn("since", label=_("Since")),
        ]

    def get_queryset(self) -> "models.QuerySet[Behind]":
        return Behind.objects.all()

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        finder = AdminURLFinder(self.request.user)
        rows = list(object_list)
        for row in rows:
            instance = _instance(row.key)
            row.label = str(instance) if instance is not None else row.key
            row.edit_address = finder.get_edit_url(instance) if instance is not None else None
            row.what_to_do = _(
                "Open it, correct the field and publish it again. Until then visitors read the old words."
            )
        return rows

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": self.page_title}]


def _instance(key: str) -> models.Model | None:
    name, _colon, identifier = key.partition(":")
    model = entry_models().get(name)
    return None if model is None else model._base_manager.filter(pk=identifier).first()
