"""The process that feeds the talent index, for as long as a server runs."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Event, Thread
from time import monotonic

RESTART_SECONDS = (1.0, 60.0)  # after the first that ended, and at most after the next ones
STEADY_SECONDS = 60.0  # whoever ran so long was well
ENDING_SECONDS = 5.0


class FeederProcess:
    """Keeps one feeder running; one that was killed is started again. Leave the `with`, and it has ended."""

    def __init__(self) -> None:
        self._over = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = Thread(target=self._keep, daemon=True)

    def __enter__(self) -> FeederProcess:
        self._keeper.start()
        return self

    def __exit__(self, *wrong: object) -> None:
        self._over.set()
        if self._process is not None:
            self._process.terminate()
        self._keeper.join(ENDING_SECONDS)

    def _keep(self) -> None:
        pause, longest = RESTART_SECONDS
        while not self._over.is_set():
            began = monotonic()
            # A session of its own: Ctrl-C is for the server, which ends the feeder when its last request is done.
            words = [sys.executable, "-m", "guildworks", "index", "feed"]
            self._process = subprocess.Popen(
                words, env=_environment(), stdin=subprocess.DEVNULL, start_new_session=True
            )
            if self._over.is_set():
                self._process.terminate()
            self._process.wait()
            pause = RESTART_SECONDS[0] if monotonic() - began > STEADY_SECONDS else min(2 * pause, longest)
            self._over.wait(pause)


def _environment() -> dict[str, str]:
    """Ours, but the database is told as one of somebody else: a feeder does not start what was stopped."""
    return {name: value for name, value in os.environ.items() if name != "GUILDWORKS_EMBEDDED"}
