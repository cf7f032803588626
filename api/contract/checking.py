"""Whether the schema may change as it did since a release. Called by ``check_contract`` and ``release_schema``."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from graphql import GraphQLSchema

from api.contract.announcements import FORM, announced_for, without_date
from api.contract.changes import Change, breaking_changes, dangerous_changes

Uses = Callable[[str], dict[str, date]]


@dataclass
class Verdict:
    """What the check found, each a sentence."""

    refused: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    to_mind: list[str] = field(default_factory=list)
    breaks: bool = False


def check(
    released: Sequence[GraphQLSchema],
    present: GraphQLSchema,
    *,
    today: date,
    last_uses: Uses | None = None,
    overridden: Collection[str] = (),
) -> Verdict:
    """Compares ``present`` with the first of ``released``; each of them may have announced what is gone now.

    ``last_uses`` tells who uses something; what is ``overridden`` may go although it is in use.
    """
    verdict = Verdict(to_mind=dangerous_changes(released[0], present))
    changes = breaking_changes(released[0], present)
    verdict.breaks = bool(changes)
    for change in changes:
        reason = _not_announced(change, released, today)
        if reason is None and last_uses is not None and change.name not in overridden:
            reason = _in_use(change, last_uses)
        if reason is None:
            verdict.allowed.append(change.description)
        else:
            verdict.refused.append(f"{change.description} {reason}")
    for name in without_date(present):
        verdict.refused.append(f"{name} is deprecated without a date: its reason must end with “{FORM}”")
    return verdict


def _not_announced(change: Change, released: Sequence[GraphQLSchema], today: date) -> str | None:
    days = [day for schema in released if (day := announced_for(schema, change.name))]
    if not days:
        return (
            f"Not announced: no release says of {change.name} that it will go. Put it back, deprecate it with a reason"
            f" that ends with “{FORM}”, and remove it after that day."
        )
    if min(days) >= today:
        return f"Announced for after {min(days)}: wait until then."
    return None


def _in_use(change: Change, last_uses: Uses) -> str | None:
    uses = last_uses(change.name)
    if not uses:
        return None
    told = ", ".join(f"{who} (last on {day})" for who, day in uses.items())
    return f"In use: asked by {told}. Tell them, or override with --allow-removal '{change.name}'."
