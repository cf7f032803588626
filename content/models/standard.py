"""Pages without a form of their own: about us, legal notices, and sections that group them."""

from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLStreamfield
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from content.blocks.fields import BodyField
from content.models.base import BasePage


class SectionPage(BasePage):
    """Groups pages below one heading; its children are its content."""

    parent_page_types = ["home.HomePage", "content.SectionPage"]
    subpage_types = ["content.SectionPage", "content.StandardPage"]

    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel(BasePage.classification_panels, heading=_("Classification")),
    ]

    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLStreamfield("body", required=True, description="What stands above the list of its pages."),
    ]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")


class StandardPage(BasePage):
    """A page of text."""

    parent_page_types = ["home.HomePage", "content.SectionPage", "content.StandardPage"]
    subpage_types = ["content.StandardPage"]

    body = BodyField(verbose_name=_("body"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel(BasePage.classification_panels, heading=_("Classification")),
    ]

    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLStreamfield("body", required=True, description="The content."),
    ]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
