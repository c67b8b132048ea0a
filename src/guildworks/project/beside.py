"""The processes that run beside a server, for as long as it runs: one feeds the talent index, one does the jobs."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from threading import Event, Thread
from time import monotonic

RESTART_SECONDS = (1.0, 60.0)  # after the first that ended, and at most after the next ones
STEADY_SECONDS = 60.0  # whoever ran so long was well
ENDING_SECONDS = 10.0  # to finish what is at hand; what is killed then is done again


@contextmanager
def processes_beside() -> Iterator[None]:
    """Within the block a feeder and a worker run."""
    with ExitStack() as both:
        both.enter_context(ProcessBeside(["index", "feed"]))
        both.enter_context(ProcessBeside(["worker"]))
        yield


class ProcessBeside:
    """Keeps one `guildworks WORDS` running; one that was killed is started again. Leave the `with`: it has ended."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._over = Event()
        self._pid = 0
        self._keeper = Thread(target=self._keep, daemon=True)

    def __enter__(self) -> ProcessBeside:
        self._keeper.start()
        return self

    def __exit__(self, *wrong: object) -> None:
        self._over.set()
        self._send(signal.SIGTERM)
        self._keeper.join(ENDING_SECONDS)
        self._send(signal.SIGKILL)
        self._keeper.join(ENDING_SECONDS)

    def _keep(self) -> None:
        pause, longest = RESTART_SECONDS
        while not self._over.is_set():
            began = monotonic()
            pid = self._pid = _start(self._words)
            if self._over.is_set():
                self._send(signal.SIGTERM)
            os.waitpid(pid, 0)
            self._pid = 0
            pause = RESTART_SECONDS[0] if monotonic() - began > STEADY_SECONDS else min(2 * pause, longest)
            self._over.wait(pause)

    def _send(self, signal_number: signal.Signals) -> None:
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal_number)


def _start(command: Sequence[str]) -> int:
    """Start a process of ours: its process id.

    Not by `subprocess`, which reads from a pipe until the new program runs: the server's forks of the same moment have
    the other end, and it would read for ever. In a group of its own, since Ctrl-C is for the server. And with a
    database that is told as somebody else's: what runs beside a server does not start what was stopped.
    """
    words = [sys.executable, "-m", "guildworks", *command, "--parent", str(os.getpid())]
    environment = {name: value for name, value in os.environ.items() if name != "GUILDWORKS_EMBEDDED"}
    nothing = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
    return os.posix_spawn(sys.executable, words, environment, file_actions=[nothing], setpgroup=0)
