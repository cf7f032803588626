"""Blocks of pictures and videos: image with caption, gallery, video of another site."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLBoolean, GraphQLCollection, GraphQLForeignKey, GraphQLImage, GraphQLString
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from content.blocks.video_address import Video, read_video_address


class ImageCaptionValue(blocks.StructValue):
    @property
    def public_alt_text(self) -> str:
        """Return the words that stand for the image here, where they differ from the image's own; else ""."""
        return "" if self.get("decorative") else self.get("alt_text") or ""


@register_streamfield_block
class ImageCaptionBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    caption = blocks.CharBlock(
        required=False, default="", max_length=500, label=_("Caption"), help_text=_("Printed below it.")
    )
    alt_text = blocks.CharBlock(
        required=False,
        default="",
        max_length=255,
        label=_("Alternative text on this page"),
        help_text=_("Leave empty to use the image's own. Fill in if the image says something else on this page."),
    )
    decorative = blocks.BooleanBlock(
        required=False,
        label=_("Decorative on this page"),
        help_text=_("Tick this if the words beside it say everything: readers who cannot see it then skip it."),
    )

    graphql_fields = [
        GraphQLImage("image", description="The image; null if it is no longer public."),
        GraphQLString("caption", description="Words below the image."),
        GraphQLString(
            "alt_text",
            source="public_alt_text",
            description="Alternative text on this page; empty: use the image's own, unless `decorative`.",
        ),
        GraphQLBoolean("decorative", required=True, description="Whether to render an empty alternative text here."),
    ]

    class Meta:
        value_class = ImageCaptionValue
        icon = "image"
        group = _("Pictures")
        label = _("Image with caption")
        description = _("One image with the words below it.")
        graphql_description = "An image with its caption."


@register_streamfield_block
class GalleryBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, default="", max_length=255, label=_("Title"))
    images = blocks.ListBlock(ImageCaptionBlock(), min_num=2, max_num=30, label=_("Images"))

    graphql_fields = [
        GraphQLString("title", description="What the images have in common."),
        GraphQLCollection(
            GraphQLForeignKey,
            "images",
            ImageCaptionBlock,
            required=True,
            item_required=True,
            description="The images, 2 to 30, in the editor's order.",
        ),
    ]

    class Meta:
        icon = "image"
        group = _("Pictures")
        label = _("Gallery")
        description = _("Two images or more, each with its caption.")
        graphql_description = "Several images that belong together."


class VideoEmbedValue(blocks.StructValue):
    @property
    def video(self) -> Video | None:
        return read_video_address(self.get("url") or "")

    @property
    def provider(self) -> str:
        """Return ``YOUTUBE`` or ``VIMEO``; "" if the address is of neither (an import that was never checked)."""
        return self.video.provider if self.video else ""

    @property
    def video_id(self) -> str:
        return self.video.identifier if self.video else ""


class VideoAddressBlock(blocks.URLBlock):
    """An address whose shape says which video it is; nothing is asked over the network."""

    def clean(self, value: str) -> str:
        address: str = super().clean(value)
        if address and read_video_address(address) is None:
            raise ValidationError(_("This is not the address of a YouTube or Vimeo video."), code="not_a_video")
        return address


@register_streamfield_block
class VideoEmbedBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=255, label=_("Title"), help_text=_("What the video is about."))
    url = VideoAddressBlock(
        label=_("Address of the video"), help_text=_("On YouTube or Vimeo, as copied from the browser.")
    )
    caption = blocks.CharBlock(
        required=False, default="", max_length=500, label=_("Caption"), help_text=_("Printed below it.")
    )
    transcript = blocks.TextBlock(
        required=False,
        default="",
        rows=6,
        label=_("Transcript"),
        help_text=_("Everything that is said and shown, for those who cannot hear or see the video."),
    )

    graphql_fields = [
        GraphQLString("title", description="What the video is about; the title of its frame. Always there."),
        GraphQLString("url", description="Address of the video's own page. Always there."),
        GraphQLString("provider", required=True, description="Who hosts it: `YOUTUBE` or `VIMEO`."),
        GraphQLString("video_id", required=True, description="The host's identifier of the video."),
        GraphQLString("caption", description="Words below the video."),
        GraphQLString("transcript", description="Everything that is said and shown, as plain text with line breaks."),
    ]

    class Meta:
        value_class = VideoEmbedValue
        icon = "media"
        group = _("Pictures")
        label = _("Video")
        label_format = "{title}"
        description = _("A video that stands on YouTube or Vimeo, with its transcript.")
        graphql_description = "A video hosted elsewhere. Show it only after the reader agreed to contact the host."
        preview_value = {
            "title": "Exemplo de vídeo",
            "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "caption": "",
            "transcript": "Exemplo de transcrição.",
        }
