"""What images have beside their declared fields: alternative text, renditions, source sets, focal point."""

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLFloat,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.projection.files import FileAddress
from api.projection.image_readers import AlternativeText, Rendition, SourceSet
from api.projection.readers import Inline, Part, Plain
from api.types.declared import read_by
from api.types.enums import IMAGE_FORMAT, LOCALE, preset_enum
from content.presets import PRESETS as IMAGE_PRESETS

PRESETS = preset_enum(
    {
        preset.name: f"{preset.width} by {preset.height} pixels at most; {' and '.join(preset.formats)}; "
        f"widths: {', '.join(map(str, preset.widths))}."
        for preset in IMAGE_PRESETS.values()
    }
)

RENDITION = GraphQLObjectType(
    "Rendition",
    {
        "url": read_by(
            FileAddress(Part.INLINE, "url"), GraphQLNonNull(GraphQLString), "Whole address of the file; permanent."
        ),
        "width": read_by(Plain(Part.INLINE, "width"), GraphQLNonNull(GraphQLInt), "Width in pixels."),
        "height": read_by(Plain(Part.INLINE, "height"), GraphQLNonNull(GraphQLInt), "Height in pixels."),
    },
    description="One file made of an image.",
)

FOCAL_POINT = GraphQLObjectType(
    "FocalPoint",
    {
        "x": read_by(
            Plain(Part.INLINE, "x", as_float=True), GraphQLNonNull(GraphQLFloat), "From the left: 0 to 1 of the width."
        ),
        "y": read_by(
            Plain(Part.INLINE, "y", as_float=True), GraphQLNonNull(GraphQLFloat), "From the top: 0 to 1 of the height."
        ),
    },
    description="The centre of what matters in an image.",
)


def image_fields() -> dict[str, GraphQLField]:
    """The fields of the image type that no declaration says."""
    preset = GraphQLArgument(GraphQLNonNull(PRESETS), description="What it is to be used for.")
    return {
        "alt": read_by(
            AlternativeText(),
            GraphQLNonNull(GraphQLString),
            "Alternative text; empty for an image that only decorates. A language without one has the default's.",
            args={
                "locale": GraphQLArgument(
                    LOCALE, description="Language of the text; default: that of the page on which the image stands."
                )
            },
        ),
        "rendition": read_by(
            Rendition(),
            RENDITION,
            "The file of a preset; null for the seconds until it is made, and for a format the preset has not.",
            args={
                "preset": preset,
                "format": GraphQLArgument(
                    IMAGE_FORMAT, default_value="WEBP", description="File format; default: `WEBP`."
                ),
            },
        ),
        "srcSet": read_by(
            SourceSet(),
            GraphQLString,
            "The WebP files of a preset as the value of HTML's `srcset`; null until they are made.",
            args={"preset": preset},
        ),
        "focalPoint": read_by(
            Inline(Part.CARD, "focalPoint", "FocalPoint"), FOCAL_POINT, "What must stay in view; null: the middle."
        ),
    }
