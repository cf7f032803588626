"""The type that tells of a page how it stands to the same page in other languages."""

from collections.abc import Callable

from graphql import GraphQLField, GraphQLInterfaceType, GraphQLNonNull, GraphQLObjectType

from api.projection.readers import EntryLocale
from api.projection.translation_readers import Asked, Original, StaleSince, Translation
from api.types.declared import read_by
from api.types.enums import LOCALE
from api.types.scalars import DATE_TIME


def translation_field(page: Callable[[], GraphQLInterfaceType]) -> GraphQLField:
    """The field that every page has."""
    kind = GraphQLObjectType(
        "PageTranslation",
        lambda: {
            "asked": read_by(
                Asked(),
                GraphQLNonNull(LOCALE),
                "Language that was asked for: by `locale` beside the path or id, else by the address.",
            ),
            "served": read_by(EntryLocale(), GraphQLNonNull(LOCALE), "Language of its words, as `locale` of the page."),
            "original": read_by(
                Original(),
                GraphQLNonNull(page()),
                "The page that was published first of all that are translations of each other; the page itself where"
                " it is that one, or the only one.",
            ),
            "staleSince": read_by(
                StaleSince(),
                DATE_TIME,
                "Since when it is behind its original, null where it is not: the original's `lastSignificantChange`"
                " where editors note such a day, else its last publication, if that is later than the last publication"
                " of this page.",
            ),
        },
        description="How a page stands to the same page in other languages.",
    )
    return read_by(Translation(), GraphQLNonNull(kind), "What was asked, what was served, and whether it is behind.")
