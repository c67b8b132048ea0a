"""Exponentials that give the same bits on every processor: a score is compared, signed and computed again years later.

A library's exp() may differ in the last bit from one processor, or version, to the next. What stands here uses only
what IEEE 754 fixes to the bit: addition, multiplication, division and the rounding to an integer.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_STEPS = 256  # of the table in one doubling; Taylor's polynomial covers a half step, where its error is below 1e-16
_LARGEST = 700.0  # exp() of it is still a double, and so is that of its negative


def exp(x: Any) -> Floats:
    """e to the power of x, cut to -700 .. 700; the relative error is below 1e-14."""
    return exp2(np.clip(np.asarray(x, np.float64), -_LARGEST, _LARGEST) * _constants()[0])


def exp2(x: Any) -> Floats:
    """2 to the power of x, for x from -1,010 to 1,010; the relative error is below 1e-14."""
    _, natural, table = _constants()
    steps = np.rint(np.asarray(x, np.float64) * _STEPS)
    rest = (x - steps / _STEPS) * natural
    whole = steps.astype(np.int64)
    value = rest / 24.0
    for divisor in (6.0, 2.0, 1.0):
        value += 1.0 / divisor
        value *= rest
    value += 1.0
    value *= table[whole % _STEPS]
    powers: Floats = np.ldexp(value, whole // _STEPS)
    return powers


def logistic(x: Any) -> Floats:
    """1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + exp(np.negative(x)))


@lru_cache(maxsize=65_536)
def natural_log(above: int, below: int) -> float:
    """The natural logarithm of a fraction of two positive integers, rounded to the nearest double."""
    with localcontext() as exact:
        exact.prec = 30
        return float((Decimal(above) / Decimal(below)).ln())


def doublings() -> tuple[float, Floats]:
    """ln 2, and 2 to the powers of the steps from 0 to 1: for a loop that takes the same steps as `exp2`."""
    return _constants()[1:]


def one_doubling() -> float:
    """1 / ln 2: how many doublings lie in e."""
    return _constants()[0]


@lru_cache(maxsize=1)
def _constants() -> tuple[float, float, Floats]:
    """1 / ln 2, ln 2, and 2 to the powers of 0/256 .. 255/256: each rounded once, from thirty digits."""
    with localcontext() as exact:
        exact.prec = 30
        natural = Decimal(2).ln()
        table = np.array([float((natural * step / _STEPS).exp()) for step in range(_STEPS)])
        return float(1 / natural), float(natural), table
