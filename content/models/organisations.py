"""Organisations, whose names change with time, and people. Pages refer to them; they have no language of their own."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLImage, GraphQLSnippet, GraphQLString
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin
from wagtail.search import index


class Organisation(index.Indexed, DraftStateMixin, RevisionMixin, ClusterableModel):
    """A public body, company or association, under the name of today; ``names`` has those it had before.

    ``name`` and ``acronym`` are written when it is saved.
    """

    name = models.CharField(_("name"), max_length=255, blank=True, editable=False)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True, editable=False)
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        blank=True,
        unique=True,
        help_text=_("The organisation in addresses; it stays when the name changes. Leave empty: it is made once."),
    )
    website = models.URLField(_("website"), blank=True)
    logo = models.ForeignKey(
        "content.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        InlinePanel(
            "names",
            heading=_("Names"),
            label=_("Name"),
            min_num=1,
            help_text=_("Add a new name when the organisation is renamed; the earlier names stay with their dates."),
        ),
        FieldPanel("website"),
        FieldPanel("logo"),
        FieldPanel("slug"),
    ]

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.AutocompleteField("acronym"),
        index.FilterField("live"),
    ]

    graphql_fields = [
        GraphQLString("name", required=True, description="Its name today."),
        GraphQLString("acronym", required=True, description="Its acronym today; may be empty."),
        GraphQLString(
            "slug", required=True, description="Name in addresses and filters; stays when the organisation is renamed."
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "names",
            "content.OrganisationName",
            required=True,
            item_required=True,
            description="Every name it had or has, with their dates, in the editor's order.",
        ),
        GraphQLString("website", required=True, description="Address of its website; may be empty."),
        GraphQLImage("logo", description="Its logo."),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def name_on(self, day: date) -> "OrganisationName | None":
        """Return the name valid on `day`: of several, the one that began last; before the first, the first."""
        names = sorted(self.names.all(), key=lambda one: one.valid_from or date.min)
        begun = [one for one in names if (one.valid_from or date.min) <= day]
        return begun[-1] if begun else next(iter(names), None)

    def write_current_name(self) -> None:
        """Set `name` and `acronym` to those of today; an organisation without names keeps what it has."""
        current = self.name_on(timezone.localdate())
        if current is not None:
            self.name, self.acronym = current.name, current.acronym

    def write_slug(self) -> None:
        """Set an empty `slug` to the one it was known by, else to one that is free: of the acronym or the name."""
        others = Organisation.objects.exclude(pk=self.pk)
        known = Organisation.objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
        made = slugify(self.acronym or self.name)[:110].strip("-") or "organisation"
        self.slug = self.slug or known or made
        number = 2
        while not known and others.filter(slug=self.slug).exists():
            self.slug = f"{made}-{number}"
            number += 1

    def clean(self) -> None:
        super().clean()
        self.write_current_name()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.write_current_name()
        if not self.slug:
            self.write_slug()
        super().save(*args, **kwargs)


class OrganisationName(Orderable):
    """A name that an organisation has or had, with its first and last day."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=255)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    valid_from = models.DateField(
        _("valid from"), null=True, blank=True, help_text=_("First day of the name; empty if not known.")
    )
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("Last day of the name; empty while it is in use.")
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("acronym")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]

    graphql_fields = [
        GraphQLString("name", required=True, description="The name."),
        GraphQLString("acronym", required=True, description="Its acronym; may be empty."),
        GraphQLString("valid_from", description="First day of the name; null if not known."),
        GraphQLString("valid_to", description="Last day of the name; null while it is in use."),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("name of an organisation")
        verbose_name_plural = _("names of organisations")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The last day is before the first.")})


class Person(index.Indexed, DraftStateMixin, RevisionMixin, ClusterableModel):
    """Somebody who writes or speaks.

    Publish only what the person agreed to.
    """

    name = models.CharField(_("name"), max_length=255)
    role = models.CharField(_("role in Portuguese"), max_length=255, blank=True)
    role_en = models.CharField(_("role in English"), max_length=255, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )

    panels = [
        FieldPanel("name", help_text=_("Publish a person only with their agreement.")),
        FieldRowPanel([FieldPanel("role"), FieldPanel("role_en")]),
        FieldPanel("organisation"),
        InlinePanel("links", heading=_("Links"), label=_("Link"), max_num=9),
    ]

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.FilterField("live"),
    ]

    graphql_fields = [
        GraphQLString("name", required=True, description="The person's name."),
        GraphQLString("role", required=True, description="Role, in Portuguese; may be empty."),
        GraphQLString("role_en", required=True, description="Role, in English; may be empty."),
        GraphQLSnippet("organisation", "content.Organisation", description="Organisation the person belongs to."),
        GraphQLCollection(
            GraphQLForeignKey,
            "links",
            "content.PersonLink",
            required=True,
            item_required=True,
            description="Pages elsewhere about the person, at most 9.",
        ),
    ]

    published_terms = {"organisation": "organisation"}

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonLink(Orderable):
    """A page elsewhere about a person."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("words of the link"), max_length=120)
    url = models.URLField(_("address"))

    panels = [FieldRowPanel([FieldPanel("label"), FieldPanel("url")])]

    graphql_fields = [
        GraphQLString("label", required=True, description="Words of the link."),
        GraphQLString("url", required=True, description="Address it leads to."),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label
