"""What a caller may ask. Called by ``api.views`` once a question is known to be valid."""

from api.callers import Caller, Scope
from api.door import Prepared
from api.errors import ScopeError


def check(caller: Caller, prepared: Prepared) -> None:
    """Raises ScopeError for a key without ``read``, StoredOnlyError for one that may ask stored operations only."""
    if not caller.may(Scope.READ):
        raise ScopeError(scope=Scope.READ.value)
