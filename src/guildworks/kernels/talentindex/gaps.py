"""Ascending numbers in about a byte each, where they lie close: a byte tells how far the next one lies beyond the last.

The first lies so far beyond -1. A byte of FAR goes that far, and no number stands there. A number may come again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FAR = 255


def gaps_of(numbers: NDArray[np.int32], lists_from: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Ascending lists, one after another, as gaps; `lists_from` tells where each begins, and where the last ends.

    Returns the bytes, and the same of them.
    """
    gaps = np.diff(numbers, prepend=numbers.dtype.type(-1))
    firsts = lists_from[:-1][np.diff(lists_from) > 0]
    gaps[firsts] = numbers[firsts] + 1
    far = gaps // FAR
    ends = np.cumsum(far.astype(np.int64) + 1)
    found = np.full(int(ends[-1]) if len(ends) else 0, FAR, np.uint8)
    found[ends - 1] = gaps - far * FAR
    return found, np.append(0, ends)[lists_from]


def numbers_of(gaps: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The numbers of one list."""
    numbers: NDArray[np.int64] = (np.cumsum(gaps, dtype=np.int64) - 1)[gaps != FAR]
    return numbers
