"""Blocks that are lists of titled texts: steps in an order, and an accordion of questions."""

from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLRichText, GraphQLString
from wagtail import blocks

from content.rich_text import FEATURES_WITHOUT_HEADINGS


@register_streamfield_block
class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=255, label=_("Title"), help_text=_("Begin with a verb: “Fill in the form”."))
    text = blocks.RichTextBlock(required=False, default="", features=FEATURES_WITHOUT_HEADINGS, label=_("Text"))

    graphql_fields = [
        GraphQLString("title", required=True, description="What to do."),
        GraphQLRichText("text", description="How to do it."),
    ]

    class Meta:
        icon = "order"
        label = _("Step")
        label_format = "{title}"
        graphql_description = "One step of several."


@register_streamfield_block
class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, default="", max_length=255, label=_("Title"))
    steps = blocks.ListBlock(StepBlock(), min_num=2, max_num=30, label=_("Steps"))

    graphql_fields = [
        GraphQLString("title", description="What the steps lead to."),
        GraphQLCollection(
            GraphQLForeignKey,
            "steps",
            StepBlock,
            required=True,
            item_required=True,
            description="The steps, 2 to 30, in their order.",
        ),
    ]

    class Meta:
        icon = "list-ol"
        group = _("Lists")
        label = _("Steps")
        label_format = "{title}"
        description = _("What to do, one after the other; numbered by itself.")
        graphql_description = "Steps to be taken one after the other."
        preview_value = {
            "title": "Como participar",
            "steps": [{"title": "Inscreva-se", "text": ""}, {"title": "Confirme a presença", "text": ""}],
        }


@register_streamfield_block
class AccordionPanelBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=255, label=_("Title"), help_text=_("What the reader sees before opening it."))
    text = blocks.RichTextBlock(features=FEATURES_WITHOUT_HEADINGS, label=_("Text"))

    graphql_fields = [
        GraphQLString("title", required=True, description="What is seen while the panel is closed."),
        GraphQLRichText("text", required=True, description="What is seen once it is open."),
    ]

    class Meta:
        icon = "collapse-down"
        label = _("Panel")
        label_format = "{title}"
        graphql_description = "One panel of an accordion."


@register_streamfield_block
class AccordionBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, default="", max_length=255, label=_("Title"))
    panels = blocks.ListBlock(AccordionPanelBlock(), min_num=1, max_num=50, label=_("Panels"))

    graphql_fields = [
        GraphQLString("title", description="What the panels have in common."),
        GraphQLCollection(
            GraphQLForeignKey,
            "panels",
            AccordionPanelBlock,
            required=True,
            item_required=True,
            description="The panels, 1 to 50, in the editor's order.",
        ),
    ]

    class Meta:
        icon = "collapse-down"
        group = _("Lists")
        label = _("Accordion")
        label_format = "{title}"
        description = _("Questions and answers, or details that few readers need.")
        graphql_description = "Texts that the reader opens one by one."
        preview_value = {
            "title": "Perguntas frequentes",
            "panels": [{"title": "Quanto custa?", "text": "<p>É gratuito.</p>"}],
        }
