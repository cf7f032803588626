"""What a caller may spend in a minute. Called by ``api.views`` before anything is executed.

Counted in the process; every few seconds the flusher adds what was spent to one row per caller and reads back what all
processes have spent together. So a request writes nothing, and several processes agree within seconds.
"""

import hashlib
import math
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from api.callers import Caller
from api.errors import BudgetError, CostLimitError
from api.usage.flushing import FLUSHER, writing

REFUSAL = 1  # what a question that is not executed costs, and an answer that the caller has already
INVALID = 10  # what a document costs that had to be read and was refused

MINUTE = 60
# One process knows at most so many callers of a minute. Who comes later shares an account with others that came late.
MOST_ACCOUNTS = 20_000
SHARED_ACCOUNTS = 4_096

# Rows in one order, so that processes never wait for each other in a circle. Callers of whom there is nothing to add
# are only read.
ADD_AND_READ = """
    WITH given AS (SELECT * FROM unnest(%s::text[], %s::bigint[]) AS t (caller, spent) ORDER BY caller),
    written AS (
        INSERT INTO api_usage_spending AS kept (minute, caller, spent)
        SELECT %s, caller, spent FROM given WHERE spent > 0
        ON CONFLICT (minute, caller) DO UPDATE SET spent = kept.spent + excluded.spent
        RETURNING caller, spent
    )
    SELECT caller, spent FROM written
    UNION ALL
    SELECT caller, kept.spent FROM given JOIN api_usage_spending AS kept USING (caller)
    WHERE kept.minute = %s AND given.spent = 0
"""
FORGET = "DELETE FROM api_usage_spending WHERE minute < %s"


@dataclass(slots=True)
class Account:
    """What a caller has spent: ``written`` by all processes together, ``waiting`` here to be written."""

    written: int = 0
    waiting: int = 0


class Budgets:
    """The accounts of this process for one minute. ``clock`` gives the seconds since 1970."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.forget()

    def forget(self) -> None:
        """Begins anew: in a process that was forked, what waits is its parent's to write."""
        self.minute = 0
        self.accounts: dict[str, Account] = {}
        self._cleared = 0
        self._has_waiting = False
        self._lock = threading.Lock()

    def require(self, caller: Caller) -> None:
        """Raises BudgetError where nothing is left: before anything is read of a question."""
        self._take(caller, 0, least=1)

    def spend(self, caller: Caller, cost: int) -> None:
        """Takes ``cost`` (1 at least) out of the caller's budget of this minute; raises BudgetError where less is left.

        What costs more than a whole budget fits in no minute: CostLimitError. A refusal takes what a refused document
        costs: to know the cost it had to be read, and who has too little left would have that for nothing.
        """
        limit = budget_of(caller)
        if limit is not None and cost > limit:
            raise CostLimitError(limit=limit, asked=cost)
        cost = max(1, cost)
        try:
            self._take(caller, cost, least=cost)
        except BudgetError:
            self.charge(caller, min(cost, INVALID))
            raise

    def spend_if_left(self, caller: Caller, cost: int) -> bool:
        """Takes ``cost`` (1 at least) where so much is left; takes nothing where it is not."""
        try:
            self._take(caller, max(1, cost), least=max(1, cost))
        except BudgetError:
            return False
        return True

    def charge(self, caller: Caller, cost: int) -> None:
        """Takes ``cost`` for what was refused already, whether or not that much is left."""
        self._take(caller, cost, least=None)

    def left(self, caller: Caller) -> int | None:
        """What is left of the caller's budget, as far as this process knows; None where there is no limit."""
        limit = budget_of(caller)
        if limit is None:
            return None
        with self._lock:
            account = self._account(caller, self.clock())
            return max(0, limit - account.written - account.waiting)

    def write(self) -> None:
        """Adds what was spent here to what all have spent, and reads that back. Called by the flusher."""
        with self._lock:
            minute = self.minute
            if not self._has_waiting or minute != int(self.clock() // MINUTE):
                return  # nothing was spent, or in a minute that is over: that interests nobody any more
            self._has_waiting = False
            given = {stored_name(name): (account, account.waiting) for name, account in self.accounts.items()}
        try:
            names, amounts = list(given), [amount for _account, amount in given.values()]
            with writing() as cursor:
                cursor.execute(ADD_AND_READ, [names, amounts, minute, minute])
                totals = cursor.fetchall()
                if self._cleared != minute:
                    cursor.execute(FORGET, [minute - 1])
                    self._cleared = minute
        except Exception:
            self._has_waiting = True
            raise
        with self._lock:
            for name, total in totals:
                account, amount = given[name]
                account.written, account.waiting = total, account.waiting - amount

    def _take(self, caller: Caller, cost: int, *, least: int | None) -> None:
        limit = budget_of(caller)
        if limit is None:
            return
        now = self.clock()
        with self._lock:
            account = self._account(caller, now)
            if least is not None and account.written + account.waiting + least > limit:
                raise BudgetError(limit=limit, seconds=max(1, math.ceil(MINUTE - now % MINUTE)))
            if cost:
                account.waiting += cost
                self._has_waiting = True

    def _account(self, caller: Caller, now: float) -> Account:
        minute = int(now // MINUTE)
        if minute != self.minute:
            self.minute, self.accounts = minute, {}
        name = caller.name
        account = self.accounts.get(name)
        if account is None:
            if len(self.accounts) >= MOST_ACCOUNTS and not caller.key:
                name = f"late:{int(_digest(name)[:8], 16) % SHARED_ACCOUNTS}"
            account = self.accounts.setdefault(name, Account())
        return account


def budget_of(caller: Caller) -> int | None:
    """The limit of a caller, in cost a minute; None: without a limit. A key without its own has that of a reader."""
    own = caller.key.budget if caller.key else None
    return (settings.GRAPHQL_ANONYMOUS_BUDGET if own is None else own) or None


def stored_name(name: str) -> str:
    """What stands in the database: keys by number, of an address a digest that only this installation can make."""
    return f"address:{_digest(name)}" if name.startswith("address:") else name


def _digest(name: str) -> str:
    secret = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    return hashlib.blake2b(name.encode(), key=secret, digest_size=16).hexdigest()


BUDGETS = Budgets()
FLUSHER.add("budgets", BUDGETS.write)
os.register_at_fork(after_in_child=BUDGETS.forget)


def require(caller: Caller) -> None:
    """Raises BudgetError for a caller who has nothing left: before anything is read of what is asked."""
    BUDGETS.require(caller)


def spend(caller: Caller, cost: int) -> None:
    """Takes ``cost`` out of the caller's budget of this minute; raises BudgetError where it is not enough."""
    FLUSHER.ensure_running()
    BUDGETS.spend(caller, cost)


def spend_if_left(caller: Caller, cost: int) -> bool:
    """Takes ``cost`` out of the caller's budget of this minute; False, and nothing taken, where it is not enough."""
    FLUSHER.ensure_running()
    return BUDGETS.spend_if_left(caller, cost)


def charge(caller: Caller, cost: int) -> None:
    """Takes ``cost`` for what was refused already: never raises."""
    FLUSHER.ensure_running()
    BUDGETS.charge(caller, cost)
