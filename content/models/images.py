"""Our images: alternative text in every content language, credit, licence, and the presets made of them.

Editors meet them in the image library; the published store reads ``graphql_fields`` and the ``published_`` properties.
"""

import os.path
import secrets
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLInt, GraphQLString
from taggit.managers import TaggableManager
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from content.licences import Licence
from content.presets import published_renditions


class Image(AbstractImage):
    """An image of the library, with its alternative text in every language of the site.

    A new language is a new ``alt_<code>`` field here (system check E001).
    """

    alt_pt = models.CharField(
        _("alternative text in Portuguese"),
        max_length=255,
        blank=True,
        help_text=_("What somebody who cannot see the image needs to know: what it shows, not “image of”."),
    )
    alt_en = models.CharField(
        _("alternative text in English"),
        max_length=255,
        blank=True,
        help_text=_("Used on pages in English. Without it, those pages fall back to the Portuguese text."),
    )
    # Not "decorative": Wagtail sets an attribute of that name on every instance for its contextual image block.
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Tick this if the image says nothing that the words beside it do not say: readers then skip it."),
    )
    credit = models.CharField(_("credit"), max_length=255, blank=True, help_text=_("Who made it, as to be printed."))
    licence = models.CharField(_("licence"), max_length=32, blank=True, choices=Licence)
    # As in Wagtail's abstract image, under reverse names of our own: Wagtail's own image model takes the default ones.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="content_images",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    tags = TaggableManager(help_text=None, blank=True, verbose_name=_("tags"), related_name="content_images")
    renditions_made_at = models.DateTimeField(_("presets made at"), null=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "alt_pt",
        "alt_en",
        "is_decorative",
        "credit",
        "licence",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    search_fields = [*AbstractImage.search_fields, index.SearchField("alt_pt"), index.SearchField("alt_en")]

    graphql_fields = [
        GraphQLString(
            "title", required=True, description="Name of the image in the library; not its alternative text."
        ),
        GraphQLString("credit", description="Who made the image, as to be printed beside it."),
        GraphQLString("licence", description="What others may do with the image."),
        GraphQLInt("width", required=True, description="Width of the original in pixels."),
        GraphQLInt("height", required=True, description="Height of the original in pixels."),
        GraphQLString("url", required=True, source="original_url", description="Address of the original; permanent."),
    ]

    # What renditions are made of: where one of these changes, new ones are.
    RENDITION_SOURCE = ("file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    saved_rendition_source: tuple[Any, ...] | None = None  # as in the database before the save under way

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self) -> str:
        """Return the alternative text in the active language, else in Portuguese; "" for a decorative image."""
        texts = self.published_alt
        return texts.get((get_language() or "").split("-")[0]) or texts.get("pt", "")

    @property
    def original_url(self) -> str:
        return str(self.file.url)

    @property
    def rendition_source(self) -> tuple[Any, ...]:
        """Return what the renditions depend on; the name of the file comes first."""
        return (self.file.name, *(getattr(self, name) for name in self.RENDITION_SOURCE[1:]))

    @property
    def published_alt(self) -> dict[str, str]:
        """Return the alternative text by content language; languages without one are left out.

        A decorative image has none in any language: ``{}``, to be rendered as an empty ``alt``.
        """
        if self.is_decorative:
            return {}
        texts = {code: getattr(self, f"alt_{code}", "") for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}
        return {code: text for code, text in texts.items() if text}

    @property
    def published_renditions(self) -> dict[str, dict[str, Any]]:
        """Return the presets that exist for the present file and focal point; makes none. See ``content.presets``."""
        return published_renditions(self)

    @property
    def published_focal_point(self) -> dict[str, float] | None:
        """Return the centre of what matters as fractions of width and height from the top left, or None."""
        if not self.has_focal_point() or not self.width or not self.height:
            return None
        return {
            "x": round(self.focal_point_x / self.width, 4),
            "y": round(self.focal_point_y / self.height, 4),
        }

    def get_upload_to(self, filename: str) -> str:
        """Give every upload a name never used before, so that an address once public never shows something else.

        The token stands in front because Wagtail cuts the end off the names of renditions.
        """
        folder, name = os.path.split(super().get_upload_to(filename))
        stem, extension = os.path.splitext(name)
        return os.path.join(folder, f"{secrets.token_hex(6)}-{stem[:60]}{extension.lower()}")

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        errors: list[checks.CheckMessage] = list(super().check(**kwargs))
        for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
            if not hasattr(cls, f"alt_{code}"):
                errors.append(
                    checks.Error(
                        f"Images have no alternative text in the content language “{code}”.",
                        hint=f"Add a field alt_{code} to content.Image, to its form fields and a migration.",
                        obj=cls,
                        id="content.E001",
                    )
                )
        return errors


class Rendition(AbstractRendition):
    """One file made of an image for one preset; made by ``content.tasks`` only."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="content_rendition_image_filter_focal_point"
            )
        ]

    def __str__(self) -> str:
        return f"{self.image_id} {self.filter_spec}"
