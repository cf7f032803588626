"""What the report is made of. Called by ``api.views`` after each answer; writes nothing itself."""

from api.answers import Answer
from api.callers import Caller
from api.door import Prepared


def note(caller: Caller, prepared: Prepared | None, answer: Answer | None, *, operation: str | None = None) -> None:
    """Counts one answer. ``prepared`` is None for what was refused before; ``answer`` is None for a 304.

    ``operation`` names the stored operation that was asked by its address.
    """
