"""The index as a search reads it: one open generation for each process, as fresh as the database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Lock, Thread

from django.conf import settings
from django.db import connection, connections

from guildworks.kernels.talentindex.generation import generations
from guildworks.kernels.talentindex.index import State, TalentIndex
from guildworks.matching.index.files import index_folder, newest
from guildworks.matching.index.following import come_as_far
from guildworks.matching.index.trial import await_compiled, try_index
from guildworks.platform.collector import spare_what_is_loaded


class _Reader:
    """The generation that this process has open, and the look for a newer one."""

    def __init__(self) -> None:
        self.index: TalentIndex | None = None
        self.folder: Path | None = None
        self._seen = -1  # when the folder last changed
        self._lock = Lock()
        self._opening: Thread | None = None

    def current(self) -> TalentIndex | None:
        """The open generation. A newer one is opened beside it, since its checksums take a moment."""
        folder = index_folder()
        try:
            changed = folder.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        with self._lock:
            is_other = folder != self.folder
            if is_other or (changed != self._seen and not (self._opening and self._opening.is_alive())):
                self.index, self.folder = (None, folder) if is_other else (self.index, self.folder)
                self._seen = changed
                self._opening = Thread(target=self._open, args=(folder,), daemon=True)
                self._opening.start()
            return self.index

    def opened(self) -> TalentIndex | None:
        """The same, once what is being opened is open."""
        self.current()
        if self._opening is not None:
            self._opening.join()
        return self.index

    def _open(self, folder: Path) -> None:
        latest = next(generations(folder), None)
        if self.index is not None and latest is not None and latest.name == self.index.generation.name:
            return  # something else of the folder has changed, such as a generation that is being built
        try:
            found = newest()
        finally:
            connections.close_all()  # those of this thread
        if found and folder == self.folder:
            index = TalentIndex(found)
            index.catch_up()
            self.index = index
            spare_what_is_loaded()


_reader = _Reader()


def begin() -> None:
    """Open the index, if there is one, once whoever feeds it has compiled its loops, and have their code read."""
    await_compiled()
    try:
        if index := _reader.opened():
            try_index(index.state)
    finally:
        connections.close_all()  # those of this thread


def fresh(at: datetime) -> State | None:
    """The index with all that was committed before this moment, or None: then the database answers.

    A command, which has only this one search, waits until a generation is open. A server does not.
    """
    index = _reader.opened() if settings.INDEX_WAITS else _reader.current()
    return come_as_far(connection.connection, index, at) if index else None
