"""Enumerations: languages, image presets and formats, orders, points in time, and the choices of declared fields."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from graphql import GraphQLEnumType, GraphQLEnumValue

from published.catalogue import DeclaredField, enum_value, type_name
from published.listing import Order, When

FIRST_LANGUAGE = "default: the first of the site's `languages`"


def _english(words: object) -> str:
    """The source of translated words: the schema is in English whoever builds it."""
    with translation.override("en"):
        return str(words)


LOCALE = GraphQLEnumType(
    "Locale",
    {
        code.replace("-", "_"): GraphQLEnumValue(code, description=f"{_english(name)}.")
        for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
    },
    description="A language in which content is published.",
)

IMAGE_FORMAT = GraphQLEnumType(
    "ImageFormat",
    {
        "WEBP": GraphQLEnumValue("WEBP", description="WebP: every preset has it."),
        "JPEG": GraphQLEnumValue("JPEG", description="JPEG: for networks and mail; only some presets have it."),
    },
    description="The file format of a rendition.",
)

EVENT_TIME = GraphQLEnumType(
    "When",
    {
        "UPCOMING": GraphQLEnumValue(When.UPCOMING, description="Not started yet."),
        "ONGOING": GraphQLEnumValue(When.ONGOING, description="Started and not over; only what has an end."),
        "PAST": GraphQLEnumValue(When.PAST, description="Over; what has no end is over once it has started."),
    },
    description="Where something with a start stands in time, when the question is answered.",
)

_ORDERS = {
    Order.NEWEST: "By {date}, the latest first.",
    Order.OLDEST: "By {date}, the earliest first.",
    Order.TITLE: "By title or name, A to Z, without regard to accents and capitals.",
    Order.EARLIEST: "By start, the earliest first.",
    Order.LATEST: "By start, the latest first.",
    Order.NAVIGATION: "As editors arranged them.",
}


def order_enum(name: str, orders: Iterable[Order], *, date: str) -> GraphQLEnumType:
    """The orders that one kind of list has; ``date`` says what its entries are dated by."""
    values = {order.name: GraphQLEnumValue(order, description=_ORDERS[order].format(date=date)) for order in orders}
    return GraphQLEnumType(name, values, description="How a list is ordered; between equals the id decides.")


def preset_enum(presets: Mapping[str, str]) -> GraphQLEnumType:
    """The presets of images, with what each is."""
    values = {name: GraphQLEnumValue(name, description=description) for name, description in presets.items()}
    return GraphQLEnumType("ImagePreset", values, description="One use of an image, with its proportions and sizes.")


def type_enum(name: str, types: Mapping[str, str], description: str) -> GraphQLEnumType:
    """Type names with what each is, as an enumeration: an unknown one is a validation error."""
    values = {one: GraphQLEnumValue(one, description=words) for one, words in types.items()}
    return GraphQLEnumType(name, values, description=description)


def choice_name(field: DeclaredField) -> str:
    """The enumeration of a choice field: the model without "Page", then the field, as in EventFormat."""
    owner = type_name(_declaring(field.owner, field.source)).removesuffix("Page")
    return owner + "".join(part.capitalize() for part in field.name.split("_"))


def choice_enum(field: DeclaredField) -> GraphQLEnumType:
    """The choices of a field; the words that editors see, in English, are the descriptions."""
    values: dict[str, Any] = {}
    with translation.override("en"):
        for value, label in field.choices:
            name = enum_value(value)
            if not re.fullmatch(r"[_A-Za-z][_0-9A-Za-z]*", name):
                raise ValueError(f"{field.owner.__name__}.{field.name}: {value!r} cannot be a GraphQL name.")
            values[name] = GraphQLEnumValue(name, description=str(label))
    return GraphQLEnumType(choice_name(field), values, description=field.description)


def _declaring(owner: type, source: str) -> type:
    """The class whose field it is, unless that is abstract."""
    return owner
