"""Who is really the best of a row: only where everybody's value is known, and the difference is more than chance."""

from __future__ import annotations

from collections.abc import Sequence

Range = tuple[float, float]  # low and high


def best_of_ranges(ranges: Sequence[Range | None]) -> list[bool]:
    """Whose range lies above those of all others, touching none; nobody's where one is unknown."""
    known = [each for each in ranges if each is not None]
    if len(known) < max(len(ranges), 2):
        return [False] * len(ranges)
    return [
        all(low > high for other, (_, high) in enumerate(known) if other != place)
        for place, (low, _) in enumerate(known)
    ]


def best_of_figures(figures: Sequence[float | None], *, least: bool = False) -> list[bool]:
    """Who has the highest figure, or the least; nobody where all have the same or one is unknown."""
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(figures) or len(set(known)) < 2:
        return [False] * len(figures)
    best = min(known) if least else max(known)
    return [figure == best for figure in known]
