"""What projects are measured by: indicators with their dated values, and targets of the 2030 Agenda."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLBoolean, GraphQLCollection, GraphQLForeignKey, GraphQLInt, GraphQLString
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content.models.projects import YEARS
from content.models.vocabularies import Vocabulary


class SdgTarget(Vocabulary):
    """A target of the 2030 Agenda for Sustainable Development, in words of our own."""

    number = models.CharField(
        _("number"),
        max_length=5,
        validators=[
            RegexValidator(
                r"^([1-9]|1[0-7])\.([1-9]|1[0-9]|[a-d])\Z", _("Write the number of the target, as in “16.7” or “16.a”.")
            )
        ],
        help_text=_("As in “16.7” or “16.a”: the goal, a point, the target."),
    )
    goal = models.PositiveSmallIntegerField(_("goal"), editable=False)
    # In addresses and filters a target goes by its number, which stays the same in all languages.
    slug = models.CharField(_("slug"), max_length=120, blank=True, editable=False)

    panels = [
        FieldPanel("number"),
        FieldPanel("name", help_text=_("A few words of our own; the whole text stands with the United Nations.")),
        FieldPanel("description"),
    ]

    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("description"),
        SynchronizedField("number", overridable=False),
    ]

    graphql_fields = [
        *Vocabulary.graphql_fields,
        GraphQLString("number", required=True, description="Number of the target, as in “16.7”; also its slug."),
        GraphQLInt("goal", required=True, description="Number of the goal that it belongs to: 1 to 17."),
    ]

    published_title = "place"

    class Meta(Vocabulary.Meta):
        verbose_name = _("target of sustainable development")
        verbose_name_plural = _("targets of sustainable development")
        ordering = ["goal", "number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def place(self) -> str:
        """What lists stand in the order of: 2.1 before 10.2, 16.2 before 16.10, letters last."""
        goal, _point, target = self.number.partition(".")
        return f"{goal:0>2}.{target:0>2}" if target.isdigit() else f"{goal:0>2}.x{target}"

    def take_number(self) -> None:
        """Write what follows from the number."""
        self.slug = self.number
        goal = self.number.partition(".")[0]
        self.goal = int(goal) if goal.isdigit() else 0

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.take_number()
        super().save(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.take_number()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        try:
            super().clean()
        except ValidationError:  # of the slug, which is the number
            raise ValidationError({"number": _("This target exists already in this language.")}) from None


class Indicator(Vocabulary, ClusterableModel):  # type: ignore[django-manager-missing]  # the plugin misses it
    """Something that is counted or measured, with its values."""

    unit = models.CharField(
        _("unit"), max_length=80, blank=True, help_text=_("What is counted, as in “people” or “%”.")
    )
    method = models.TextField(_("method"), blank=True, help_text=_("How it is counted or measured."))
    source = models.CharField(_("source"), max_length=255, help_text=_("Who says so: a report, a register, a survey."))
    source_url = models.URLField(_("address of the source"), blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("unit"),
        InlinePanel("dated_values", heading=_("Values"), label=_("Value"), min_num=1),
        FieldPanel("source"),
        FieldPanel("source_url"),
        FieldPanel("method"),
        FieldPanel("description"),
        FieldPanel("slug"),
    ]

    translatable_fields = [
        *Vocabulary.translatable_fields,
        TranslatableField("unit"),
        TranslatableField("method"),
        TranslatableField("source"),
        SynchronizedField("source_url"),
        TranslatableField("dated_values"),
    ]

    graphql_fields = [
        *Vocabulary.graphql_fields,
        GraphQLString("unit", required=True, description="What is counted; may be empty."),
        GraphQLString("method", required=True, description="How it is measured; plain text, may be empty."),
        GraphQLString("source", required=True, description="Who says so."),
        GraphQLString("source_url", required=True, description="Address of the source; may be empty."),
        GraphQLCollection(
            GraphQLForeignKey,
            "values",
            "content.IndicatorValue",
            source="values_by_date",
            required=True,
            item_required=True,
            description="Its values, the oldest first.",
        ),
    ]

    class Meta(Vocabulary.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    @property
    def values_by_date(self) -> list["IndicatorValue"]:
        return sorted(self.dated_values.all(), key=lambda one: (one.year, one.date or date.min))


class IndicatorValue(TranslatableMixin, Orderable):
    """What an indicator was at a time."""

    indicator = ParentalKey(Indicator, on_delete=models.CASCADE, related_name="dated_values")
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    is_approximate = models.BooleanField(_("about so many"), default=False)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=YEARS, help_text=_("Of the value; if nobody says it, of the source.")
    )
    date = models.DateField(_("day"), null=True, blank=True, help_text=_("Only if the day is known."))
    note = models.CharField(_("note"), max_length=255, blank=True, help_text=_("What readers must know of this value."))

    panels = [
        FieldRowPanel([FieldPanel("value"), FieldPanel("is_approximate")]),
        FieldRowPanel([FieldPanel("year"), FieldPanel("date")]),
        FieldPanel("note"),
    ]

    translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("value", overridable=False),
        SynchronizedField("is_approximate", overridable=False),
        SynchronizedField("year", overridable=False),
        SynchronizedField("date", overridable=False),
        TranslatableField("note"),
    ]

    graphql_fields: ClassVar[list[Any]] = [
        GraphQLString("value", required=True, source="number", description="The number, without needless zeros."),
        GraphQLBoolean("is_approximate", required=True, description="Whether the source says “about so many”."),
        GraphQLInt("year", required=True, description="Year of the value, or of the source where `note` says so."),
        GraphQLString("date", description="Day of the value; null if only the year is known."),
        GraphQLString("note", required=True, description="What readers must know of it; plain text, may be empty."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")

    def __str__(self) -> str:
        return f"{self.year}: {self.number:f}"

    @property
    def number(self) -> Decimal:
        return Decimal(self.value).normalize()

    def clean(self) -> None:
        super().clean()
        if self.date and self.year and self.date.year != self.year:
            raise ValidationError({"date": _("This day is in another year.")})
