"""What holds for a whole site: navigation, notice, footer, contacts, responsible body, social accounts."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLSnippet, GraphQLStreamfield, GraphQLString
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from content.blocks.fields import BodyField
from home.blocks import FooterBlock, NavigationBlock

SOCIAL_HOSTS = {
    "facebook": ("facebook.com",),
    "linkedin": ("linkedin.com",),
    "youtube": ("youtube.com", "youtu.be"),
    "x": ("x.com", "twitter.com"),
    "instagram": ("instagram.com",),
}


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """One row per site. A new language is a new column of each text, as with the alternative texts of images."""

    navigation = BodyField(
        NavigationBlock(),
        verbose_name=_("navigation"),
        blank=True,
        help_text=_("At most 9 options on each of its two levels."),
    )
    notice_pt = models.TextField(
        _("notice in Portuguese"),
        blank=True,
        max_length=400,
        help_text=_("Shown on top of every page; empty: no notice."),
    )
    notice_en = models.TextField(_("notice in English"), blank=True, max_length=400)
    footer_text_pt = models.TextField(_("text of the footer in Portuguese"), blank=True, max_length=1000)
    footer_text_en = models.TextField(_("text of the footer in English"), blank=True, max_length=1000)
    footer_links = BodyField(
        FooterBlock(), verbose_name=_("links of the footer"), blank=True, help_text=_("At most 9 options.")
    )
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_address = models.TextField(_("postal address"), blank=True, max_length=400)
    responsible_body = models.ForeignKey(
        "content.Organisation",
        verbose_name=_("responsible body"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The public body that answers for the site; named in the footer of every page."),
    )
    facebook = models.URLField("Facebook", blank=True)
    linkedin = models.URLField("LinkedIn", blank=True)
    youtube = models.URLField("YouTube", blank=True)
    x = models.URLField("X", blank=True)
    instagram = models.URLField("Instagram", blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList([FieldPanel("navigation")], heading=_("Navigation")),
            ObjectList([FieldPanel("notice_pt"), FieldPanel("notice_en")], heading=_("Notice")),
            ObjectList(
                [
                    FieldPanel("responsible_body"),
                    MultiFieldPanel([FieldPanel("footer_text_pt"), FieldPanel("footer_text_en")], heading=_("Text")),
                    FieldPanel("footer_links"),
                ],
                heading=_("Footer"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
                            FieldPanel("contact_address"),
                        ],
                        heading=_("Contacts"),
                    ),
                    MultiFieldPanel([FieldPanel(name) for name in SOCIAL_HOSTS], heading=_("Social accounts")),
                ],
                heading=_("Contacts and social accounts"),
            ),
        ]
    )

    graphql_fields = [
        GraphQLStreamfield(
            "navigation", required=True, description="First level of the navigation, at most 9 options."
        ),
        GraphQLString("notice_pt", required=True, description="Notice for every page, in Portuguese; empty: none."),
        GraphQLString("notice_en", required=True, description="Notice for every page, in English; empty: none."),
        GraphQLString("footer_text_pt", required=True, description="Text of the footer, in Portuguese; may be empty."),
        GraphQLString("footer_text_en", required=True, description="Text of the footer, in English; may be empty."),
        GraphQLStreamfield("footer_links", required=True, description="Links of the footer, at most 9."),
        GraphQLString("contact_email", required=True, description="E-mail address; may be empty."),
        GraphQLString("contact_phone", required=True, description="Telephone number; may be empty."),
        GraphQLString("contact_address", required=True, description="Postal address, with line breaks; may be empty."),
        GraphQLSnippet(
            "responsible_body", "content.Organisation", description="Public body that answers for the site."
        ),
        GraphQLString("facebook", required=True, description="Address of the account on Facebook; may be empty."),
        GraphQLString("linkedin", required=True, description="Address of the account on LinkedIn; may be empty."),
        GraphQLString("youtube", required=True, description="Address of the account on YouTube; may be empty."),
        GraphQLString("x", required=True, description="Address of the account on X; may be empty."),
        GraphQLString("instagram", required=True, description="Address of the account on Instagram; may be empty."),
    ]

    class Meta(BaseSiteSetting.Meta):
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, ValidationError] = {}
        for name, hosts in SOCIAL_HOSTS.items():
            address = getattr(self, name)
            if address and not _stands_on(address, hosts):
                errors[name] = ValidationError(
                    _("This is not an address on %(host)s."), code="wrong_host", params={"host": hosts[0]}
                )
        if errors:
            raise ValidationError(errors)


def _stands_on(address: str, hosts: tuple[str, ...]) -> bool:
    host = urlsplit(address).hostname or ""
    return any(host == one or host.endswith(f".{one}") for one in hosts)
