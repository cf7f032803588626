"""The home page, one in each language; every other page stands below one."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLRichText, GraphQLStreamfield, GraphQLString
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from content.blocks.fields import BodyField
from content.models.base import BasePage
from content.rich_text import FEATURES_WITHOUT_HEADINGS


class HomePage(BasePage):
    """The first page of a site in one language."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "content.ServiceIndexPage",
        "content.ProjectIndexPage",
        "content.LabIndexPage",
        "content.CourseIndexPage",
        "content.NewsIndexPage",
        "content.GuideIndexPage",
        "content.EventIndexPage",
        "content.SectionPage",
        "content.StandardPage",
    ]

    hero_title = models.CharField(
        _("title of the opening"),
        max_length=255,
        blank=True,
        help_text=_("The first words that visitors read, in large letters."),
    )
    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=FEATURES_WITHOUT_HEADINGS,
        help_text=_("Two or three sentences below the title."),
    )
    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("intro")], heading=_("Opening")),
        FieldPanel(
            "body",
            help_text=_(
                "The sections of the page, in their order. Calls to action without title and text at the very top are"
                " the button and the link of the opening. News and coming events follow the figures by themselves;"
                " the newest guides too, unless you choose guides here."
            ),
        ),
        MultiFieldPanel(BasePage.classification_panels, heading=_("Classification")),
    ]

    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLString("hero_title", required=True, description="Words in large letters; empty: use the title."),
        GraphQLRichText("intro", required=True, description="Two or three sentences below the title."),
        GraphQLStreamfield("body", required=True, description="The sections of the home page."),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
