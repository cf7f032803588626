"""Blocks that lead elsewhere: call to action, downloads, related pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLCollection, GraphQLDocument, GraphQLPage, GraphQLString
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


@register_streamfield_block
class CallToActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, default="", max_length=255, label=_("Title"))
    text = blocks.TextBlock(
        required=False, default="", max_length=500, rows=2, label=_("Text"), help_text=_("One sentence or two.")
    )
    action = blocks.CharBlock(
        max_length=80, label=_("Words on the button"), help_text=_("Begin with a verb: “Ask for mentoring”.")
    )
    page = blocks.PageChooserBlock(required=False, label=_("Page of this site"))
    url = blocks.URLBlock(
        required=False, default="", label=_("Address elsewhere"), help_text=_("Only if it is no page of this site.")
    )

    graphql_fields = [
        GraphQLString("title", description="What it is about."),
        GraphQLString("text", required=True, description="Why to do it; may be empty."),
        GraphQLString("action", required=True, description="The words on the button."),
        GraphQLPage("page", description="The page it leads to; null if it leads elsewhere or the page is not public."),
        GraphQLString("url", description="The address it leads to, if that is no page of this site."),
    ]

    class Meta:
        icon = "arrow-right-full"
        group = _("Links")
        label = _("Call to action")
        label_format = "{action}"
        description = _("One button that leads to the next thing to do.")
        graphql_description = "A button that leads to the next thing to do: `page`, else `url`."
        preview_value = {
            "title": "Tem um desafio?",
            "text": "",
            "action": "Fale connosco",
            "url": "https://example.org/",
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("page") and cleaned.get("url"):
            message = _("Choose a page or give an address, not both.")
            raise blocks.StructBlockValidationError({"url": ValidationError(message, code="two_targets")})
        if not cleaned.get("page") and not cleaned.get("url") and not self.is_deferred_validation:
            message = _("Choose a page or give an address.")
            raise blocks.StructBlockValidationError({"page": ValidationError(message, code="no_target")})
        return cleaned


@register_streamfield_block
class DownloadsBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, default="", max_length=255, label=_("Title"))
    documents = blocks.ListBlock(DocumentChooserBlock(label=_("Document")), min_num=1, max_num=50, label=_("Documents"))

    graphql_fields = [
        GraphQLString("title", description="What the documents have in common."),
        GraphQLCollection(
            GraphQLDocument,
            "documents",
            required=True,
            item_required=True,
            description="The documents, at most 50, in the editor's order; those not public are left out.",
        ),
    ]

    class Meta:
        icon = "download"
        group = _("Links")
        label = _("Downloads")
        label_format = "{title}"
        description = _("Documents to take away, with their format and size.")
        graphql_description = "Documents to download."


@register_streamfield_block
class RelatedPagesBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        required=False, default="", max_length=255, label=_("Title"), help_text=_("For example “See also”.")
    )
    pages = blocks.ListBlock(blocks.PageChooserBlock(label=_("Page")), min_num=1, max_num=12, label=_("Pages"))

    graphql_fields = [
        GraphQLString("title", description="What the pages have in common."),
        GraphQLCollection(
            GraphQLPage,
            "pages",
            required=True,
            item_required=True,
            description="The pages, at most 12, in the editor's order; those not public are left out.",
        ),
    ]

    class Meta:
        icon = "doc-full"
        group = _("Links")
        label = _("Related pages")
        label_format = "{title}"
        description = _("Other pages of this site worth reading next.")
        graphql_description = "Pages of this site worth reading next."
