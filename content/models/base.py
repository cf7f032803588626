"""What every page of ours has: summary, image, topics, dated notes of changes, and an internal review date."""

from collections.abc import Callable, Collection
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLImage, GraphQLString
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from content.models.own_language import is_vocabulary, keep_references_in_own_language


class OwnLanguageForm(WagtailAdminPageForm):
    """Lists only the terms of the page's own language; one chosen otherwise is replaced when the page is saved.

    Refuses slugs that the website keeps for itself: a page at one of them could not be reached.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if (
                isinstance(field, ModelMultipleChoiceField)
                and self.instance.locale_id
                and field.queryset is not None
                and is_vocabulary(field.queryset.model)
            ):
                field.queryset = field.queryset.filter(locale_id=self.instance.locale_id)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug") or slugify(cleaned.get("title") or "", allow_unicode=True)
        reserved: Callable[[Page], Collection[str]] = import_string(settings.RESERVED_SLUGS)
        if "slug" in self.fields and slug in reserved(self.parent_page):
            message = _(
                "“%(slug)s” is kept here for a page that the website makes itself. Write another slug, for example "
                "“%(slug)s-labx”."
            )
            self.add_error("slug", ValidationError(message, code="reserved_slug", params={"slug": slug}))
        return cleaned


class BasePage(Page):
    """The abstract page of this site; where it stands in the tree is said by each page type."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        help_text=_("One or two sentences for lists, search results and social networks; at most 400 characters."),
    )
    image = models.ForeignKey(
        "content.Image",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown on top of the page, in lists and on social networks."),
    )
    topics = ParentalManyToManyField("content.Topic", verbose_name=_("topics"), blank=True, related_name="+")
    last_significant_change = models.DateField(
        _("last significant change"),
        null=True,
        blank=True,
        help_text=_("The day on which the content last changed for its readers; corrections of spelling do not count."),
    )
    review_date = models.DateField(
        _("review date"),
        null=True,
        blank=True,
        help_text=_("When somebody should read the page again. Only editors see it."),
    )

    base_form_class = OwnLanguageForm

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("image"),
    ]
    classification_panels: ClassVar[list[Any]] = [FieldPanel("topics", widget=CheckboxSelectMultiple)]
    promote_panels: ClassVar[list[Any]] = Page.promote_panels
    settings_panels: ClassVar[list[Any]] = [
        *Page.settings_panels,
        MultiFieldPanel(
            [
                FieldPanel("last_significant_change"),
                InlinePanel(
                    "change_notes",
                    heading=_("Change notes"),
                    label=_("Change note"),
                    help_text=_("Public: what changed, for those who read the page before."),
                ),
            ],
            heading=_("Changes"),
        ),
        MultiFieldPanel([FieldPanel("review_date")], heading=_("Review")),
    ]

    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("summary")]

    # wagtail-localize leaves many-to-many fields out; a page and its translation are about the same things.
    override_translatable_fields: ClassVar[list[Any]] = [SynchronizedField("topics", overridable=False)]

    graphql_fields: ClassVar[list[Any]] = [
        GraphQLString(
            "summary", required=True, description="One or two sentences; plain text, at most 400 characters."
        ),
        GraphQLImage("image", description="Image for the top of the page, lists and social networks."),
        GraphQLCollection(
            GraphQLForeignKey,
            "topics",
            "content.Topic",
            required=True,
            item_required=True,
            description="What the page is about.",
        ),
        GraphQLString(
            "last_significant_change",
            description="Day on which the content last changed for its readers; null if never since it was published.",
        ),
        GraphQLCollection(
            GraphQLForeignKey,
            "change_notes",
            "content.ChangeNote",
            required=True,
            item_required=True,
            description="What changed and when, in the editor's order.",
        ),
    ]

    published_terms: ClassVar[dict[str, str]] = {"topic": "topics"}

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        keep_references_in_own_language(self)
        return super().save(*args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft as the website shows it: the room above names its renderer in the settings."""
        renderer: Callable[[Page, HttpRequest], HttpResponse] = import_string(settings.PREVIEW_RENDERER)
        return renderer(self, request)

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """The three widths at which the website was designed."""
        return [
            {"name": "mobile", "icon": "mobile-alt", "device_width": 320, "label": _("Preview on a telephone")},
            {"name": "tablet", "icon": "tablet-alt", "device_width": 768, "label": _("Preview on a tablet")},
            {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Preview on a computer")},
        ]


class ChangeNote(TranslatableMixin, Orderable):
    """One change of a page that its readers should know of."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="change_notes")
    date = models.DateField(_("date"))
    note = models.CharField(_("what changed"), max_length=400)

    panels = [FieldPanel("date"), FieldPanel("note")]

    graphql_fields = [
        GraphQLString("date", required=True, description="Day of the change."),
        GraphQLString("note", required=True, description="What changed; plain text, at most 400 characters."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("change note")
        verbose_name_plural = _("change notes")

    def __str__(self) -> str:
        return f"{self.date}: {self.note}"
