"""What a caller may ask. Called by ``api.answering``: before a document is read, and once it is known to be valid."""

import hashlib
from functools import cache

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, SelectionSetNode

from api.callers import Caller, Scope
from api.door import Prepared
from api.errors import ScopeError, StoredOnlyError
from api.operations import FOLDER
from api.questions import Question


def check_question(caller: Caller, question: Question) -> None:
    """Raises StoredOnlyError for a key that may ask stored operations only, where the text is none of theirs.

    The text decides, not the address: by ``/graphql/<Name>``, by POST and by a persisted query it is the same.
    """
    if caller.key is not None and caller.key.stored_only:
        digest = hashlib.sha256(question.query.encode("utf-8", "surrogatepass")).hexdigest()
        if digest not in stored_digests():
            raise StoredOnlyError()


def check(caller: Caller, prepared: Prepared) -> None:
    """Raises ScopeError for a key without ``read`` that asks for more than ``introspect`` allows it to know."""
    if caller.may(Scope.READ):
        return
    if not (caller.may(Scope.INTROSPECT) and _asks_about_schema_only(prepared)):
        raise ScopeError(scope=Scope.READ.value)


@cache
def stored_digests() -> frozenset[str]:
    """SHA-256 of the text of every stored operation."""
    return frozenset(hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.graphql"))


def _asks_about_schema_only(prepared: Prepared) -> bool:
    document = prepared.document.node
    definitions = document.definitions if document is not None else ()
    fragments = {part.name.value: part for part in definitions if isinstance(part, FragmentDefinitionNode)}
    names = _root_fields(prepared.operation.node.selection_set, fragments)
    return all(name.startswith("__") for name in names)


def _root_fields(selections: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]) -> set[str]:
    names: set[str] = set()
    for selection in selections.selections:
        if isinstance(selection, FieldNode):
            names.add(selection.name.value)
        elif isinstance(selection, FragmentSpreadNode):
            names |= _root_fields(fragments[selection.name.value].selection_set, fragments)
        else:
            names |= _root_fields(selection.selection_set, fragments)  # type: ignore[attr-defined]
    return names
