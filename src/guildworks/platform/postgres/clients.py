"""Who is connected to a server."""

from __future__ import annotations

import psycopg

KEEPER = "guildworks keeper"
_CLIENTS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name <> %s
"""


def count_clients(connection: psycopg.Connection[tuple[int]]) -> int:
    """How many clients are connected beside this connection and the keeper."""
    row = connection.execute(_CLIENTS, [KEEPER]).fetchone()
    assert row is not None
    return row[0]
