"""What the report is made of: who asked which operation, at what cost, with which errors, and what of the schema.

Called by ``api.views`` after each answer. Counts in memory; the flusher adds the counts to the tables of the day. What
is kept is bounded whatever is sent: operations that are not stored are told apart for keys only, and only so many.
"""

import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from api.answers import Answer, told
from api.callers import Caller
from api.door import Prepared
from api.errors import code_of
from api.usage.field_uses import FieldUses
from api.usage.flushing import FLUSHER, writing
from api.usage.models import ANONYMOUS

OTHER = "*"  # the operations that are not told apart
REFUSED = "!"  # what was refused before it was known which operation it is, or whether it may be executed
MOST_OPERATIONS = 200  # not stored ones that are told apart for one key on one day
MOST_WAITING = 500  # documents whose fields the flusher works out

ADD_OPERATIONS = """
    INSERT INTO api_usage_operationcount AS kept
        (day, key, operation, count, cost, highest_cost, errors, not_modified)
    SELECT %s, * FROM unnest(
        %s::int[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
    ORDER BY 2, 3
    ON CONFLICT (day, key, operation) DO UPDATE SET
        count = kept.count + excluded.count,
        cost = kept.cost + excluded.cost,
        highest_cost = greatest(kept.highest_cost, excluded.highest_cost),
        errors = kept.errors + excluded.errors,
        not_modified = kept.not_modified + excluded.not_modified
"""
ADD_COUNTS = """
    INSERT INTO {table} AS kept (day, key, {name}, count)
    SELECT %s, * FROM unnest(%s::int[], %s::text[], %s::bigint[])
    ORDER BY 2, 3
    ON CONFLICT (day, key, {name}) DO UPDATE SET count = kept.count + excluded.count
"""
ADD_ERRORS = ADD_COUNTS.format(table="api_usage_errorcount", name="code")
ADD_FIELDS = ADD_COUNTS.format(table="api_usage_fieldcount", name="name")


@dataclass(slots=True)
class Tally:
    """How often something was asked, and what that cost."""

    count: int = 0
    cost: int = 0
    highest_cost: int = 0
    errors: int = 0
    not_modified: int = 0

    def add(self, other: "Tally") -> None:
        self.count += other.count
        self.cost += other.cost
        self.highest_cost = max(self.highest_cost, other.highest_cost)
        self.errors += other.errors
        self.not_modified += other.not_modified


@dataclass
class Counts:
    """What was counted since the last writing, each by the number of a key and a name."""

    operations: dict[tuple[int, str], Tally] = field(default_factory=dict)
    codes: Counter[tuple[int, str]] = field(default_factory=Counter)
    fields: Counter[tuple[int, str]] = field(default_factory=Counter)
    # By the identity of what an operation uses: its fields are worked out by the flusher.
    waiting: dict[tuple[int, int], tuple[FieldUses, int]] = field(default_factory=dict)

    def add(self, other: "Counts") -> None:
        for name, tally in other.operations.items():
            self.operations.setdefault(name, Tally()).add(tally)
        self.codes.update(other.codes)
        self.fields.update(other.fields)

    def work_out(self) -> None:
        """Turns the documents that wait into the fields that they ask."""
        for (key, _identity), (uses, count) in self.waiting.items():
            for name in uses.names:
                self.fields[key, name] += count
        self.waiting.clear()


class Records:
    """The counts of this process."""

    def __init__(self, today: Callable[[], date] = timezone.localdate) -> None:
        self.today = today
        self.forget()

    def forget(self) -> None:
        """Begins anew: in a process that was forked, what was counted is its parent's to write."""
        self.counts = Counts()
        self.told_apart: dict[int, set[str]] = {}
        self.day: date | None = None
        self._lock = threading.Lock()

    def note(
        self, caller: Caller, prepared: Prepared | None, answer: Answer | None, *, operation: str | None = None
    ) -> None:
        """Counts one answer. ``prepared`` is None for what was refused before; ``answer`` is None for a 304.

        ``operation`` names the stored operation that was asked by its address.
        """
        key = caller.key.id if caller.key else ANONYMOUS
        codes = {code_of(told(error)).code for error in answer.errors} if answer and answer.errors else ()
        uses = prepared.operation.uses if prepared else None
        given = uses.given(prepared.question.variables) if prepared and uses else frozenset()
        # Where too many documents wait for the flusher, whoever asks another one works it out, and not under the lock.
        at_once = uses.names if uses and len(self.counts.waiting) >= MOST_WAITING else None
        with self._lock:
            for code in codes:
                self.counts.codes[key, code] += 1
            if prepared is None or uses is None:
                refused = self.counts.operations.setdefault((key, REFUSED), Tally())
                refused.count += 1
                refused.errors += bool(codes)
                return
            name = operation or self._name(key, prepared)
            self._add(key, name, cost=None if answer is None else prepared.cost, has_errors=bool(codes))
            self._add_uses(key, uses, given, at_once)

    def note_again(
        self, uses: FieldUses, given: frozenset[str], *, cost: int, name: str | None, is_unchanged: bool
    ) -> None:
        """Counts an answer that is given again to a reader without a key."""
        at_once = uses.names if len(self.counts.waiting) >= MOST_WAITING else None
        with self._lock:
            self._add(ANONYMOUS, name or OTHER, cost=None if is_unchanged else cost, has_errors=False)
            self._add_uses(ANONYMOUS, uses, given, at_once)

    def write(self) -> None:
        """Adds what was counted to the tables of today. Called by the flusher."""
        today = self.today()
        with self._lock:
            if today != self.day:
                self.day, self.told_apart = today, {}
            counts, self.counts = self.counts, Counts()
        counts.work_out()
        if not counts.operations and not counts.codes:
            return
        try:
            _write(today, counts)
        except Exception:
            with self._lock:
                self.counts.add(counts)
            raise

    def _add(self, key: int, name: str, *, cost: int | None, has_errors: bool) -> None:
        """``cost`` is None for a 304."""
        tally = self.counts.operations.get((key, name))
        if tally is None:
            tally = self.counts.operations[key, name] = Tally()
        tally.count += 1
        if cost is None:
            tally.not_modified += 1
        else:
            tally.cost += cost
            tally.highest_cost = max(tally.highest_cost, cost)
            tally.errors += has_errors

    def _add_uses(self, key: int, uses: FieldUses, given: frozenset[str], at_once: frozenset[str] | None) -> None:
        for name in given if at_once is None else given | at_once:
            self.counts.fields[key, name] += 1
        if at_once is None:
            _uses, count = self.counts.waiting.get((key, id(uses)), (uses, 0))
            self.counts.waiting[key, id(uses)] = uses, count + 1

    def _name(self, key: int, prepared: Prepared) -> str:
        """What an operation is called that was not asked by its address: by readers without a key, nothing."""
        if key == ANONYMOUS:
            return OTHER
        name = f"{(prepared.question.operation_name or '')[:60]}#{prepared.document.key[:8]}"
        known = self.told_apart.setdefault(key, set())
        if name not in known and len(known) >= MOST_OPERATIONS:
            return OTHER
        known.add(name)
        return name


def _write(today: date, counts: Counts) -> None:
    with writing() as cursor:
        if counts.operations:
            keys, names = zip(*counts.operations, strict=True)
            tallies = counts.operations.values()
            columns = ("count", "cost", "highest_cost", "errors", "not_modified")
            numbers = [[getattr(tally, column) for tally in tallies] for column in columns]
            cursor.execute(ADD_OPERATIONS, [today, list(keys), list(names), *numbers])
        for statement, counter in ((ADD_ERRORS, counts.codes), (ADD_FIELDS, counts.fields)):
            if counter:
                keys, names = zip(*counter, strict=True)
                cursor.execute(statement, [today, list(keys), list(names), list(counter.values())])


RECORDS = Records()
FLUSHER.add("records", RECORDS.write)
os.register_at_fork(after_in_child=RECORDS.forget)


def note(caller: Caller, prepared: Prepared | None, answer: Answer | None, *, operation: str | None = None) -> None:
    """Counts one answer. ``prepared`` is None for what was refused before; ``answer`` is None for a 304.

    ``operation`` names the stored operation that was asked by its address.
    """
    FLUSHER.ensure_running()
    RECORDS.note(caller, prepared, answer, operation=operation)


def note_again(uses: FieldUses, given: frozenset[str], *, cost: int, name: str | None, is_unchanged: bool) -> None:
    """Counts an answer that is given again to a reader without a key; ``name`` as ``operation`` above."""
    FLUSHER.ensure_running()
    RECORDS.note_again(uses, given, cost=cost, name=name, is_unchanged=is_unchanged)
