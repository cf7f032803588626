"""The statements that write the store. They touch a row only where something differs: what is equal is no change.

Called by the publication and by the commands; nothing else writes these tables. Documents: ``published.writing``.
"""

from collections.abc import Collection, Iterable

from django.db import connection

from published.document import FieldProblem
from published.visibility import Scope, in_scope, page_types, visible_pages_statement
from published.withdrawals import LEAVE_BEHIND
from published.writing import differences, write, write_many

__all__ = [
    "all_keys",
    "at_the_same_address",
    "differences",
    "forget_behind",
    "keys_of_type",
    "mentioning",
    "missing_pages",
    "orphaned_terms",
    "record_behind",
    "refresh_addresses",
    "remove",
    "remove_invisible_pages",
    "remove_orphaned_terms",
    "replace_path_prefix",
    "stored_addresses",
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


def remove_invisible_pages(scope: Scope) -> int:
    """Remove the entries of all pages in ``scope`` that visitors may no longer see, in one statement."""
    condition, condition_parameters = in_scope(scope)
    visible, visible_parameters = visible_pages_statement(scope)
    content_types = page_types()
    statement = f"""
        WITH gone AS (
            DELETE FROM published_entry e USING wagtailcore_page p, unnest(%s::int[], %s::text[]) t(id, name)
            WHERE t.id = p.content_type_id AND e.key = t.name || ':' || p.id AND {condition}
            AND NOT EXISTS (SELECT FROM ({visible}) v WHERE v.key = e.key)
            RETURNING e.key, e.site, e.path
        ), without_terms AS (DELETE FROM published_term WHERE key IN (SELECT key FROM gone)),
        withdrawn AS ({LEAVE_BEHIND})
        SELECT count(*) FROM gone
    """
    parameters = [list(content_types), list(content_types.values()), *condition_parameters, *visible_parameters]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.fetchone()[0])


def refresh_addresses(scope: Scope) -> int:
    """Give every entry of a page in ``scope`` its present site, path and place in the tree, in one statement."""
    visible, parameters = visible_pages_statement(scope)
    statement = f"""
        UPDATE published_entry e SET site = v.site, path = v.path, tree = v.tree FROM ({visible}) v
        WHERE e.key = v.key AND (e.site, e.path, e.tree) IS DISTINCT FROM (v.site, v.path, v.tree)
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def replace_path_prefix(*, site: int, tree: str, before: str, after: str) -> int:
    """Move a branch from one public path of a site to another, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE published_entry SET path = %s || substr(path, %s)"
            " WHERE site = %s AND tree LIKE %s AND starts_with(path, %s)",
            [after, len(before) + 1, site, f"{tree}%", before],
        )
        return int(cursor.rowcount)


def stored_addresses(keys: Iterable[str]) -> dict[str, tuple[int | None, str | None, str | None]]:
    """Return site, path and place in the tree of entries as the store has them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, site, path, tree FROM published_entry WHERE key = ANY(%s)", [list(keys)])
        return {key: (site, path, tree) for key, site, path, tree in cursor.fetchall()}


def at_the_same_address(keys: Collection[str]) -> list[str]:
    """Return the keys of other entries that stand at the address of any of ``keys``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.key FROM published_entry a JOIN published_entry b ON b.site = a.site AND b.path = a.path"
            " WHERE a.key = ANY(%s) AND b.key <> a.key AND b.key <> ALL(%s)",
            [list(keys), list(keys)],
        )
        return [key for (key,) in cursor.fetchall()]


def missing_pages(scope: Scope) -> list[str]:
    """Return the keys of the pages in ``scope`` that visitors may see and the store lacks."""
    visible, parameters = visible_pages_statement(scope)
    statement = f"SELECT key FROM ({visible}) v WHERE NOT EXISTS (SELECT FROM published_entry e WHERE e.key = v.key)"
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [key for (key,) in cursor.fetchall()]


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
    """Return the keys of the entries whose documents refer to any of ``keys``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM published_entry WHERE mentions && %s::text[]"
            " UNION SELECT key FROM published_term WHERE split_part(term, ':', 2) || ':' || split_part(term, ':', 3)"
            " = ANY(%s)",
            [list(keys), list(keys)],
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
