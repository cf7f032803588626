"""Blocks of words: heading, rich text, quote and code."""

from typing import Any

from django.core.validators import validate_slug
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLInt, GraphQLRichText, GraphQLString
from wagtail import blocks

from content.rich_text import FEATURES


class HeadingLevelBlock(blocks.ChoiceBlock):
    """A choice whose value is the number itself."""

    choices = [(2, _("2: section")), (3, _("3: part of a section")), (4, _("4: detail"))]

    def to_python(self, value: Any) -> int | None:
        return self.value_from_form(value)

    def value_from_form(self, value: Any) -> int | None:
        return int(value) if value else None


class UntranslatedCharBlock(blocks.CharBlock):
    """Text that is the same in every language: translators are not asked for it."""

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []


class UntranslatedTextBlock(blocks.TextBlock):
    """Lines that are the same in every language: translators are not asked for them."""

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []


class HeadingValue(blocks.StructValue):
    @property
    def public_anchor(self) -> str:
        """Return the anchor of the heading, made of its text where the editor (or an import) gave none."""
        return self.get("anchor") or slugify(self.get("text") or "")


@register_streamfield_block
class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=255, label=_("Heading"))
    level = HeadingLevelBlock(default=2, label=_("Level"), help_text=_("The title of the page is level 1."))
    anchor = UntranslatedCharBlock(
        required=False,
        default="",
        max_length=100,
        validators=[validate_slug],
        label=_("Anchor"),
        help_text=_("The end of the address that leads here, after #. Leave empty: it is made from the heading."),
    )

    graphql_fields = [
        GraphQLString("text", required=True, description="Words of the heading."),
        GraphQLInt("level", required=True, description="2 to 4; the title of the page is level 1."),
        GraphQLString(
            "anchor",
            source="public_anchor",
            required=True,
            description="Fragment that leads to the heading, unique in its body, without #.",
        ),
    ]

    class Meta:
        value_class = HeadingValue
        icon = "title"
        group = _("Words")
        label = _("Heading")
        label_format = "{text}"
        description = _("Opens a section; also listed in the index of a long page.")
        graphql_description = "A heading inside a body."
        preview_value = {"text": "Como pedir", "level": 2, "anchor": "como-pedir"}


# Grapple has types named TextBlock and RichTextBlock of its own, hence the name.
@register_streamfield_block
class ParagraphsBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=FEATURES, label=_("Text"))

    # Not "text": within the union of blocks, a field of one name has one type, so that clients need no aliases.
    graphql_fields = [
        GraphQLRichText("rich_text", source="text", required=True, description="Paragraphs, lists, links and headings.")
    ]

    class Meta:
        icon = "pilcrow"
        group = _("Words")
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        graphql_description = "Rich text."
        preview_value = {"text": "<p>O LabX experimenta soluções <b>com as pessoas</b> que as usam.</p>"}


@register_streamfield_block
class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(max_length=1000, rows=3, label=_("Quotation"), help_text=_("Without quotation marks."))
    who = blocks.CharBlock(required=False, default="", max_length=255, label=_("Who said it"))
    source = blocks.CharBlock(
        required=False, default="", max_length=255, label=_("Source"), help_text=_("Where it was said.")
    )
    source_url = blocks.URLBlock(required=False, default="", label=_("Address of the source"))

    graphql_fields = [
        GraphQLString("text", required=True, description="The words quoted, without quotation marks."),
        GraphQLString("who", description="Who said or wrote them."),
        GraphQLString("source", description="Where they were said or written."),
        GraphQLString("source_url", description="Address of the source."),
    ]

    class Meta:
        icon = "openquote"
        group = _("Words")
        label = _("Quotation")
        label_format = "{text}"
        description = _("Somebody's own words, with their name and where they said it.")
        graphql_description = "A quotation."
        preview_value = {"text": "Exemplo de citação.", "who": "Exemplo", "source": "", "source_url": ""}


@register_streamfield_block
class CodeBlock(blocks.StructBlock):
    language = blocks.ChoiceBlock(
        choices=[
            ("text", _("Plain text")),
            ("bash", "Bash"),
            ("css", "CSS"),
            ("graphql", "GraphQL"),
            ("html", "HTML"),
            ("javascript", "JavaScript"),
            ("json", "JSON"),
            ("python", "Python"),
            ("sql", "SQL"),
            ("xml", "XML"),
            ("yaml", "YAML"),
        ],
        default="text",
        label=_("Language"),
    )
    code = UntranslatedTextBlock(max_length=20_000, rows=8, label=_("Code"))

    graphql_fields = [
        GraphQLString("language", required=True, description="Programming language of the code."),
        GraphQLString("code", required=True, description="The code, with its line breaks."),
    ]

    class Meta:
        icon = "code"
        group = _("Words")
        label = _("Code")
        description = _("Lines of code or commands, shown as they are.")
        graphql_description = "Code or commands, to be shown as they are."
        preview_value = {"language": "graphql", "code": "{ site { siteName } }"}
