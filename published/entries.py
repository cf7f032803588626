"""The statements that write the store. They touch a row only where something differs: what is equal is no change.

Called by the publication and by the commands; nothing else writes these tables.
"""

import re
from collections.abc import Collection, Iterable
from typing import Any

import orjson
from django.db import connection

from published.document import Document, FieldProblem
from published.projection import search_of
from published.visibility import Scope, in_scope, page_types, visible_pages_statement
from published.withdrawals import LEAVE_BEHIND

_COLUMNS = (
    *("type", "locale", "site", "path", "translation_key", "tree", "listed", "card", "body"),
    *("sort_at", "sort_title", "starts_at", "ends_at", "mentions", "search"),
)
_COMPARED = {"card": "{0}.card::text", "body": "{0}.body::text"}


def _row(table: str) -> str:
    return ", ".join(_COMPARED.get(column, "{0}." + column).format(table) for column in _COLUMNS)


def write(document: Document) -> bool:
    """Write a document and its terms; return whether anything was different."""
    search, search_parameters = _search_vector(document)
    placeholders = ["%s"] * (len(_COLUMNS) - 1)
    statement = f"""
        INSERT INTO published_entry AS e (key, {", ".join(_COLUMNS)}) VALUES (%s, {", ".join(placeholders)}, {search})
        ON CONFLICT (key) DO UPDATE SET {", ".join(f"{column} = EXCLUDED.{column}" for column in _COLUMNS)}
        WHERE ({_row("e")}) IS DISTINCT FROM ({_row("EXCLUDED")})
    """
    values = [document.key, *_values(document)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *search_parameters])
        is_changed = cursor.rowcount > 0
        if _write_terms(cursor, document) and not is_changed:
            # Lists and facets changed though the entry did not: a change all the same.
            cursor.execute("UPDATE published_entry SET key = key WHERE key = %s", [document.key])
            is_changed = True
    return is_changed


def _values(document: Document) -> list[Any]:
    """Return the values of ``_COLUMNS`` but the last."""
    return [
        document.type,
        document.locale,
        document.site,
        document.path,
        document.translation_key,
        document.tree,
        document.listed,
        as_json(document.card),
        as_json(document.body),
        document.sort_at,
        document.sort_title,
        document.starts_at,
        document.ends_at,
        mentions_of(document),
    ]


def as_json(value: dict[str, Any]) -> str:
    """Return the text of a card or body as the store holds it."""
    return orjson.dumps(value).decode()


def mentions_of(document: Document) -> list[str]:
    """Return every key that stands in a document, sorted; also those of links in rich text."""
    return sorted(set(_KEY.findall(as_json(document.card) + as_json(document.body))))


_KEY = re.compile(r'"([A-Z][A-Za-z0-9]*:[0-9]+)\\?"')


def _search_vector(document: Document) -> tuple[str, list[Any]]:
    text = search_of(document)
    parts, parameters = [], []
    for weight, words in (text.weighted if text is not None else {}).items():
        parts.append("setweight(to_tsvector(%s::regconfig, %s), %s)")
        parameters += [text.configuration, words, weight]
    if text is not None and text.exact:
        parts.append("array_to_tsvector(%s::text[])")
        parameters.append(text.exact)
    return " || ".join(parts) or "NULL::tsvector", parameters


def _write_terms(cursor: Any, document: Document) -> bool:
    cursor.execute(
        """
        WITH gone AS (
            DELETE FROM published_term WHERE key = %s AND term <> ALL(%s::text[]) RETURNING 1
        ), written AS (
            INSERT INTO published_term AS t (term, type, locale, sort_at, key)
            SELECT term, %s, %s, %s::timestamptz, %s FROM unnest(%s::text[]) term
            ON CONFLICT (term, key) DO UPDATE
            SET type = EXCLUDED.type, locale = EXCLUDED.locale, sort_at = EXCLUDED.sort_at
            WHERE (t.type, t.locale, t.sort_at) IS DISTINCT FROM (EXCLUDED.type, EXCLUDED.locale, EXCLUDED.sort_at)
            RETURNING 1
        )
        SELECT EXISTS (SELECT FROM gone) OR EXISTS (SELECT FROM written)
        """,
        [
            *(document.key, document.terms),
            *(document.type, document.locale, document.sort_at, document.key, document.terms),
        ],
    )
    return bool(cursor.fetchone()[0])


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


def differences(document: Document) -> list[str]:
    """Return the names of the columns in which the store differs from a document; all of them if it lacks the entry."""
    search, search_parameters = _search_vector(document)
    expected = [*(["%s"] * (len(_COLUMNS) - 1)), search]
    compared = [
        f"({_COMPARED.get(column, '{0}.' + column).format('e')}) IS DISTINCT FROM ({value}{_CASTS.get(column, '')})"
        for column, value in zip(_COLUMNS, expected, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ARRAY[{', '.join(compared)}], ARRAY(SELECT term FROM published_term t WHERE t.key = e.key"
            " AND (t.type, t.locale, t.sort_at) IS NOT DISTINCT FROM (e.type, e.locale, e.sort_at) ORDER BY term)"
            " FROM published_entry e WHERE e.key = %s",
            [*_values(document), *search_parameters, document.key],
        )
        row = cursor.fetchone()
    if row is None:
        return ["missing"]
    different = [column for column, differs in zip(_COLUMNS, row[0], strict=True) if differs]
    return different + (["terms"] if sorted(row[1]) != document.terms else [])


_CASTS = {
    "mentions": "::text[]",
    "translation_key": "::uuid",
    "sort_at": "::timestamptz",
    "starts_at": "::timestamptz",
    "ends_at": "::timestamptz",
}


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
