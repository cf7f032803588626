"""Courses: the list and a course with its modules; its editions are events."""

from django.db import models
from django.forms import CheckboxSelectMultiple
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
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content.blocks.fields import BodyField
from content.models.base import BasePage
from content.models.events import EventPage
from content.rich_text import FEATURES_WITHOUT_HEADINGS


class CourseIndexPage(BasePage):
    """The list of courses; one below each home page."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["content.CoursePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of courses")
        verbose_name_plural = _("lists of courses")


class CoursePage(BasePage):
    """A course that is given again and again; each time is an event."""

    parent_page_types = ["content.CourseIndexPage"]
    subpage_types: list[str] = []

    hours = models.PositiveSmallIntegerField(
        _("hours"), null=True, blank=True, help_text=_("Of the whole course; empty if it is not known.")
    )
    price = models.CharField(_("price"), max_length=255, blank=True, help_text=_("For example “Free of charge”."))
    audiences = ParentalManyToManyField(
        "content.Audience", verbose_name=_("who it is for"), blank=True, related_name="+"
    )
    what_you_learn = RichTextField(_("what you learn"), blank=True, features=FEATURES_WITHOUT_HEADINGS)
    how_to_enrol = RichTextField(_("how to enrol"), blank=True, features=FEATURES_WITHOUT_HEADINGS)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    provider = models.ForeignKey(
        "content.Organisation",
        verbose_name=_("provider"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("hours"), FieldPanel("price")]), FieldPanel("provider")],
            heading=_("The course"),
        ),
        MultiFieldPanel([FieldPanel("audiences", widget=CheckboxSelectMultiple)], heading=_("Who it is for")),
        FieldPanel("what_you_learn"),
        InlinePanel("modules", heading=_("Modules"), label=_("Module")),
        InlinePanel(
            "edition_choices",
            heading=_("Editions"),
            label=_("Edition"),
            help_text=_("Write each edition as an event, then choose it here."),
        ),
        MultiFieldPanel([FieldPanel("how_to_enrol"), FieldPanel("contact_email")], heading=_("How to enrol")),
        FieldPanel("body"),
        MultiFieldPanel(BasePage.classification_panels, heading=_("Classification")),
    ]

    search_fields = [*BasePage.search_fields, index.SearchField("what_you_learn"), index.SearchField("body")]

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("audiences", overridable=False),
    ]

    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLInt("hours", description="Hours of the whole course; null if that is not known."),
        GraphQLString("price", required=True, description="What it costs, in words; may be empty."),
        GraphQLCollection(
            GraphQLForeignKey,
            "audiences",
            "content.Audience",
            required=True,
            item_required=True,
            description="Who the course is for.",
        ),
        GraphQLRichText("what_you_learn", required=True, description="What somebody can do after it; may be empty."),
        GraphQLRichText("how_to_enrol", required=True, description="How to enrol; may be empty."),
        GraphQLString("contact_email", required=True, description="E-mail address for questions; may be empty."),
        GraphQLSnippet("provider", "content.Organisation", description="Organisation that gives it."),
        GraphQLCollection(
            GraphQLForeignKey,
            "modules",
            "content.CourseModule",
            required=True,
            item_required=True,
            description="Its parts, in the order in which they are taught.",
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "editions",
            "content.EventPage",
            required=True,
            item_required=True,
            description="Events at which it is given, in the editor's order.",
        ),
        GraphQLStreamfield("body", required=True, description="Everything else about the course."),
    ]

    published_terms = {**BasePage.published_terms, "audience": "audiences", "organisation": "provider"}

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def editions(self) -> list[EventPage]:
        """The events at which it is given, in the editor's order."""
        return [choice.event for choice in self.edition_choices.all()]


class CourseModule(TranslatableMixin, Orderable):
    """A part of a course."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="modules")
    title = models.CharField(_("title"), max_length=255)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)

    panels = [FieldRowPanel([FieldPanel("title"), FieldPanel("hours")]), FieldPanel("description")]

    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("hours"),
        TranslatableField("description"),
    ]

    graphql_fields = [
        GraphQLString("title", required=True, description="What it is about."),
        GraphQLInt("hours", description="Its hours; null if that is not known."),
        GraphQLString("description", required=True, description="More about it; plain text, may be empty."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def __str__(self) -> str:
        return self.title


class CourseEdition(TranslatableMixin, Orderable):
    """One time that a course is given: an event."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="edition_choices")
    event = models.ForeignKey(EventPage, verbose_name=_("event"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("event")]

    translatable_fields = [SynchronizedField("event", overridable=False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("edition of a course")
        verbose_name_plural = _("editions of courses")

    def __str__(self) -> str:
        return str(self.event)
