"""From a command or a server process to a database that answers and is up to date."""

from __future__ import annotations

import os
import signal
import threading
import time
from functools import cache
from pathlib import Path

import django

from guildworks.platform.errors import GuildworksError

_server_pid = 0  # in a server's processes: whose forks they are


class NotMigrated(GuildworksError):
    """The database is not at the state that this version of the program needs."""

    code = "database_not_migrated"
    status = 2
    http_status = 503


def home() -> Path:
    """The folder that holds the embedded database and everything else of this installation."""
    return Path(os.environ.get("GUILDWORKS_HOME") or Path.home() / ".local/share/guildworks").absolute()


def is_embedded() -> bool:
    """Whether the database is the embedded one under `home()`."""
    return os.environ.get("GUILDWORKS_EMBEDDED") == "1" or not os.environ.get("GUILDWORKS_DATABASE_URL")


def configure() -> None:
    """Set Django up; nothing is connected yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildworks.project.settings")
    django.setup()


def become_server() -> None:
    """Make this process one that answers requests: it keeps connections, and its requests share the cores."""
    from django.conf import settings
    from django.db import connections

    from guildworks.project.addresses import pooled

    pooled(connections.settings["default"])
    settings.EMBEDDING_THREADS = 1
    settings.INDEX_WAITS = False
    settings.INDEX_WORTH_FROM = 0
    threading.Thread(target=_end_with, args=(_server_pid or os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when its parent has: one that was killed could not end it."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGKILL)


def close_connections() -> None:
    """Give up this process's connections, if it has any."""
    from django.conf import settings
    from django.db import connections

    if settings.configured:
        connections.close_all()


def before_forks() -> None:
    """Give up what a fork of this process cannot use: connections, and a model, whose threads are not copied.

    What reads briefs is made ready here, once for all forks.
    """
    from django.db import connections

    from guildworks.kernels.text.fields.grammar import compile_patterns
    from guildworks.skills.meaning import embedder

    connections.close_all()
    embedder.cache_clear()
    compile_patterns()
    global _server_pid
    _server_pid = os.getpid()


@cache
def ready() -> None:
    """Start the embedded database if it is the one and does not run, set Django up, and bring the schema up to date.

    An external database is never migrated unasked. Raises NotMigrated, or the platform's errors.
    """
    if is_embedded():
        from guildworks.platform.postgres import ensure_running

        addresses = ensure_running(home())
        os.environ |= {
            "GUILDWORKS_EMBEDDED": "1",
            "GUILDWORKS_DATABASE_URL": addresses.app,
            "GUILDWORKS_MIGRATION_URL": addresses.migrator,
        }
    configure()
    from guildworks.project.schema import is_current, migrate

    if not is_current():
        if not is_embedded():
            raise NotMigrated(hint="Run `guildworks database migrate` once; it keeps all data.")
        migrate()
