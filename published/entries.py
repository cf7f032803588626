"""The statements that write the store. They touch a row only where something differs: what is equal is no change.

Called by the publication and by the commands; nothing else writes these tables. Documents: ``published.writing``.
"""

from collections.abc import Collection

from django.db import connection

from published.catalogue import entry_models
from published.document import FieldProblem
from published.withdrawals import LEAVE_BEHIND
from published.writing import differences, write, write_many

__all__ = [
    "all_keys",
    "differences",
    "forget_behind",
    "keys_of_type",
    "mentioning",
    "orphaned_terms",
    "record_behind",
    "remove",
    "remove_orphaned_terms",
    "write",
    "write_many",
]


def remove(keys: Collection[str]) -> int:
    """Remove entries with their terms; return how many there were. Pages leave behind that they were withdrawn."""
    if not keys:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM published_entry WHERE key = ANY(%s) RETURNING key, site, path),"
            f" withdrawn AS ({LEAVE_BEHIND}) SELECT count(*) FROM gone",
            [list(keys)],
        )
        removed = int(cursor.fetchone()[0])
        if removed:
            cursor.execute("DELETE FROM published_term WHERE key = ANY(%s)", [list(keys)])
        return removed


def all_keys() -> set[str]:
    """Return the keys of all entries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM published_entry")
        return {key for (key,) in cursor.fetchall()}


def orphaned_terms() -> list[str]:
    """Return the keys that have terms and no entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT key FROM published_term t WHERE NOT EXISTS"
            " (SELECT FROM published_entry e WHERE e.key = t.key)"
        )
        return [key for (key,) in cursor.fetchall()]


def remove_orphaned_terms() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM published_term t WHERE NOT EXISTS (SELECT FROM published_entry e WHERE e.key = t.key)"
        )


def keys_of_type(name: str) -> set[str]:
    """Return the keys of all entries of a type."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM published_entry WHERE type = %s", [name])
        return {key for (key,) in cursor.fetchall()}


def mentioning(keys: Collection[str]) -> list[str]:
    """Return the keys of the entries whose documents or terms refer to any of ``keys``."""
    kinds = {kind for model in entry_models().values() for kind in getattr(model, "published_terms", {})}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.key FROM unnest(%s::text[]) k(key) JOIN published_entry e ON e.mentions @> ARRAY[k.key]"
            " UNION SELECT key FROM published_term WHERE term = ANY(%s)",
            [list(keys), [f"{kind}:{key}" for kind in kinds for key in keys]],
        )
        return [key for (key,) in cursor.fetchall()]


def record_behind(key: str, problem: FieldProblem) -> None:
    """Remember that a thing could not be projected; the first failure's date stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO published_behind (key, field, reason, since) VALUES (%s, %s, %s, now())"
            " ON CONFLICT (key) DO UPDATE SET field = EXCLUDED.field, reason = EXCLUDED.reason",
            [key, problem.field, problem.reason],
        )


def forget_behind(keys: Collection[str]) -> None:
    """Take things off the report: they were projected, or are no longer public."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM published_behind WHERE key = ANY(%s)", [list(keys)])
