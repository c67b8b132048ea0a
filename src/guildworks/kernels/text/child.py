"""A child process that reads what a stranger sent: under limits, with an answer that is bounded in time and size."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Literal

import guildworks


class ChildFailed(Exception):
    """The child gave no answer: it was late, used or said too much, or met what it cannot read."""

    def __init__(self, reason: Literal["late", "too_much", "damaged"]) -> None:
        self.reason = reason
        super().__init__(reason)


def answer_of(module: str, sent: bytes, *, seconds: float, most: int) -> Mapping[str, Any]:
    """What a child that runs `module` says to `sent`, as JSON.

    Raises ChildFailed where it dies, is late, or says more than `most` bytes.
    """
    child = subprocess.Popen(
        [sys.executable, "-B", "-P", "-s", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    assert child.stdin and child.stdout
    late = threading.Timer(seconds, child.kill)
    late.start()
    started = time.monotonic()
    feeding = threading.Thread(target=_feed, args=(child.stdin, sent), daemon=True)
    feeding.start()
    try:
        output = child.stdout.read(most + 1)
        if len(output) > most:
            raise ChildFailed("too_much")
        code = child.wait()
        if code:
            raise _death(code, was_late=time.monotonic() - started >= seconds)
        found: Mapping[str, Any] = json.loads(output)
        return found
    except json.JSONDecodeError as wrong:
        raise ChildFailed("damaged") from wrong
    finally:
        late.cancel()
        child.kill()
        child.wait()
        child.stdout.close()
        feeding.join()


def _feed(stdin: IO[bytes], sent: bytes) -> None:
    with contextlib.suppress(OSError):  # the child may be gone before it has read all
        stdin.write(sent)
    with contextlib.suppress(OSError):
        stdin.close()


def _environment() -> dict[str, str]:
    """As little as Python needs; the child sees none of this program's settings or secrets."""
    source = str(Path(guildworks.__file__).parent.parent)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    # A pool of threads in numpy's library would reserve more address space than the child may have.
    return {**kept, "PYTHONPATH": source, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _death(code: int, *, was_late: bool) -> ChildFailed:
    """What the child's end means. pdfium ends by abort or trap where memory does, without a Python exception."""
    number = -code if code < 0 else code - 128
    if was_late or number == signal.SIGXCPU or (number == signal.SIGKILL):
        return ChildFailed("late")
    if number in (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL):
        return ChildFailed("too_much")
    return ChildFailed("damaged")
