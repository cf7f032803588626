"""What the comparators need in a seeded database: an expert's indexes, and Wagtail's own search index.

Called by ``benchmarks.measuring`` before it starts the servers. Wagtail's command for its search index takes a
quarter of an hour for 100,000 pages, so its rows are written by one statement for each kind of page.
"""

from typing import LiteralString

import psycopg

from benchmarks.servers.hand_written import INDEXES

_TABLES: tuple[LiteralString, ...] = (
    *("newspage", "servicepage", "guidepage", "guidechapterpage", "eventpage", "projectpage"),
)

_INDEX: LiteralString = """
    INSERT INTO wagtailsearch_indexentry (
        object_id, title_norm, content_type_id, autocomplete, title, body, title_text, body_text
    )
    SELECT page.id::text, length(page.title) / avg(length(page.title)) OVER (), page.content_type_id,
        to_tsvector('simple', page.title), setweight(to_tsvector('english', page.title), 'B'),
        to_tsvector('english', words.text), page.title, words.text
    FROM content_TABLE own JOIN wagtailcore_page page ON page.id = own.page_ptr_id
    CROSS JOIN LATERAL (
        SELECT own.summary || ' ' || regexp_replace(
            coalesce(string_agg(value #>> '{}', ' '), ''), '<[^>]*>', ' ', 'g'
        ) AS text
        FROM jsonb_path_query(own.body, 'strict $.**.text') value WHERE jsonb_typeof(value) = 'string'
    ) words
    ON CONFLICT DO NOTHING
"""


def prepare(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in INDEXES:
            connection.execute(statement)
        row = connection.execute("SELECT count(*) FROM wagtailsearch_indexentry").fetchone()
        if row == (0,):
            for table in _TABLES:
                connection.execute(_INDEX.replace("TABLE", table))
        for table in ("content_newspage", "content_eventpage", "wagtailcore_page", "wagtailsearch_indexentry"):
            connection.execute(f"ANALYZE {table}")  # type: ignore[arg-type]
