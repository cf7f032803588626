"""Projects: the list and a project's journey from conception to delivery, with its partners, outputs and indicators."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from grapple.models import (
    GraphQLCollection,
    GraphQLDocument,
    GraphQLForeignKey,
    GraphQLInt,
    GraphQLRichText,
    GraphQLSnippet,
    GraphQLStreamfield,
    GraphQLString,
)
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content.blocks.fields import BodyField
from content.models.base import BasePage
from content.models.organisations import Organisation
from content.rich_text import FEATURES_WITHOUT_HEADINGS

YEARS = [
    MinValueValidator(1900, _("Write a year with four digits.")),
    MaxValueValidator(2100, _("Write a year with four digits.")),
]


class ProjectPhase(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RESEARCH = "research", _("Research")
    CO_CREATION = "co-creation", _("Co-creation")
    EXPERIMENTATION = "experimentation", _("Experimentation")
    IMPLEMENTATION = "implementation", _("Implementation")
    COMPLETED = "completed", _("Completed")


class ProjectIndexPage(BasePage):
    """The list of projects; one below each home page."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["content.ProjectPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of projects")
        verbose_name_plural = _("lists of projects")


class ProjectPage(BasePage):
    """A project, told as its journey from conception to delivery."""

    parent_page_types = ["content.ProjectIndexPage"]
    subpage_types: list[str] = []

    phase = models.CharField(
        _("phase"), max_length=20, choices=ProjectPhase, blank=True, help_text=_("Empty if it is not known.")
    )
    start_year = models.PositiveSmallIntegerField(_("year of the start"), null=True, blank=True, validators=YEARS)
    end_year = models.PositiveSmallIntegerField(
        _("year of the end"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("Empty while it goes on or if it is not known."),
    )
    context = RichTextField(
        _("context"),
        blank=True,
        features=FEATURES_WITHOUT_HEADINGS,
        help_text=_("Where it began: the situation that asked for it."),
    )
    purpose = RichTextField(
        _("purpose"), blank=True, features=FEATURES_WITHOUT_HEADINGS, help_text=_("What it was meant to change.")
    )
    challenges = RichTextField(
        _("challenges"), blank=True, features=FEATURES_WITHOUT_HEADINGS, help_text=_("What made it difficult.")
    )
    developments = RichTextField(
        _("developments"), blank=True, features=FEATURES_WITHOUT_HEADINGS, help_text=_("What was done, step by step.")
    )
    results = RichTextField(
        _("results"), blank=True, features=FEATURES_WITHOUT_HEADINGS, help_text=_("What came out, and what helped.")
    )
    expected_impact = RichTextField(
        _("expected impact"),
        blank=True,
        features=FEATURES_WITHOUT_HEADINGS,
        help_text=_("What it should change for people, companies and the administration."),
    )
    lessons = RichTextField(
        _("lessons"), blank=True, features=FEATURES_WITHOUT_HEADINGS, help_text=_("What others can learn from it.")
    )
    audiences = ParentalManyToManyField(
        "content.Audience", verbose_name=_("who it is for"), blank=True, related_name="+"
    )
    sdg_targets = ParentalManyToManyField(
        "content.SdgTarget",
        verbose_name=_("targets of sustainable development"),
        blank=True,
        related_name="+",
        help_text=_("Those of the 2030 Agenda that it contributes to."),
    )
    indicators = ParentalManyToManyField(
        "content.Indicator",
        verbose_name=_("indicators"),
        blank=True,
        related_name="+",
        help_text=_("What was measured. The numbers are kept with the indicator, under “Vocabularies”."),
    )
    body = BodyField(
        verbose_name=_("body"), blank=True, help_text=_("What does not fit into the journey: pictures, quotes, tables.")
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("phase"), FieldRowPanel([FieldPanel("start_year"), FieldPanel("end_year")])],
            heading=_("Phase and period"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("context"),
                FieldPanel("purpose"),
                FieldPanel("challenges"),
                FieldPanel("developments"),
                FieldPanel("results"),
                FieldPanel("expected_impact"),
                FieldPanel("lessons"),
            ],
            heading=_("Journey of the project"),
        ),
        InlinePanel("outputs", heading=_("Outputs"), label=_("Output"), help_text=_("What others can use or read.")),
        FieldPanel("body"),
        InlinePanel("partners", heading=_("Partners"), label=_("Partner")),
        MultiFieldPanel(
            [
                *BasePage.classification_panels,
                FieldPanel("audiences", widget=CheckboxSelectMultiple),
                FieldPanel("sdg_targets", widget=CheckboxSelectMultiple),
                FieldPanel("indicators", widget=CheckboxSelectMultiple),
            ],
            heading=_("Classification"),
        ),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("context"),
        index.SearchField("purpose"),
        index.SearchField("results"),
        index.SearchField("body"),
        index.FilterField("phase"),
    ]

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("audiences", overridable=False),
        SynchronizedField("sdg_targets", overridable=False),
        SynchronizedField("indicators", overridable=False),
    ]

    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLString("phase", description="How far it is; null if that is not known."),
        GraphQLInt("start_year", description="Year in which it began; null if that is not known."),
        GraphQLInt("end_year", description="Year in which it ended; null while it goes on or if that is not known."),
        GraphQLRichText("context", required=True, description="The situation that asked for it; may be empty."),
        GraphQLRichText("purpose", required=True, description="What it was meant to change; may be empty."),
        GraphQLRichText("challenges", required=True, description="What made it difficult; may be empty."),
        GraphQLRichText("developments", required=True, description="What was done, step by step; may be empty."),
        GraphQLRichText("results", required=True, description="What came out, and what helped; may be empty."),
        GraphQLRichText(
            "expected_impact",
            required=True,
            description="What it should change for people, companies and the administration; may be empty.",
        ),
        GraphQLRichText("lessons", required=True, description="What others can learn from it; may be empty."),
        GraphQLCollection(
            GraphQLForeignKey,
            "partners",
            "content.ProjectPartner",
            required=True,
            item_required=True,
            description="Who worked on it, in the editor's order.",
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "audiences",
            "content.Audience",
            required=True,
            item_required=True,
            description="Who the project is for.",
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "sdg_targets",
            "content.SdgTarget",
            required=True,
            item_required=True,
            description="Targets of the 2030 Agenda that it contributes to.",
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "outputs",
            "content.ProjectOutput",
            required=True,
            item_required=True,
            description="What others can use or read, in the editor's order.",
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "indicators",
            "content.Indicator",
            required=True,
            item_required=True,
            description="What was measured.",
        ),
        GraphQLStreamfield("body", required=True, description="What stands after the journey."),
    ]

    published_terms = {
        **BasePage.published_terms,
        "audience": "audiences",
        "organisation": "organisations",
        "phase": "phase",
        "sdg": "sdg_targets",
        "indicator": "indicators",
    }

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    @property
    def organisations(self) -> list[Organisation]:
        """Its partners, as lists are filtered by them."""
        return [partner.organisation for partner in self.partners.all()]

    def clean(self) -> None:
        super().clean()
        if self.start_year and self.end_year and self.end_year < self.start_year:
            raise ValidationError(
                {"end_year": ValidationError(_("The end is before the start."), code="end_before_start")}
            )


class ProjectPartner(TranslatableMixin, Orderable):
    """An organisation that worked on a project, and its part in it."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "content.Organisation", verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="+"
    )
    role = models.CharField(
        _("part in the project"), max_length=255, blank=True, help_text=_("For example “Owner of the service”.")
    )

    panels = [FieldPanel("organisation"), FieldPanel("role")]

    translatable_fields = [SynchronizedField("organisation"), TranslatableField("role")]

    graphql_fields = [
        GraphQLSnippet("organisation", "content.Organisation", description="Who; null if that is not public."),
        GraphQLString("role", required=True, description="The part in the project; may be empty."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return str(self.organisation)


class ProjectOutput(TranslatableMixin, Orderable):
    """Something that a project made: a file of ours, a page elsewhere, or only its description."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="outputs")
    title = models.CharField(_("title"), max_length=255)
    description = models.TextField(_("description"), blank=True)
    document = models.ForeignKey(
        "content.Document",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    url = models.URLField(_("address"), blank=True, help_text=_("Only if it stands elsewhere."))

    panels = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("document"), FieldPanel("url")]),
    ]

    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("description"),
        SynchronizedField("document"),
        SynchronizedField("url"),
    ]

    graphql_fields = [
        GraphQLString("title", required=True, description="What it is."),
        GraphQLString("description", required=True, description="More about it; plain text, may be empty."),
        GraphQLDocument("document", description="The output as a file."),
        GraphQLString("url", required=True, description="Its address elsewhere; may be empty."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("output")
        verbose_name_plural = _("outputs")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.document_id and self.url:
            raise ValidationError({"url": _("Choose a document or give an address, not both.")})
