"""The root field ``preview``: the draft that a token opens, in the place of what is published.

The draft is laid over the store when the root fields are noted, before anything is read: all of one operation sees it,
and nothing of any other.
"""

from django.utils.translation import gettext_lazy as _
from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLResolveInfo,
    GraphQLString,
)

from api.context import Draft, Entrance, ReadContext
from api.errors import BadUserInputError, UnfinishedDraftError
from api.execution_context import ENTRANCE
from api.previews.opening import open_link
from api.projection.values import Reached
from api.roots import Selecting
from published.document import ProjectionError
from published.reading import stored_entry


def enter_preview(entrance: Entrance, info: GraphQLResolveInfo, selection: Selecting, *, token: str) -> None:
    """What ``preview`` starts from: the draft, laid over the store."""
    _open(info.context, token)


def preview(_root: object, info: GraphQLResolveInfo, *, token: str) -> Reached | None:
    """The draft that a token opens; null for a token that opens nothing, whatever the reason."""
    context: ReadContext = info.context
    _open(context, token)
    draft = context.draft
    assert draft is not None
    if draft.problems:
        raise UnfinishedDraftError(problems=draft.problems)
    if draft.entry is None:
        return None
    return Reached(draft.entry, draft.entry.locale or context.locale)


def _open(context: ReadContext, token: str) -> None:
    """Opens the link of an operation, once. A second token is refused: a page stands there in one version."""
    if context.draft is not None:
        if context.draft.token != token:
            raise BadUserInputError(_("One operation may open one preview link."), field="token")
        return
    link = open_link(token, context.caller)
    if link is None:
        context.draft = Draft(token)
        return
    try:
        entry = stored_entry(link.document())
    except ProjectionError as error:
        context.draft = Draft(token, link.id, problems=tuple(error.problems))
        return
    context.draft = Draft(token, link.id, entry)
    context.lay_over([entry])


def preview_field(page: GraphQLInterfaceType) -> GraphQLField:
    return GraphQLField(
        page,
        args={
            "token": GraphQLArgument(
                GraphQLNonNull(GraphQLString), description="The token of a preview link that an editor made."
            )
        },
        resolve=preview,
        extensions={ENTRANCE: enter_preview},
        description=(
            "The draft of one page, in the shape that it will have when it is published; null for a token that opens "
            "nothing. Nobody may keep the answer."
        ),
    )
