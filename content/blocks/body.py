"""The body of a page: which blocks there are, under which names."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock, StreamBlockValidationError, StreamValue, StructBlockValidationError

from content.blocks.figures import FiguresBlock
from content.blocks.links import CallToActionBlock, DownloadsBlock, RelatedPagesBlock
from content.blocks.media import GalleryBlock, ImageCaptionBlock, VideoEmbedBlock
from content.blocks.sequences import AccordionBlock, StepsBlock
from content.blocks.table import TableBlock
from content.blocks.text import CodeBlock, HeadingBlock, ParagraphsBlock, QuoteBlock

_HEADINGS_IN_RICH_TEXT = re.compile(r"<h([2-4])[\s>]")


class BodyBlock(StreamBlock):
    """What an editor can put into a body; heading levels may not be skipped, anchors are made unique."""

    heading = HeadingBlock()
    text = ParagraphsBlock()
    image = ImageCaptionBlock()
    gallery = GalleryBlock()
    video = VideoEmbedBlock()
    quote = QuoteBlock()
    steps = StepsBlock()
    accordion = AccordionBlock()
    table = TableBlock()
    figures = FiguresBlock()
    call_to_action = CallToActionBlock()
    downloads = DownloadsBlock()
    related_pages = RelatedPagesBlock()
    code = CodeBlock()

    class Meta:
        required = False

    def clean(self, value: Any) -> StreamValue:
        body = super().clean(value)
        errors = _repeated_anchors(body)
        if not self.is_deferred_validation:
            errors |= _skipped_levels(body)
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        _fill_anchors(body)
        return body


def _skipped_levels(body: StreamValue) -> dict[int, ValidationError]:
    """Return an error for each block whose heading is more than one level below the heading before it."""
    errors: dict[int, ValidationError] = {}
    previous = 1
    for index, child in enumerate(body):
        if child.block_type == "heading":
            name, levels = "level", [child.value["level"] or previous]
        elif child.block_type == "text":
            name, levels = "text", [int(level) for level in _HEADINGS_IN_RICH_TEXT.findall(child.value["text"].source)]
        else:
            continue
        for level in levels:
            if level > previous + 1:
                message = _("A heading of level %(level)d follows one of level %(previous)d: do not skip a level.")
                problem = ValidationError(message, code="skipped_level", params={"level": level, "previous": previous})
                errors.setdefault(index, StructBlockValidationError({name: problem}))
            previous = level
    return errors


def _repeated_anchors(body: StreamValue) -> dict[int, ValidationError]:
    """Return an error for each heading whose anchor an editor gave to another one before."""
    errors: dict[int, ValidationError] = {}
    seen: set[str] = set()
    for index, child in enumerate(body):
        anchor = child.value["anchor"] if child.block_type == "heading" else ""
        if anchor and anchor in seen:
            problem = ValidationError(_("Another heading has this anchor already."), code="repeated_anchor")
            errors[index] = StructBlockValidationError({"anchor": problem})
        seen.add(anchor)
    return errors


def _fill_anchors(body: StreamValue) -> None:
    """Give every heading without an anchor one made of its words, numbered where another has it."""
    headings = [child.value for child in body if child.block_type == "heading"]
    taken = {heading["anchor"] for heading in headings if heading["anchor"]}
    for heading in headings:
        if not heading["anchor"] and heading["text"]:
            stem = slugify(heading["text"])[:90] or "h"
            candidates = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(headings) + 2))
            heading["anchor"] = next(anchor for anchor in candidates if anchor not in taken)
            taken.add(heading["anchor"])
