"""Where the time of a shortlist goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

STEPS = ("parse", "embed", "search", "explain", "store")


class Spent:
    """A stopwatch for the steps of one shortlist; it runs from its making."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self._steps = dict.fromkeys(STEPS, 0.0)

    @contextmanager
    def on(self, step: str) -> Iterator[None]:
        """Add the time of the block to a step."""
        began = perf_counter()
        try:
            yield
        finally:
            self._steps[step] += perf_counter() - began

    def milliseconds(self) -> dict[str, float]:
        """Milliseconds of each step, and `total` since the making."""
        steps = {step: round(seconds * 1000, 2) for step, seconds in self._steps.items()}
        return {**steps, "total": round((perf_counter() - self._began) * 1000, 2)}
