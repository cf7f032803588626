"""Counts the SQL statements that are sent: by Django's cursors, by psycopg's own, and by ``published.plans``."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg

from published.plans import Plans


@contextmanager
def sent_statements() -> Iterator[list[str]]:
    """Gather the text of every statement that this process sends meanwhile."""
    sent: list[str] = []
    execute, result = psycopg.Cursor.execute, Plans._result

    def by_cursor(cursor: Any, query: Any, *arguments: Any, **options: Any) -> Any:
        sent.append(str(query))
        return execute(cursor, query, *arguments, **options)

    def by_plan(plans: Plans, text: bytes, *arguments: Any) -> Any:
        sent.append(text.decode())
        return result(plans, text, *arguments)

    with patch.object(psycopg.Cursor, "execute", by_cursor), patch.object(Plans, "_result", by_plan):
        yield sent


def count_statements(action: Callable[[], Any]) -> int:
    """Run `action` and return how many statements it sent."""
    with sent_statements() as sent:
        action()
    return len(sent)
