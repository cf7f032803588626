"""Guides: the list, a guide, and its chapters, each a page of its own so that it can be linked to and found."""

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from grapple.models import (
    GraphQLCollection,
    GraphQLDocument,
    GraphQLForeignKey,
    GraphQLInt,
    GraphQLStreamfield,
    GraphQLString,
)
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content.blocks.fields import BodyField
from content.licences import Licence
from content.models.base import BasePage


class GuideIndexPage(BasePage):
    """The list of guides; one below each home page."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["content.GuidePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of guides")
        verbose_name_plural = _("lists of guides")


class GuidePage(BasePage):
    """A guide; its chapters are the pages below it, in their order in the tree."""

    parent_page_types = ["content.GuideIndexPage"]
    subpage_types = ["content.GuideChapterPage"]

    licence = models.CharField(_("licence"), max_length=32, blank=True, choices=Licence)
    version = models.CharField(_("version"), max_length=40, blank=True, help_text=_("For example “2.1”."))
    reading_time = models.PositiveSmallIntegerField(
        _("reading time"), null=True, blank=True, help_text=_("Of the whole guide, in minutes.")
    )
    audiences = ParentalManyToManyField(
        "content.Audience", verbose_name=_("who it is for"), blank=True, related_name="+"
    )
    organisations = ParentalManyToManyField(
        "content.Organisation",
        verbose_name=_("organisations"),
        blank=True,
        related_name="+",
        help_text=_("Those that wrote or publish it."),
    )
    body = BodyField(verbose_name=_("body"), blank=True, help_text=_("What stands before the list of chapters."))

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("version"), FieldPanel("reading_time")]), FieldPanel("licence")],
            heading=_("Edition"),
        ),
        FieldPanel("body"),
        InlinePanel(
            "tools", heading=_("Tools"), label=_("Tool"), help_text=_("Canvases, templates and methods that it uses.")
        ),
        InlinePanel(
            "downloads", heading=_("Downloads"), label=_("Download"), help_text=_("The guide itself as a file.")
        ),
        MultiFieldPanel(
            [
                *BasePage.classification_panels,
                FieldPanel("audiences", widget=CheckboxSelectMultiple),
                FieldPanel("organisations", widget=CheckboxSelectMultiple),
            ],
            heading=_("Classification"),
        ),
    ]

    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("audiences", overridable=False),
        SynchronizedField("organisations", overridable=False),
        SynchronizedField("version"),
    ]

    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLString("licence", description="What others may do with the guide."),
        GraphQLString("version", required=True, description="Version of the guide; may be empty."),
        GraphQLInt("reading_time", description="Reading time of the whole guide, in minutes."),
        GraphQLCollection(
            GraphQLForeignKey,
            "tools",
            "content.GuideTool",
            required=True,
            item_required=True,
            description="Tools that the guide uses, in the editor's order.",
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "downloads",
            "content.GuideDownload",
            required=True,
            item_required=True,
            description="Files of the guide, in the editor's order.",
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "audiences",
            "content.Audience",
            required=True,
            item_required=True,
            description="Who the guide is for.",
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "organisations",
            "content.Organisation",
            required=True,
            item_required=True,
            description="Those that wrote or publish it.",
        ),
        GraphQLStreamfield("body", required=True, description="What stands before the chapters; these are children."),
    ]

    published_terms = {
        **BasePage.published_terms,
        "audience": "audiences",
        "organisation": "organisations",
        "licence": "licence",
    }

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")


class GuideTool(TranslatableMixin, Orderable):
    """A canvas, template or method: a file of ours, a page elsewhere, or only its description."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="tools")
    name = models.CharField(_("name"), max_length=255)
    description = models.TextField(_("description"), blank=True)
    document = models.ForeignKey(
        "content.Document",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    url = models.URLField(_("address"), blank=True, help_text=_("Only if the tool stands elsewhere."))

    panels = [FieldPanel("name"), FieldPanel("description"), FieldRowPanel([FieldPanel("document"), FieldPanel("url")])]

    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("description"),
        SynchronizedField("document"),
        SynchronizedField("url"),
    ]

    graphql_fields = [
        GraphQLString("name", required=True, description="Name of the tool."),
        GraphQLString("description", required=True, description="What it is for; plain text, may be empty."),
        GraphQLDocument("document", description="The tool as a file."),
        GraphQLString("url", required=True, description="Address of the tool elsewhere; may be empty."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("tool")
        verbose_name_plural = _("tools")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.document_id and self.url:
            raise ValidationError({"url": _("Choose a document or give an address, not both.")})


class GuideDownload(TranslatableMixin, Orderable):
    """A file of the guide, with the words of its link."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="downloads")
    title = models.CharField(_("title"), max_length=255, blank=True, help_text=_("Empty: the title of the document."))
    document = models.ForeignKey(
        "content.Document", verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("document"), FieldPanel("title")]

    translatable_fields = [TranslatableField("title"), SynchronizedField("document")]

    graphql_fields = [
        GraphQLString("title", required=True, source="public_title", description="Words of the link."),
        GraphQLDocument("document", description="The file; null if it is no longer public."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("download")
        verbose_name_plural = _("downloads")

    def __str__(self) -> str:
        return self.public_title

    @property
    def public_title(self) -> str:
        return self.title or str(self.document.title)


class GuideChapterPage(BasePage):
    """One chapter of a guide."""

    parent_page_types = ["content.GuidePage"]
    subpage_types: list[str] = []

    reading_time = models.PositiveSmallIntegerField(
        _("reading time"), null=True, blank=True, help_text=_("Of this chapter, in minutes.")
    )
    body = BodyField(
        verbose_name=_("body"), blank=True, help_text=_("Put what is to be done one after the other into steps.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("reading_time"),
        FieldPanel("body"),
        MultiFieldPanel(BasePage.classification_panels, heading=_("Classification")),
    ]

    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLInt("reading_time", description="Reading time of the chapter, in minutes."),
        GraphQLStreamfield("body", required=True, description="The content, with its steps and downloads."),
    ]

    class Meta:
        verbose_name = _("chapter of a guide")
        verbose_name_plural = _("chapters of guides")
