"""The blocks of navigation and footer: options that lead to a page of this site or elsewhere."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLPage, GraphQLString
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError

MAXIMUM_OPTIONS = 9  # on any level: more than a reader takes in at a glance, says the national seal's checklist

_FIELDS = [
    GraphQLPage("page", description="The page it leads to, in one of its languages: ask for its translations."),
    GraphQLString("url", description="The address it leads to, if that is no page of this site."),
    GraphQLString("label_pt", description="Words in Portuguese; empty: use the title of the page."),
    GraphQLString("label_en", description="Words in English; empty: use the title of the page."),
]


def too_many_options(number: int) -> ValidationError:
    return ValidationError(
        _("At most %(maximum)d options stand on one level of the navigation; here are %(number)d. Group some of them."),
        code="too_many_options",
        params={"maximum": MAXIMUM_OPTIONS, "number": number},
    )


class LinkBlock(blocks.StructBlock):
    """One option: a page, whose translation is found when it is read, or an address with words in both languages."""

    page = blocks.PageChooserBlock(
        required=False,
        label=_("Page of this site"),
        help_text=_("In any language: readers are led to the translation in theirs."),
    )
    url = blocks.URLBlock(
        required=False, label=_("Address elsewhere"), help_text=_("Only if it is no page of this site.")
    )
    label_pt = blocks.CharBlock(
        required=False, max_length=60, label=_("Words in Portuguese"), help_text=_("Empty: the title of the page.")
    )
    label_en = blocks.CharBlock(
        required=False, max_length=60, label=_("Words in English"), help_text=_("Empty: the title of the page.")
    )

    class Meta:
        icon = "link"
        label_format = "{label_pt} {page}"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors: dict[str, ValidationError] = {}
        if cleaned.get("page") and cleaned.get("url"):
            errors["url"] = ValidationError(_("Choose a page or give an address, not both."), code="two_targets")
        elif not cleaned.get("page") and not cleaned.get("url"):
            errors["page"] = ValidationError(_("Choose a page or give an address."), code="no_target")
        elif cleaned.get("url"):
            for name in ("label_pt", "label_en"):
                if not cleaned.get(name):
                    message = _("An address elsewhere needs words in both languages.")
                    errors[name] = ValidationError(message, code="no_words")
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


@register_streamfield_block
class NavigationLinkBlock(LinkBlock):
    graphql_fields = [*_FIELDS]

    class Meta:
        label = _("Option")
        graphql_description = "An option of the footer, or of the second level of the navigation."


class OptionsBlock(blocks.ListBlock):
    """A level below an option; says in words that it is full."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if len(cleaned) > MAXIMUM_OPTIONS:
            raise ListBlockValidationError(non_block_errors=[too_many_options(len(cleaned))])
        return cleaned


@register_streamfield_block
class NavigationItemBlock(LinkBlock):
    children = OptionsBlock(NavigationLinkBlock(), default=[], collapsed=True, label=_("Options below it"))

    graphql_fields = [
        *_FIELDS,
        GraphQLCollection(
            GraphQLForeignKey,
            "children",
            NavigationLinkBlock,
            required=True,
            item_required=True,
            description="The options below it, at most 9.",
        ),
    ]

    class Meta:
        label = _("Option")
        graphql_description = "An option of the first level of the navigation."


class NavigationBlock(blocks.StreamBlock):
    """The first level of the navigation."""

    option = NavigationItemBlock()

    class Meta:
        required = False
        collapsed = True

    def clean(self, value: Any) -> blocks.StreamValue:
        return _at_most(super().clean(value))


class FooterBlock(blocks.StreamBlock):
    """The links of the footer."""

    option = NavigationLinkBlock()

    class Meta:
        required = False
        collapsed = True

    def clean(self, value: Any) -> blocks.StreamValue:
        return _at_most(super().clean(value))


def _at_most(cleaned: blocks.StreamValue) -> blocks.StreamValue:
    if len(cleaned) > MAXIMUM_OPTIONS:
        raise blocks.StreamBlockValidationError(non_block_errors=[too_many_options(len(cleaned))])
    return cleaned
