"""When each key was last used: noted in the process by requests, written by the flusher of ``api.usage``."""

import threading
from datetime import datetime

from api.usage.flushing import FLUSHER, writing

WRITE = """
    UPDATE api_keys_apikey AS key SET last_used_at = used.moment
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS used (id, moment)
    WHERE key.id = used.id AND (key.last_used_at IS NULL OR key.last_used_at < used.moment)
"""

_noted: dict[int, datetime] = {}
_lock = threading.Lock()


def note_use(key_id: int, moment: datetime) -> None:
    """Remembers the last use of a key; nothing is written."""
    FLUSHER.ensure_running()
    with _lock:
        _noted[key_id] = moment


def flush() -> None:
    """Writes what was noted since the last time, in one statement; keeps it where that fails. Called by the flusher."""
    with _lock:
        noted = dict(_noted)
        _noted.clear()
    if not noted:
        return
    try:
        with writing() as cursor:
            cursor.execute(WRITE, [list(noted), list(noted.values())])
    except Exception:
        with _lock:
            for key_id, moment in noted.items():
                _noted.setdefault(key_id, moment)
        raise
