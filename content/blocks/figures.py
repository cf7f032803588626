"""Figures with their source: the few numbers a page wants its readers to remember."""

from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLString
from wagtail import blocks


@register_streamfield_block
class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(
        max_length=30, label=_("Value"), help_text=_("As to be printed, for example “7 000” or “about 40”.")
    )
    unit = blocks.CharBlock(
        required=False, default="", max_length=30, label=_("Unit"), help_text=_("For example “%” or “hours”.")
    )
    caption = blocks.CharBlock(max_length=255, label=_("What it counts"))
    source = blocks.CharBlock(max_length=255, label=_("Source"), help_text=_("Who says so, and where."))
    source_url = blocks.URLBlock(required=False, default="", label=_("Address of the source"))
    date = blocks.DateBlock(required=False, label=_("As of"), help_text=_("The day for which the figure holds."))

    graphql_fields = [
        GraphQLString("value", required=True, description="The figure as printed, in the language of the page."),
        GraphQLString("unit", description="Unit of the value, if it has one."),
        GraphQLString("caption", required=True, description="What the figure counts."),
        GraphQLString("source", required=True, description="Who says so, and where."),
        GraphQLString("source_url", description="Address of the source."),
        GraphQLString("date", description="The day for which the figure holds, ISO 8601."),
    ]

    class Meta:
        icon = "clipboard-list"
        label = _("Figure")
        label_format = "{value} {unit} {caption}"
        graphql_description = "One figure with its source."


@register_streamfield_block
class FiguresBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, default="", max_length=255, label=_("Title"))
    figures = blocks.ListBlock(FigureBlock(), min_num=1, max_num=12, label=_("Figures"))

    graphql_fields = [
        GraphQLString("title", description="What the figures have in common."),
        GraphQLCollection(
            GraphQLForeignKey,
            "figures",
            FigureBlock,
            required=True,
            item_required=True,
            description="The figures, 1 to 12, in the editor's order.",
        ),
    ]

    class Meta:
        icon = "clipboard-list"
        group = _("Facts")
        label = _("Figures")
        label_format = "{title}"
        description = _("A few numbers to remember, each with its source.")
        graphql_description = "A few numbers to remember, each with its source."
        preview_value = {
            "title": "O centro em números",
            "figures": [{"value": "14", "unit": "", "caption": "projetos", "source": "Exemplo"}],
        }
