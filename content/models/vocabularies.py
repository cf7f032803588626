"""The vocabularies that pages are described with: topics, audiences and event series, one row per language.

Pages refer to them; editors keep them under “Vocabularies” (``content.vocabulary_views``).
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLString
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField


class Vocabulary(index.Indexed, DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A term with a name, a slug unique in its language, and a sentence that says what it covers."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        blank=True,
        allow_unicode=False,
        help_text=_("The term in addresses. Leave empty: it is made from the name."),
    )
    description = models.TextField(_("description"), blank=True, help_text=_("One sentence: what the term covers."))

    panels: ClassVar[list[Any]] = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description")]

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]

    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("name"),
        TranslatableField("slug"),
        TranslatableField("description"),
    ]

    graphql_fields: ClassVar[list[Any]] = [
        GraphQLString("name", required=True, description="Name of the term, in the language of its row."),
        GraphQLString("slug", required=True, description="Name in addresses and filters; unique in its language."),
        GraphQLString("description", required=True, description="What the term covers; plain text, may be empty."),
    ]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or slugify(self.name)[:120]
        super().save(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or slugify(self.name)[:120]
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        others = type(self)._default_manager.filter(slug=self.slug, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.locale_id and self.slug and others.exists():
            raise ValidationError({"slug": _("Another term has this slug in this language.")})


class Area(models.TextChoices):
    """The centre's three areas of work."""

    INNOVATION = "inovacao", _("Innovation in public services")
    SIMPLIFICATION = "simplificacao", _("Administrative simplification")
    PARTICIPATION = "participacao", _("Citizen participation")


class Topic(Vocabulary):
    """What content is about."""

    area = models.CharField(
        _("area of work"),
        max_length=20,
        choices=Area,
        blank=True,
        help_text=_("The area whose colour and shape the topic carries; empty if it belongs to none."),
    )

    panels = [*Vocabulary.panels, FieldPanel("area")]

    translatable_fields = [*Vocabulary.translatable_fields, SynchronizedField("area")]

    graphql_fields = [
        *Vocabulary.graphql_fields,
        GraphQLString("area", description="Area of work whose colour the topic carries; null if it belongs to none."),
    ]

    class Meta(Vocabulary.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Audience(Vocabulary):
    """Whom content is for."""

    class Meta(Vocabulary.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class EventSeries(Vocabulary):
    """What repeats: events of one series are shown together."""

    class Meta(Vocabulary.Meta):
        verbose_name = _("event series")
        verbose_name_plural = _("event series")
