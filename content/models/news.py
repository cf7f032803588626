"""News: the list and its items."""

from datetime import datetime

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLSnippet, GraphQLStreamfield, GraphQLString
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from content.blocks.fields import BodyField
from content.models.base import BasePage


class NewsIndexPage(BasePage):
    """The list of news; one below each home page."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["content.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")


class NewsPage(BasePage):
    """Something that happened, written once and dated."""

    parent_page_types = ["content.NewsIndexPage"]
    subpage_types: list[str] = []

    published_on = models.DateTimeField(
        _("date of the news"),
        null=True,
        blank=True,
        default=timezone.now,
        help_text=_("The date that readers see and that news are ordered by. Empty: the day it is first published."),
    )
    author = models.ForeignKey(
        "content.Person",
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who wrote it; empty if it is the organisation's own word."),
    )
    organisations = ParentalManyToManyField(
        "content.Organisation",
        verbose_name=_("organisations"),
        blank=True,
        related_name="+",
        help_text=_("Those that say it or that it is about."),
    )
    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("published_on"), FieldPanel("author")])],
            heading=_("Date and author"),
        ),
        MultiFieldPanel(
            [*BasePage.classification_panels, FieldPanel("organisations", widget=CheckboxSelectMultiple)],
            heading=_("Classification"),
        ),
    ]

    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("published_on")]

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("organisations", overridable=False),
    ]

    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLString(
            "published_on",
            source="dated_at",
            description="Date of the news that readers see and that news are ordered by.",
        ),
        GraphQLSnippet("author", "content.Person", description="Who wrote it; null if the organisation itself speaks."),
        GraphQLCollection(
            GraphQLForeignKey,
            "organisations",
            "content.Organisation",
            required=True,
            item_required=True,
            description="Those that say it or that it is about.",
        ),
        GraphQLStreamfield("body", required=True, description="The content."),
    ]

    published_terms = {**BasePage.published_terms, "organisation": "organisations"}
    published_sort = "dated_at"

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    @property
    def dated_at(self) -> datetime | None:
        """Return the date of the news: the editor's, else that of the first publication."""
        return self.published_on or self.first_published_at
