"""Who asks: an app with a key, or an anonymous reader at an address. Made once per request, by ``api.keys``."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a key allows. Reading needs no key; a key without ``read`` reads nothing."""

    READ = "read"
    INTROSPECT = "introspect"
    PREVIEW = "preview"
    CHANNELS = "channels"
    SUBMIT = "submit"


@dataclass(frozen=True)
class KnownKey:
    """What a request needs of a key that was recognised."""

    id: int
    name: str
    scopes: frozenset[str]
    origins: frozenset[str] = frozenset()
    budget: int | None = None  # cost a minute; None: as anonymous readers
    stored_only: bool = False
    expires: datetime | None = None


@dataclass(frozen=True)
class Caller:
    """Who asks. ``address`` is that of the network, behind the configured number of proxies."""

    address: str = ""
    key: KnownKey | None = field(default=None)

    @property
    def name(self) -> str:
        """What budgets and reports know the caller by: ``key:3`` or ``address:192.0.2.1``."""
        return f"key:{self.key.id}" if self.key else f"address:{self.address}"

    def may(self, scope: Scope) -> bool:
        """Whether the caller's key has a scope. Without a key: reading only."""
        return scope in self.key.scopes if self.key else scope is Scope.READ
