"""Promoted results: for chosen questions, editors choose pages that stand before what the search finds.

A promotion is an entry of the published store like a topic: what is promoted is told from there, so that a page which
is not public shows nowhere. The schema has no type for it (``api.schema``); ``search.reading`` reads it.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLPage, GraphQLString
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Locale, Orderable

from search.lexemes import lexemes
from search.promotion_form import MOST_PAGES, PromotionForm


def default_locale() -> int | None:
    """Return the primary key of the first language of content."""
    code = settings.WAGTAIL_CONTENT_LANGUAGES[0][0]
    return Locale.objects.filter(language_code=code).values_list("pk", flat=True).first()


class Promotion(ClusterableModel):
    """Pages that stand first for some questions, in one language."""

    questions = models.TextField(
        _("searches"),
        help_text=_(
            "What people type, one search per line. Accents, capitals, endings, small words such as “de” and the"
            " order of the words make no difference: “vale da inovação” is also “Inovacao vale”."
        ),
    )
    locale = models.ForeignKey(
        Locale,
        verbose_name=_("language"),
        on_delete=models.PROTECT,
        default=default_locale,
        related_name="+",
        help_text=_("Of the searches and of the pages."),
    )

    panels = [
        FieldPanel("questions"),
        FieldPanel("locale"),
        InlinePanel(
            "results",
            heading=_("Pages that stand first"),
            label=_("Page"),
            min_num=1,
            max_num=MOST_PAGES,
            help_text=_("In this order. A page that is not public does not show, until it is."),
        ),
    ]

    graphql_fields = [
        GraphQLCollection(GraphQLString, "matches", required=True, description="The lexemes of each question."),
        GraphQLCollection(
            GraphQLForeignKey,
            "results",
            "search.PromotedPage",
            required=True,
            item_required=True,
            description="The pages in the editors' order.",
        ),
    ]

    base_form_class = PromotionForm

    class Meta:
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")
        ordering = ["questions"]

    def __str__(self) -> str:
        return ", ".join(self.lines())

    def lines(self) -> list[str]:
        """Return the questions, without empty lines."""
        return [line.strip() for line in self.questions.splitlines() if line.strip()]

    def matches(self) -> list[str]:
        """Return what a question of visitors is compared with: the lexemes of each of its own."""
        found = lexemes(self.lines(), self.locale.language_code)
        return list(dict.fromkeys(one for one in found if one))


class PromotedPage(Orderable):
    """A page that stands first for the questions of a promotion."""

    promotion = ParentalKey(Promotion, on_delete=models.CASCADE, related_name="results")
    page = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    description = models.CharField(
        _("description"),
        max_length=250,
        blank=True,
        help_text=_("Shown below its title. Empty: the summary of the page."),
    )

    panels: list[Any] = [PageChooserPanel("page"), FieldPanel("description")]

    graphql_fields = [
        GraphQLPage("page", description="The page."),
        GraphQLString("description", required=True, description="What editors say of it; may be empty."),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("page that stands first")
        verbose_name_plural = _("pages that stand first")

    def __str__(self) -> str:
        return str(self.page)
