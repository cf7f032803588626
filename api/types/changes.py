"""The types of the root field ``changes``: a feed of what was published and removed, in commit order."""

from collections.abc import Mapping

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLID,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.changes_root import ReadChanges
from api.projection.arguments import DEFAULT_PAGE_SIZE
from api.projection.feed_readers import ChangeField, ChangeNode, FeedChanges, FeedInfoField, FeedPageInfo
from api.types.declared import read_by
from api.types.enums import LOCALE
from api.types.pages import NODE

CHANGE_KIND = GraphQLEnumType(
    "ChangeKind",
    {
        "UPSERT": GraphQLEnumValue("UPSERT", description="Published, perhaps again: it replaces what you have."),
        "REMOVE": GraphQLEnumValue(
            "REMOVE",
            description="No longer public, whatever the reason, or no longer in the language asked for: delete it.",
        ),
    },
    description="What a client has to do.",
)


def changes_field(types: Mapping[str, str]) -> GraphQLField:
    """The root field, over all ``types`` that are nodes, each with what it is."""
    names = tuple(types)
    node_type = GraphQLEnumType(
        "NodeType",
        {name: GraphQLEnumValue(name, description=words) for name, words in types.items()},
        description="The types of everything that has an id.",
    )
    return GraphQLField(
        GraphQLNonNull(_feed(node_type)),
        args={
            "after": GraphQLArgument(
                GraphQLString,
                description=(
                    "`endCursor` of the part before, with the same `types` and `locale`. Without it, everything that"
                    " is published comes, as upserts. One that is too old, or from before a backup was put back, is"
                    " refused with `CURSOR_EXPIRED`: throw the copy away and start without it."
                ),
            ),
            "first": GraphQLArgument(
                GraphQLInt, description=f"Number of changes: 0 to 100, default {DEFAULT_PAGE_SIZE}."
            ),
            "types": GraphQLArgument(
                GraphQLList(GraphQLNonNull(node_type)), description="Only changes of these types; default: all."
            ),
            "locale": GraphQLArgument(
                LOCALE,
                description="Only what is in this language, and what has no language of its own; default: all.",
            ),
        },
        resolve=ReadChanges(names),
        description=(
            "What was published and removed, in the order in which it became public; nothing is left out while others"
            " publish. Ask again with `endCursor` as `after`, now and whenever you like: an id that changes again comes"
            " again, at the end, as it is then. Pages that only stand in for a translation are not in it."
        ),
    )


def _feed(node_type: GraphQLEnumType) -> GraphQLObjectType:
    change = GraphQLObjectType(
        "Change",
        {
            "what": read_by(ChangeField("what"), GraphQLNonNull(CHANGE_KIND), "What to do."),
            "id": read_by(ChangeField("id"), GraphQLNonNull(GraphQLID), "Id of the entry: `NewsPage:123`."),
            "type": read_by(ChangeField("type"), GraphQLNonNull(node_type), "Its type."),
            "node": read_by(
                ChangeNode(), NODE, "The entry as it is now, which may be newer than the change; null for a removal."
            ),
            "number": read_by(
                ChangeField("number"),
                GraphQLNonNull(GraphQLInt),
                "Number of the publication: what became public at once has the same, what came later a higher one.",
            ),
        },
        description="The last change of one entry.",
    )
    info = GraphQLObjectType(
        "FeedInfo",
        {
            "hasNextPage": read_by(
                FeedInfoField("hasNextPage"), GraphQLNonNull(GraphQLBoolean), "Whether there are more changes already."
            ),
            "endCursor": read_by(
                FeedInfoField("endCursor"),
                GraphQLNonNull(GraphQLString),
                "What to ask `after` next; never null, also where nothing changed. Keep it with your copy.",
            ),
        },
        description="Where a part of the feed ends.",
    )
    return GraphQLObjectType(
        "ChangeFeed",
        {
            "changes": read_by(
                FeedChanges(),
                GraphQLNonNull(GraphQLList(GraphQLNonNull(change))),
                "The changes of this part, in their order; each id at most once.",
            ),
            "pageInfo": read_by(FeedPageInfo(), GraphQLNonNull(info), "Where this part ends."),
        },
        description="A part of the feed of changes.",
    )
