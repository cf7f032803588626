"""DATABASES as the settings have them: the one that is written to and, where one is named, a copy to read from."""

from typing import Any

import environ

from published.replica_connection import LONGEST_WAIT, REPLICA, ReplicaConnection

ROUTER = "published.reading_database.ReadingRouter"


def databases(env: environ.Env, primary: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The primary, and the streaming replica of DATABASE_REPLICA_URL, or several, whose hosts stand in it.

    What a replica does not do within a second is done on the primary (``published.replica``), and so it stops at that
    too: the server's own limit comes first, so that a slow statement is not taken for a lost server.
    """
    if not (url := env("DATABASE_REPLICA_URL", default="")):
        return {"default": primary}
    replica = env.db_url_config(url)
    pool = {
        "connection_class": ReplicaConnection,
        "min_size": 0,
        "max_size": env.int("DATABASE_POOL_SIZE", default=8),
        "timeout": LONGEST_WAIT,
        "reconnect_timeout": LONGEST_WAIT,
    }
    options = {
        "connect_timeout": 2,
        "tcp_user_timeout": 5000,
        **replica.get("OPTIONS", {}),
        "options": "-c statement_timeout=750ms -c default_transaction_read_only=on",
        "pool": pool,
    }
    return {"default": primary, REPLICA: {**replica, "OPTIONS": options, "TEST": {"MIRROR": "default"}}}


def database_routers(env: environ.Env) -> list[str]:
    """Without a replica nobody asks where to read."""
    return [ROUTER] if env("DATABASE_REPLICA_URL", default="") else []
