"""Columns of which a search needs a few rows: read from their files, so that no process holds what it once read.

A page of a mapped file that is touched brings its neighbours into the process, 64 kB at a time, and they stay: after
some searches each process would hold most of the file. Reading costs a fifth of that, and leaves nothing behind.
"""

from __future__ import annotations

import os
import weakref
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray


class Cold:
    """A column of bytes that is read in stretches; in a delta it is in memory already."""

    def __init__(self, values: NDArray[np.uint8]) -> None:
        file = -1
        if isinstance(mapped := values.base, np.memmap):
            with suppress(OSError):  # it was deleted in this moment: then it is read from the map
                file = os.open(str(mapped.filename), os.O_RDONLY)
                weakref.finalize(self, os.close, file)
        self.column = file, values  # as `closest` takes it: the file, or -1, and what stands in it
