"""Services: the list and what somebody who wants one needs to know."""

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from grapple.models import (
    GraphQLCollection,
    GraphQLForeignKey,
    GraphQLRichText,
    GraphQLSnippet,
    GraphQLStreamfield,
    GraphQLString,
)
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from content.blocks.fields import BodyField
from content.models.base import BasePage
from content.rich_text import FEATURES_WITHOUT_HEADINGS


class ServiceIndexPage(BasePage):
    """The list of services; one below each home page."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["content.ServicePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of services")
        verbose_name_plural = _("lists of services")


class ServicePage(BasePage):
    """Something that the centre does for others."""

    parent_page_types = ["content.ServiceIndexPage"]
    subpage_types: list[str] = []

    audiences = ParentalManyToManyField(
        "content.Audience", verbose_name=_("who it is for"), blank=True, related_name="+"
    )
    audience_note = models.TextField(
        _("more about who it is for"), blank=True, help_text=_("Conditions or exceptions, in a sentence.")
    )
    what_you_get = RichTextField(_("what you get"), blank=True, features=FEATURES_WITHOUT_HEADINGS)
    how_to_ask = RichTextField(_("how to ask"), blank=True, features=FEATURES_WITHOUT_HEADINGS)
    requirements = RichTextField(
        _("requirements"),
        blank=True,
        features=FEATURES_WITHOUT_HEADINGS,
        help_text=_("What somebody must have or bring."),
    )
    legal_basis = RichTextField(
        _("legal basis"), blank=True, features=FEATURES_WITHOUT_HEADINGS, help_text=_("Laws, with a link to each.")
    )
    cost = models.CharField(_("cost"), max_length=255, blank=True, help_text=_("For example “Free of charge”."))
    duration = models.CharField(_("duration"), max_length=255, blank=True, help_text=_("For example “Three months”."))
    is_online = models.BooleanField(_("online"), default=False)
    is_by_phone = models.BooleanField(_("by phone"), default=False)
    is_in_person = models.BooleanField(_("in person"), default=False)
    start_link = models.URLField(
        _("start link"),
        blank=True,
        help_text=_("Where the service is asked for online; empty if that is not possible."),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(
        _("contact phone"), max_length=40, blank=True, help_text=_("With the country code: +351 …")
    )
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
            [FieldPanel("audiences", widget=CheckboxSelectMultiple), FieldPanel("audience_note")],
            heading=_("Who it is for"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("what_you_get"),
                FieldPanel("how_to_ask"),
                FieldPanel("requirements"),
                FieldPanel("legal_basis"),
            ],
            heading=_("The service"),
        ),
        MultiFieldPanel([FieldRowPanel([FieldPanel("cost"), FieldPanel("duration")])], heading=_("Cost and duration")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_online"), FieldPanel("is_by_phone"), FieldPanel("is_in_person")]),
                FieldPanel("start_link"),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
                FieldPanel("provider"),
            ],
            heading=_("Channels and contacts"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(BasePage.classification_panels, heading=_("Classification")),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("what_you_get"),
        index.SearchField("how_to_ask"),
        index.SearchField("body"),
    ]

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("audiences", overridable=False),
        SynchronizedField("contact_phone"),
    ]

    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLCollection(
            GraphQLForeignKey,
            "audiences",
            "content.Audience",
            required=True,
            item_required=True,
            description="Who the service is for.",
        ),
        GraphQLString(
            "audience_note", required=True, description="Conditions or exceptions; plain text, may be empty."
        ),
        GraphQLRichText("what_you_get", required=True, description="What somebody who asks for it gets."),
        GraphQLRichText("how_to_ask", required=True, description="How to ask for it."),
        GraphQLRichText("requirements", required=True, description="What somebody must have or bring."),
        GraphQLRichText("legal_basis", required=True, description="The laws it rests on."),
        GraphQLString("cost", required=True, description="What it costs, in words; may be empty."),
        GraphQLString("duration", required=True, description="How long it takes, in words; may be empty."),
        GraphQLCollection(
            GraphQLString,
            "channels",
            required=True,
            item_required=True,
            description="How it is provided: any of `ONLINE`, `PHONE`, `IN_PERSON`.",
        ),
        GraphQLString("start_link", required=True, description="Where to ask for it online; may be empty."),
        GraphQLString("contact_email", required=True, description="E-mail address for questions; may be empty."),
        GraphQLString(
            "contact_phone",
            required=True,
            description="Telephone number with country code for questions; may be empty.",
        ),
        GraphQLSnippet("provider", "content.Organisation", description="Organisation that provides it."),
        GraphQLStreamfield("body", required=True, description="Everything else about the service."),
    ]

    published_terms = {
        **BasePage.published_terms,
        "audience": "audiences",
        "organisation": "provider",
        "channel": "channels",
    }

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")

    @property
    def channels(self) -> list[str]:
        """Return how the service is provided: any of ONLINE, PHONE, IN_PERSON."""
        offered = {"ONLINE": self.is_online, "PHONE": self.is_by_phone, "IN_PERSON": self.is_in_person}
        return [channel for channel, is_offered in offered.items() if is_offered]
