"""What has changed between two schemas that breaks clients or may surprise them, and by which names.

graphql-core finds the changes but tells them in sentences only; here each gets the names by which it is announced
(``api.contract.announcements``) and by which its use is counted (``api.usage.field_uses``).
"""

import re
from dataclasses import dataclass

from graphql import BreakingChangeType, GraphQLSchema, find_breaking_changes, find_dangerous_changes

# How graphql-core words each kind of change, and of what: the first name is the one that must have been announced.
_SENTENCES = {
    BreakingChangeType.TYPE_REMOVED: (r"(?:Standard scalar )?(?P<type>\w+) was removed", "{type}"),
    BreakingChangeType.TYPE_CHANGED_KIND: (r"(?P<type>\w+) changed from", "{type}"),
    BreakingChangeType.TYPE_REMOVED_FROM_UNION: (r"(?P<type>\w+) was removed from union type", "{type}"),
    BreakingChangeType.VALUE_REMOVED_FROM_ENUM: (
        r"(?P<member>\w+) was removed from enum type (?P<type>\w+)",
        "{type}.{member}",
    ),
    BreakingChangeType.REQUIRED_INPUT_FIELD_ADDED: (r"A required field \w+ on input type (?P<type>\w+)", "{type}"),
    BreakingChangeType.IMPLEMENTED_INTERFACE_REMOVED: (r"(?P<type>\w+) no longer implements interface", "{type}"),
    BreakingChangeType.FIELD_REMOVED: (r"(?P<type>\w+)\.(?P<member>\w+) was removed", "{type}.{member}"),
    BreakingChangeType.FIELD_CHANGED_KIND: (r"(?P<type>\w+)\.(?P<member>\w+) changed type", "{type}.{member}"),
    BreakingChangeType.REQUIRED_ARG_ADDED: (
        r"A required arg \w+ on (?P<type>\w+)\.(?P<member>\w+)",
        "{type}.{member}",
    ),
    BreakingChangeType.ARG_REMOVED: (
        r"(?P<type>\w+)\.(?P<member>\w+) arg (?P<argument>\w+) was removed",
        "{type}.{member}({argument}:)",
    ),
    BreakingChangeType.ARG_CHANGED_KIND: (
        r"(?P<type>\w+)\.(?P<member>\w+) arg (?P<argument>\w+) has changed",
        "{type}.{member}({argument}:)",
    ),
}


@dataclass(frozen=True)
class Change:
    """One breaking change. ``name`` is what goes or is narrowed; "" for directives, which cannot be announced."""

    name: str
    description: str


def breaking_changes(old: GraphQLSchema, new: GraphQLSchema) -> list[Change]:
    """What breaks clients of ``old``, by name."""
    changes = []
    for found in find_breaking_changes(old, new):
        pattern, name = _SENTENCES.get(found.type, (r"", ""))
        matched = re.match(pattern, found.description)
        if matched is None:
            raise ValueError(f"graphql-core words this change otherwise than expected: {found.description}")
        changes.append(Change(name.format(**matched.groupdict()), found.description))
    return sorted(changes, key=lambda change: (change.name, change.description))


def dangerous_changes(old: GraphQLSchema, new: GraphQLSchema) -> list[str]:
    """What breaks no question but may surprise a program: a new value of an enumeration, another default."""
    return sorted(found.description for found in find_dangerous_changes(old, new))
