"""The process that feeds the talent index, for as long as a server runs."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from threading import Event, Thread
from time import monotonic

RESTART_SECONDS = (1.0, 60.0)  # after the first that ended, and at most after the next ones
STEADY_SECONDS = 60.0  # whoever ran so long was well
ENDING_SECONDS = 5.0


class FeederProcess:
    """Keeps one feeder running; one that was killed is started again. Leave the `with`, and it has ended."""

    def __init__(self) -> None:
        self._over = Event()
        self._pid = 0
        self._keeper = Thread(target=self._keep, daemon=True)

    def __enter__(self) -> FeederProcess:
        self._keeper.start()
        return self

    def __exit__(self, *wrong: object) -> None:
        self._over.set()
        self._end()
        self._keeper.join(ENDING_SECONDS)

    def _keep(self) -> None:
        pause, longest = RESTART_SECONDS
        while not self._over.is_set():
            began = monotonic()
            pid = self._pid = _start()
            if self._over.is_set():
                self._end()
            os.waitpid(pid, 0)
            self._pid = 0
            pause = RESTART_SECONDS[0] if monotonic() - began > STEADY_SECONDS else min(2 * pause, longest)
            self._over.wait(pause)

    def _end(self) -> None:
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGTERM)


def _start() -> int:
    """Start a feeder: its process id.

    Not by `subprocess`, which reads from a pipe until the new program runs: the server's forks of the same moment have
    the other end, and it would read for ever. In a group of its own, since Ctrl-C is for the server. And with a
    database that is told as somebody else's: a feeder does not start what was stopped.
    """
    words = [sys.executable, "-m", "guildworks", "index", "feed"]
    environment = {name: value for name, value in os.environ.items() if name != "GUILDWORKS_EMBEDDED"}
    nothing = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
    return os.posix_spawn(sys.executable, words, environment, file_actions=[nothing], setpgroup=0)
