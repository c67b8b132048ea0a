"""The index, for whoever may do without: it is only loaded where there is one, and where that is worth it."""

from __future__ import annotations

from datetime import datetime
from threading import Thread
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from guildworks.kernels.talentindex.generation import count_of, generations
from guildworks.kernels.talentindex.reached import IndexLog, Position
from guildworks.matching.index.files import index_folder, newest
from guildworks.matching.index.following import come_as_far
from guildworks.matching.index.rows import moved_since

if TYPE_CHECKING:
    from guildworks.kernels.talentindex.index import State

_early: Thread | None = None


def fresh_index(at: datetime) -> State | None:
    """The index with all that was committed before this moment; None where there is none that has come so far."""
    if _is_opening():
        return None
    folder = next(generations(index_folder()), None)
    if folder is None or count_of(folder) < settings.INDEX_WORTH_FROM:
        return None
    from guildworks.matching.index.reading import fresh  # it brings a compiler

    return fresh(at)


def open_early() -> None:
    """Begin to open the index in a server's process, so that its first searches need not be the database's.

    Until then they are: a search that waited for the loops to be compiled would take as long as that.
    """

    def open_it() -> None:
        from guildworks.matching.index.reading import begin  # it brings a compiler

        begin()

    global _early
    _early = Thread(target=open_it, daemon=True, name="open the index")
    _early.start()


def _is_opening() -> bool:
    return _early is not None and _early.is_alive()


def reached(at: datetime) -> Position | None:
    """How far the index has come, with all that was committed before this moment, whoever answers the search.

    For a command, and for a server until it has opened the index: then it has that itself, or none to be told of.
    """
    found = newest(verify=False) if settings.INDEX_WAITS or _is_opening() else None
    return come_as_far(connection.connection, IndexLog(found), at) if found else None


def has_rested(position: Position) -> bool:
    """Whether no engineer has changed since, so that a search of the database has seen what stands there."""
    return not moved_since(connection.connection, position)


def count_behind() -> int | None:
    """How many engineers have changes that the newest generation does not know yet; None where there is none."""
    found = newest(verify=False)
    if found is None:
        return None
    connection.ensure_connection()
    return len(moved_since(connection.connection, IndexLog(found).catch_up()))
