"""Writes documents into the store and compares them with it: any number of them, with one statement for each table.

Called through ``published.entries`` by the publication and by the commands.
"""

import re
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import orjson
from django.db import connection

from published.document import Document
from published.projection import search_of
from published.text_array import text_array

_COLUMNS = (
    *("type", "locale", "site", "path", "translation_key", "tree", "listed", "card", "body"),
    *("sort_at", "sort_title", "starts_at", "ends_at", "mentions", "search"),
)
_COMPARED = {"card": "{0}.card::text", "body": "{0}.body::text"}

# A document as one row of arrays: what stands in the entry as it is, then what is made of it in PostgreSQL.
_PLAIN = {
    "key": "text",
    "type": "text",
    "locale": "text",
    "site": "integer",
    "path": "text",
    "translation_key": "uuid",
    "tree": "text",
    "listed": "boolean",
    "sort_at": "timestamptz",
    "sort_title": "text",
    "starts_at": "timestamptz",
    "ends_at": "timestamptz",
}
_MADE = {
    "card_text": "json",
    "body_text": "json",
    "mentioned": "text",
    "configuration": "text",
    **dict.fromkeys(("a", "b", "c", "d"), "text"),
    "exact": "text",
}
_GIVEN_KINDS = (*_PLAIN.values(), *_MADE.values())
_plain_values = attrgetter(*_PLAIN)
_WEIGHTS = ("A", "B", "C", "D")
_KEY = re.compile(r'"([A-Z][A-Za-z0-9]*:[0-9]+)\\?"')

_VECTOR = " || ".join(
    [
        *(
            f"coalesce(setweight(to_tsvector(configuration::regconfig, {weight}), '{weight.upper()}'), '')"
            for weight in ("a", "b", "c", "d")
        ),
        "coalesce(array_to_tsvector(exact::text[]), '')",
    ]
)
# Materialized: the words of a document are made into lexemes once, not again for each comparison.
_GIVEN = f"""
    given AS MATERIALIZED (
        SELECT key, type, locale, site, path, translation_key, tree, listed, card_text AS card, body_text AS body,
            sort_at, sort_title, starts_at, ends_at, mentioned::text[] AS mentions,
            CASE WHEN configuration IS NOT NULL THEN {_VECTOR} END AS search
        FROM unnest({", ".join(f"%s::{kind}[]" for kind in _GIVEN_KINDS)})
            AS d({", ".join([*_PLAIN, *_MADE])})
    )
"""
# What stands in a term as in its entry.
_COPIED = {name: _PLAIN[name] for name in ("type", "locale", "sort_at", "sort_title", "starts_at", "ends_at")}
_copied_values = attrgetter(*_COPIED)
_GIVEN_TERMS = f"""
    given AS MATERIALIZED (
        SELECT * FROM unnest(%s::text[], %s::text[], {", ".join(f"%s::{kind}[]" for kind in _COPIED.values())})
            AS g(term, key, {", ".join(_COPIED)})
    )
"""


def _copied(table: str) -> str:
    return ", ".join(f"{table}.{column}" for column in _COPIED)


def write(document: Document) -> bool:
    """Write a document and its terms; return whether anything was different."""
    return bool(write_many([document]))


def write_many(documents: Sequence[Document]) -> set[str]:
    """Write documents of different keys with their terms; return the keys of those that were different.

    Two statements, and a third where only terms changed. What cannot be written raises for all of them.
    """
    if not documents:
        return set()
    statement = f"""
        WITH {_GIVEN}
        INSERT INTO published_entry AS e (key, {", ".join(_COLUMNS)})
        SELECT key, {", ".join(_COLUMNS)} FROM given g
        WHERE NOT EXISTS (
            SELECT FROM published_entry o WHERE o.key = g.key AND ({_row("o")}) IS NOT DISTINCT FROM ({_row("g")})
        )
        ON CONFLICT (key) DO UPDATE SET {", ".join(f"{column} = EXCLUDED.{column}" for column in _COLUMNS)}
        RETURNING e.key
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, _arrays(documents))
        changed = {key for (key,) in cursor.fetchall()}
        only_terms = _write_terms(cursor, documents) - changed
        if only_terms:
            # Lists and facets changed though the entry did not: a change all the same.
            cursor.execute("UPDATE published_entry SET key = key WHERE key = ANY(%s)", [sorted(only_terms)])
    return changed | only_terms


def _row(table: str) -> str:
    return ", ".join(_COMPARED.get(column, "{0}." + column).format(table) for column in _COLUMNS)


def _arrays(documents: Sequence[Document]) -> list[list[Any] | str]:
    rows = [(*_plain_values(document), *_made_values(document)) for document in documents]
    return [_column(kind, values) for kind, values in zip(_GIVEN_KINDS, zip(*rows, strict=True), strict=True)]


def _column(kind: str, values: Sequence[Any]) -> list[Any] | str:
    """Return an array of values; of texts as PostgreSQL writes it: psycopg would look at each by itself."""
    return text_array(values) if kind in ("text", "json") else list(values)


def _made_values(document: Document) -> tuple[Any, ...]:
    card, body = as_json(document.card), as_json(document.body)
    text = search_of(document)
    if text is None or not (text.weighted or text.exact):
        return (card, body, text_array(mentions_in(card + body)), *[None] * 6)
    weighted = [text.weighted.get(weight) for weight in _WEIGHTS]
    exact = text_array(text.exact) if text.exact else None
    return card, body, text_array(mentions_in(card + body)), text.configuration, *weighted, exact


def as_json(value: dict[str, Any]) -> str:
    """Return the text of a card or body as the store holds it."""
    return orjson.dumps(value).decode()


def mentions_in(text: str) -> list[str]:
    """Return every key that stands in the text of a document, sorted; also those of links in rich text."""
    return sorted(set(_KEY.findall(text)))


def _write_terms(cursor: Any, documents: Sequence[Document]) -> set[str]:
    """Write the terms of documents; return the keys of those whose terms were different."""
    cursor.execute(
        f"""
        WITH {_GIVEN_TERMS}, gone AS (
            DELETE FROM published_term t WHERE t.key = ANY(%s)
            AND NOT EXISTS (SELECT FROM given g WHERE g.term = t.term AND g.key = t.key)
            RETURNING t.key
        ), written AS (
            INSERT INTO published_term (term, key, {", ".join(_COPIED)})
            SELECT term, key, {", ".join(_COPIED)} FROM given g
            WHERE NOT EXISTS (
                SELECT FROM published_term o WHERE o.term = g.term AND o.key = g.key
                AND ({_copied("o")}) IS NOT DISTINCT FROM ({_copied("g")})
            )
            ON CONFLICT (term, key) DO UPDATE
            SET {", ".join(f"{column} = EXCLUDED.{column}" for column in _COPIED)}
            RETURNING key
        )
        SELECT key FROM gone UNION SELECT key FROM written
        """,
        [*_term_arrays(documents), [document.key for document in documents]],
    )
    return {key for (key,) in cursor.fetchall()}


def _term_arrays(documents: Sequence[Document]) -> list[list[Any]]:
    rows = [(term, document.key, *_copied_values(document)) for document in documents for term in document.terms]
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(2 + len(_COPIED))]


def differences(documents: Sequence[Document]) -> dict[str, list[str]]:
    """Return by key the columns in which the store differs from documents, "missing" where it lacks the entry.

    Those that are as they should be are left out.
    """
    if not documents:
        return {}
    compared = ", ".join(
        f"{_COMPARED.get(column, '{0}.' + column).format('e')} IS DISTINCT FROM"
        f" {_COMPARED.get(column, '{0}.' + column).format('g')}"
        for column in _COLUMNS
    )
    statement = f"""
        WITH {_GIVEN}
        SELECT g.key, e.key IS NULL, ARRAY[{compared}], ARRAY(
            SELECT t.term FROM published_term t WHERE t.key = e.key
            AND ({_copied("t")}) IS NOT DISTINCT FROM ({_copied("e")})
        )
        FROM given g LEFT JOIN published_entry e ON e.key = g.key
    """
    terms = {document.key: document.terms for document in documents}
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, _arrays(documents))
        for key, is_missing, differ, stored_terms in cursor.fetchall():
            names = [column for column, differs in zip(_COLUMNS, differ, strict=True) if differs]
            names += ["terms"] if sorted(stored_terms) != terms[key] else []
            if is_missing or names:
                found[key] = ["missing"] if is_missing else names
    return found
