"""Columns of which a search needs a few rows: read from their files, so that no process holds what it once read.

A page of a mapped file that is touched brings its neighbours into the process, 64 kB at a time, and they stay: after
some searches each process would hold most of the file. Reading costs a fifth of that, and leaves nothing behind.
"""

from __future__ import annotations

import mmap
import os
import weakref
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex import loops

MANY = 2_000  # rows: from there on most pages are needed anyway, and the map is faster


class Cold:
    """A column that is read in stretches; in a delta it is in memory already."""

    def __init__(self, values: NDArray[Any]) -> None:
        self._kind, self._size = values.dtype, values.itemsize * int(np.prod(values.shape[1:]))
        self._bytes = values.reshape(-1).view(np.uint8).data
        self._file: int | None = None
        if isinstance(mapped := values.base, np.memmap):
            self._map: mmap.mmap = mapped._mmap  # type: ignore[attr-defined]
            with suppress(OSError):  # it was deleted in this moment: then it is read from the map
                self._file = os.open(str(mapped.filename), os.O_RDONLY)
                weakref.finalize(self, os.close, self._file)

    def read(self, first: NDArray[Any], count: NDArray[Any]) -> NDArray[Any]:
        """What stands in these stretches, one after another, in one dimension."""
        begins, lengths = first * self._size, count * self._size
        if self._file is not None and len(first) <= MANY:
            found = np.empty(int(lengths.sum()), np.uint8)
            is_whole = loops.read_pieces(self._file, begins, lengths, found)
            assert is_whole, "a file has become shorter"
            return found.view(self._kind)
        places = zip(begins.tolist(), lengths.tolist(), strict=True)
        joined = bytearray().join([self._bytes[begin : begin + length] for begin, length in places])
        if self._file is not None:
            self._map.madvise(mmap.MADV_DONTNEED)
        return np.frombuffer(joined, self._kind)
