"""Counts the SQL statements that psycopg sends, from Django's cursors and from raw ones alike."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import psycopg


def count_statements(action: Callable[[], Any]) -> int:
    """Run `action` and return how many statements it sent."""
    execute = psycopg.Cursor.execute
    sent = 0

    def counting(cursor: Any, *arguments: Any, **options: Any) -> Any:
        nonlocal sent
        sent += 1
        return execute(cursor, *arguments, **options)

    with patch.object(psycopg.Cursor, "execute", counting):
        action()
    return sent
