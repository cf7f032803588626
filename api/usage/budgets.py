"""What a caller may spend in a minute. Called by ``api.views`` before anything is executed."""

from api.callers import Caller

REFUSAL = 1  # what a question that is not executed costs, and an answer that the caller has already


def spend(caller: Caller, cost: int) -> None:
    """Takes ``cost`` out of the caller's budget of this minute; raises BudgetError where it is not enough."""
