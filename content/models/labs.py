"""Experimentation laboratories that LabX helped to begin: the list and a laboratory with its projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import (
    GraphQLCollection,
    GraphQLForeignKey,
    GraphQLInt,
    GraphQLRichText,
    GraphQLSnippet,
    GraphQLStreamfield,
    GraphQLString,
)
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from content.blocks.fields import BodyField
from content.models.base import BasePage
from content.models.projects import YEARS, ProjectPage
from content.rich_text import FEATURES_WITHOUT_HEADINGS


class LabIndexPage(BasePage):
    """The list of laboratories; one below each home page."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["content.LabPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of laboratories")
        verbose_name_plural = _("lists of laboratories")


class LabPage(BasePage):
    """A laboratory of another organisation, in the network of experimentation laboratories."""

    parent_page_types = ["content.LabIndexPage"]
    subpage_types: list[str] = []

    host = models.ForeignKey(
        "content.Organisation",
        verbose_name=_("host organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Whose laboratory it is."),
    )
    place = models.CharField(_("place"), max_length=255, blank=True, help_text=_("For example “Lisbon”."))
    since = models.PositiveSmallIntegerField(
        _("since"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("The year in which it began; empty if it is not known."),
    )
    website = models.URLField(_("website"), blank=True)
    mentoring = RichTextField(
        _("mentoring programme"),
        blank=True,
        features=FEATURES_WITHOUT_HEADINGS,
        help_text=_("How LabX trains and accompanies its team."),
    )
    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("host"), FieldRowPanel([FieldPanel("place"), FieldPanel("since")]), FieldPanel("website")],
            heading=_("The laboratory"),
        ),
        FieldPanel("mentoring"),
        FieldPanel("body"),
        InlinePanel("project_choices", heading=_("Projects"), label=_("Project")),
        MultiFieldPanel(BasePage.classification_panels, heading=_("Classification")),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("place"),
        index.SearchField("mentoring"),
        index.SearchField("body"),
    ]

    override_translatable_fields = [*BasePage.override_translatable_fields, SynchronizedField("website")]

    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLSnippet("host", "content.Organisation", description="Whose laboratory it is; null if not public."),
        GraphQLString("place", required=True, description="Where it is, in words; may be empty."),
        GraphQLInt("since", description="Year in which it began; null if that is not known."),
        GraphQLString("website", required=True, description="Address of its website; may be empty."),
        GraphQLRichText("mentoring", required=True, description="How its team is trained and accompanied."),
        GraphQLCollection(
            GraphQLForeignKey,
            "projects",
            "content.ProjectPage",
            required=True,
            item_required=True,
            description="Projects that it worked on, in the editor's order.",
        ),
        GraphQLStreamfield("body", required=True, description="Everything else about the laboratory."),
    ]

    published_terms = {**BasePage.published_terms, "organisation": "host"}

    class Meta:
        verbose_name = _("laboratory")
        verbose_name_plural = _("laboratories")

    @property
    def projects(self) -> list[ProjectPage]:
        """Its projects in the editor's order."""
        return [choice.project for choice in self.project_choices.all()]


class LabProject(TranslatableMixin, Orderable):
    """A project that a laboratory worked on."""

    page = ParentalKey(LabPage, on_delete=models.CASCADE, related_name="project_choices")
    project = models.ForeignKey(ProjectPage, verbose_name=_("project"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("project")]

    translatable_fields = [SynchronizedField("project", overridable=False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("project of a laboratory")
        verbose_name_plural = _("projects of laboratories")

    def __str__(self) -> str:
        return str(self.project)
