"""The limits of an operation, and the walk that checks a document's shape before anything looks at the schema.

Called by ``api.documents`` right after parsing, so that an oversized document never reaches the standard rules, some
of which take quadratic time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from graphql import DocumentNode, FieldNode, FragmentDefinitionNode, FragmentSpreadNode, SelectionSetNode
from graphql.language import Node, SelectionNode, StringValueNode, Visitor, visit

from api.errors import AliasLimitError, ApiError, BadUserInputError, DepthLimitError, DirectiveLimitError


@dataclass(frozen=True)
class Limits:
    """The limits of one operation. ``graphql/README.md`` documents each; the setting GRAPHQL_LIMITS changes them."""

    body_bytes: int = 100_000
    document_characters: int = 20_000
    document_tokens: int = 2_000
    depth: int = 15
    aliases: int = 30
    directives: int = 10
    errors_reported: int = 10
    page_size: int = 100
    cost: int = 5_000
    statement_seconds: int = 5
    search_characters: int = 200
    search_terms: int = 16
    suggestions: int = 20


LIMITS = Limits(**getattr(settings, "GRAPHQL_LIMITS", {}))


def shape_errors(document: DocumentNode) -> list[ApiError]:
    """The limits that a parsed document breaks: depth, aliases, directives. Needs no schema; linear in its size.

    A field with arguments or a selection that is repeated beside itself counts like an alias: it is another way of
    asking again, and the standard rules compare every pair of them.
    """
    errors: list[ApiError] = []
    if _depth(document) > LIMITS.depth:
        errors.append(DepthLimitError(limit=LIMITS.depth))
    aliases = directives = 0
    for node in _nodes(document):
        directives += len(getattr(node, "directives", None) or ())
        if isinstance(node, FieldNode):
            aliases += node.alias is not None
        if isinstance(node, SelectionSetNode):
            aliases += _repeats(node)
    if aliases > LIMITS.aliases:
        errors.append(AliasLimitError(limit=LIMITS.aliases, asked=aliases))
    if directives > LIMITS.directives:
        errors.append(DirectiveLimitError(limit=LIMITS.directives, asked=directives))
    return errors


def drop_repeated_leaves(document: DocumentNode) -> None:
    """Leaves one of the plain fields that are repeated beside themselves: the same question, but not the same work."""
    for node in _nodes(document):
        if isinstance(node, SelectionSetNode):
            first: dict[object, SelectionNode] = {}
            for selection in node.selections:
                first.setdefault(selection.name.value if _is_plain_leaf(selection) else id(selection), selection)
            node.selections = tuple(first.values())


def nul_errors(document: DocumentNode, text: str) -> list[ApiError]:
    """A NUL character written as an escape in a string literal: the database cannot hold one, so it is refused here."""
    if "\\u0000" not in text and "\\u{0" not in text:
        return []

    found: list[ApiError] = []

    class Strings(Visitor):
        def enter_string_value(self, node: StringValueNode, *_: object) -> None:
            if "\x00" in node.value:
                found.append(nul_error("query"))

    visit(document, Strings())
    return found


def nul_error(field: str) -> BadUserInputError:
    """The refusal of a NUL character, wherever it was found."""
    return BadUserInputError(_("A text may not hold the character U+0000."), field=field)


def _depth(document: DocumentNode) -> int:
    """The deepest chain of fields in any definition, through fragments. A cycle counts 0: a rule refuses it."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    known: dict[str, int] = {}

    def of_set(selection_set: SelectionSetNode | None) -> int:
        if selection_set is None:
            return 0
        deepest = 0
        for selection in selection_set.selections:
            if isinstance(selection, FieldNode):
                depth = 1 + of_set(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode):
                depth = of_fragment(selection.name.value)
            else:
                depth = of_set(selection.selection_set)  # type: ignore[attr-defined]
            deepest = max(deepest, depth)
        return deepest

    def of_fragment(name: str) -> int:
        if name not in known:
            known[name] = 0
            known[name] = of_set(fragments[name].selection_set) if name in fragments else 0
        return known[name]

    return max((of_set(getattr(node, "selection_set", None)) for node in document.definitions), default=0)


def _nodes(document: DocumentNode) -> Iterator[Node]:
    """Definitions, variables, selection sets, fields, spreads and fragments: wherever something may be repeated."""
    waiting: list[Node] = list(document.definitions)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, SelectionSetNode):
            waiting.extend(node.selections)
            continue
        waiting.extend(getattr(node, "variable_definitions", None) or ())
        selection_set = getattr(node, "selection_set", None)
        if selection_set is not None:
            waiting.append(selection_set)


def _repeats(node: SelectionSetNode) -> int:
    names = [
        selection.name.value
        for selection in node.selections
        if isinstance(selection, FieldNode) and selection.alias is None and not _is_plain_leaf(selection)
    ]
    return len(names) - len(set(names))


def _is_plain_leaf(node: Node) -> TypeGuard[FieldNode]:
    return (
        isinstance(node, FieldNode)
        and node.alias is None
        and node.selection_set is None
        and not node.arguments
        and not node.directives
    )
