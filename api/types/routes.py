"""The types of the root field ``route``: any page, or what else an address may be."""

from collections.abc import Iterable

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInt,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
    GraphQLUnionType,
)

from api.execution_context import ENTRANCE
from api.projection.route_readers import OfRoute
from api.route_root import enter_route, route
from api.types.declared import read_by
from api.types.enums import LOCALE
from api.types.scalars import DATE_TIME


def route_field(page: GraphQLInterfaceType, pages: Iterable[GraphQLObjectType]) -> GraphQLField:
    """The root field; a route is a page of one of ``pages``, or one of three other things."""
    redirect = GraphQLObjectType(
        "Redirect",
        lambda: {
            "status": _status("301 for good, 302 for the time being."),
            "target": read_by(OfRoute("target"), GraphQLNonNull(GraphQLString), "Full public address it leads to."),
            "page": read_by(OfRoute("page"), page, "The page it leads to; null for any other address."),
        },
        description="An address that leads to another one.",
    )
    gone = GraphQLObjectType(
        "Gone",
        {
            "status": _status("410."),
            "since": read_by(OfRoute("since"), GraphQLNonNull(DATE_TIME), "When it was withdrawn."),
            "reason": read_by(OfRoute("reason"), GraphQLNonNull(_reasons()), "How it came to be withdrawn."),
        },
        description="A public page stood at the address and was withdrawn.",
    )
    not_found = GraphQLObjectType(
        "NotFound",
        {"status": _status("404.")},
        description="Nothing public stands at the address.",
    )
    union = GraphQLUnionType(
        "Route",
        lambda: [*pages, redirect, gone, not_found],
        resolve_type=lambda source, info, kind: source.type_name,
        description="What an address is: a page, an address that leads elsewhere, one that is gone, or none at all.",
    )
    return GraphQLField(
        GraphQLNonNull(union),
        args={
            "path": GraphQLArgument(
                GraphQLNonNull(GraphQLString),
                description="Path on the site, with its query string where there is one: `/pt/`, `/index.php?id=3`.",
            ),
            "locale": GraphQLArgument(
                LOCALE, description="Asks for the translation of the page that is found; without one, nothing is."
            ),
            "site": GraphQLArgument(
                GraphQLString, description="Host name of the site of `path`; default: the host that is asked."
            ),
        },
        resolve=route,
        extensions={ENTRANCE: enter_route},
        description="What stands at an address: a page, a redirect, that it is gone, or that nothing is there.",
    )


def _reasons() -> GraphQLEnumType:
    reasons = {
        "UNPUBLISHED": "Editors took the page off the site.",
        "EXPIRED": "The time for which the page was published is over.",
        "DELETED": "The page was deleted.",
        "MOVED": "The page was moved to a place that is on no site.",
    }
    values = {name: GraphQLEnumValue(name, description=description) for name, description in reasons.items()}
    return GraphQLEnumType("GoneReason", values, description="How a page came to be withdrawn.")


def _status(description: str) -> GraphQLField:
    return read_by(OfRoute("status"), GraphQLNonNull(GraphQLInt), f"HTTP status of the address: {description}")
