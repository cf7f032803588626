"""What a caller may ask. Called by ``api.answering``: before a document is read, and once it is known to be valid."""

import hashlib
from functools import cache

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
    return all(name.startswith("__") for name in prepared.operation.root_fields)
