"""The embedded PostgreSQL: used when no GUILDWORKS_DATABASE_URL is set. It knows nothing of Django."""

from guildworks.platform.postgres.failure import PostgresError
from guildworks.platform.postgres.place import Addresses
from guildworks.platform.postgres.roles import create_database, drop_database, roles_sql
from guildworks.platform.postgres.server import Status, ensure_running, status, stop, stop_unless_used

__all__ = [
    "Addresses",
    "PostgresError",
    "Status",
    "create_database",
    "drop_database",
    "ensure_running",
    "roles_sql",
    "status",
    "stop",
    "stop_unless_used",
]
