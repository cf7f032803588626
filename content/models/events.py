"""Events of the network: the list and its events, with their place, agenda and speakers."""

from decimal import Decimal
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from grapple.models import (
    GraphQLCollection,
    GraphQLForeignKey,
    GraphQLInt,
    GraphQLSnippet,
    GraphQLStreamfield,
    GraphQLString,
)
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content.blocks.fields import BodyField
from content.models.base import BasePage


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is no known time zone; write it as in “Europe/Lisbon”."),
            code="unknown_time_zone",
            params={"name": name},
        )


class EventFormat(models.TextChoices):
    ON_SITE = "on-site", _("On site")
    ONLINE = "online", _("Online")
    BOTH = "both", _("On site and online")


class EventStatus(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")
    MOVED_ONLINE = "moved-online", _("Moved online")


class EventIndexPage(BasePage):
    """The list of events; one below each home page."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["content.EventPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")


class EventPage(BasePage):
    """Something that takes place at a time."""

    parent_page_types = ["content.EventIndexPage"]
    subpage_types: list[str] = []

    starts_at = models.DateTimeField(
        _("start"), help_text=_("Shown here in the time zone of your account, to readers in that of the event.")
    )
    ends_at = models.DateTimeField(_("end"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="Europe/Lisbon",
        validators=[validate_time_zone],
        help_text=_("Where it takes place, for example “Europe/Lisbon” or “Atlantic/Azores”."),
    )
    status = models.CharField(_("status"), max_length=20, choices=EventStatus, default=EventStatus.SCHEDULED)
    format = models.CharField(_("format"), max_length=20, choices=EventFormat, default=EventFormat.ON_SITE)
    place_name = models.CharField(_("name of the place"), max_length=255, blank=True)
    place_address = models.TextField(_("address of the place"), blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(Decimal(-90), _("A latitude lies between -90 and 90 degrees.")),
            MaxValueValidator(Decimal(90), _("A latitude lies between -90 and 90 degrees.")),
        ],
        help_text=_("In degrees, north positive: Lisbon is near 38.72."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(Decimal(-180), _("A longitude lies between -180 and 180 degrees.")),
            MaxValueValidator(Decimal(180), _("A longitude lies between -180 and 180 degrees.")),
        ],
        help_text=_("In degrees, east positive: Lisbon is near -9.14."),
    )
    # Never declared in graphql_fields: whoever holds the link is in the room.
    online_link = models.URLField(
        _("online link"), blank=True, help_text=_("Never public: it is for those who are registered.")
    )
    capacity = models.PositiveIntegerField(
        _("capacity"), null=True, blank=True, help_text=_("Number of people; empty if there is no limit.")
    )
    organisers = ParentalManyToManyField(
        "content.Organisation", verbose_name=_("organisers"), blank=True, related_name="+"
    )
    audiences = ParentalManyToManyField(
        "content.Audience", verbose_name=_("who it is for"), blank=True, related_name="+"
    )
    series = models.ForeignKey(
        "content.EventSeries",
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("time_zone"), FieldPanel("status")]),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("format"), FieldPanel("capacity")]),
                FieldPanel("place_name"),
                FieldPanel("place_address"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("online_link"),
            ],
            heading=_("Where"),
        ),
        FieldPanel("body"),
        InlinePanel("agenda_items", heading=_("Agenda"), label=_("Agenda item")),
        InlinePanel("speakers", heading=_("Speakers"), label=_("Speaker")),
        MultiFieldPanel(
            [
                FieldPanel("organisers", widget=CheckboxSelectMultiple),
                FieldPanel("audiences", widget=CheckboxSelectMultiple),
                FieldPanel("series"),
            ],
            heading=_("Who"),
        ),
        MultiFieldPanel(BasePage.classification_panels, heading=_("Classification")),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("place_name"),
        index.SearchField("body"),
        index.FilterField("starts_at"),
        index.FilterField("ends_at"),
        index.FilterField("status"),
    ]

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("audiences", overridable=False),
        SynchronizedField("organisers", overridable=False),
        SynchronizedField("time_zone"),
    ]

    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLString("starts_at", required=True, description="When it starts."),
        GraphQLString("ends_at", description="When it ends; null if that is not known."),
        GraphQLString("time_zone", required=True, description="Time zone of the place, as in “Europe/Lisbon”."),
        GraphQLString("status", required=True, description="Whether it takes place as planned."),
        GraphQLString("format", required=True, description="Whether people meet on site, online, or both."),
        GraphQLString("place_name", required=True, description="Name of the place; may be empty."),
        GraphQLString("place_address", required=True, description="Postal address, with line breaks; may be empty."),
        GraphQLString("latitude", description="Latitude of the place in degrees (WGS 84), -90 to 90."),
        GraphQLString("longitude", description="Longitude of the place in degrees (WGS 84), -180 to 180."),
        GraphQLInt("capacity", description="Number of people who fit; null if there is no limit."),
        GraphQLCollection(
            GraphQLForeignKey,
            "agenda_items",
            "content.EventAgendaItem",
            required=True,
            item_required=True,
            description="What happens when, in the editor's order.",
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "speakers",
            "content.EventSpeaker",
            required=True,
            item_required=True,
            description="Who speaks, in the editor's order.",
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "organisers",
            "content.Organisation",
            required=True,
            item_required=True,
            description="Who organises it.",
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "audiences",
            "content.Audience",
            required=True,
            item_required=True,
            description="Who it is for.",
        ),
        GraphQLSnippet("series", "content.EventSeries", description="Series that it belongs to."),
        GraphQLStreamfield("body", required=True, description="The description of the event."),
    ]

    published_terms = {
        **BasePage.published_terms,
        "audience": "audiences",
        "organisation": "organisers",
        "series": "series",
        "format": "format",
        "status": "status",
    }
    published_sort = "starts_at"
    published_starts = "starts_at"
    published_ends = "ends_at"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, ValidationError] = {}
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            errors["ends_at"] = ValidationError(_("The end is before the start."), code="end_before_start")
        if self.latitude is not None and self.longitude is None:
            errors["longitude"] = ValidationError(_("Give the longitude too."), code="half_a_point")
        if self.longitude is not None and self.latitude is None:
            errors["latitude"] = ValidationError(_("Give the latitude too."), code="half_a_point")
        if errors:
            raise ValidationError(errors)


class EventAgendaItem(TranslatableMixin, Orderable):
    """One thing that happens at an event, at a time of its day in the time zone of the event."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="agenda_items")
    starts_at = models.TimeField(_("start"), null=True, blank=True, help_text=_("In the time zone of the event."))
    ends_at = models.TimeField(_("end"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=255)
    description = models.TextField(_("description"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("title"),
        FieldPanel("description"),
    ]

    graphql_fields = [
        GraphQLString("starts_at", source="start_time", description="Local time, as in “09:30”; null if not known."),
        GraphQLString("ends_at", source="end_time", description="Local time, as in “11:00”; null if not known."),
        GraphQLString("title", required=True, description="What happens."),
        GraphQLString("description", required=True, description="More about it; plain text, may be empty."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")

    def __str__(self) -> str:
        return self.title

    @property
    def start_time(self) -> str | None:
        return f"{self.starts_at:%H:%M}" if self.starts_at else None

    @property
    def end_time(self) -> str | None:
        return f"{self.ends_at:%H:%M}" if self.ends_at else None


class EventSpeaker(TranslatableMixin, Orderable):
    """Somebody who speaks at an event."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey("content.Person", verbose_name=_("person"), on_delete=models.CASCADE, related_name="+")
    part = models.CharField(
        _("part in the event"),
        max_length=255,
        blank=True,
        help_text=_("For example “Moderator” or the title of a talk."),
    )

    panels = [FieldPanel("person"), FieldPanel("part")]

    translatable_fields = [SynchronizedField("person"), TranslatableField("part")]

    graphql_fields = [
        GraphQLSnippet("person", "content.Person", description="Who speaks; null if that is not public."),
        GraphQLString("part", required=True, description="The part in the event; may be empty."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return str(self.person)
