"""What would bring more people, as it may be told: the smallest step of each point, by how many more it brings.

As feasibility it tells of no single person: counts are rounded and begin at 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from guildworks.matching.corrections import AskedFor
from guildworks.matching.feasibility import rounded
from guildworks.matching.few import FEWEST
from guildworks.matching.loosening.counting import count_fitting
from guildworks.matching.loosening.ways import Way, ways
from guildworks.platform.limits import limit


def what_helps(asks: AskedFor, *, at: datetime) -> list[dict[str, Any]]:
    """For each role of a brief: how many `fit` it now, whether `somebody` does, and `ways`, each with how many `more`.

    A count is as `rounded` tells it, None below three; a way that brings nobody is left out.
    """
    points = ways(asks)
    found = count_fitting(asks, [way for steps in points for way in steps], at=at)
    return [_of_role(points, base, counts) for base, counts in found]


def _of_role(points: Sequence[Sequence[Way]], base: int, counts: Sequence[int]) -> dict[str, Any]:
    more = iter(count - base for count in counts)
    best = [_first_enough(list(zip(steps, islice(more, len(steps)), strict=True))) for steps in points]
    helping = sorted((each for each in best if each[1] > 0), key=lambda each: -each[1])
    told = [{"key": way.key, "more": rounded(count)} for way, count in helping[: limit("loosening_ways")]]
    return {"fit": rounded(base), "somebody": base > 0, "ways": told}


def _first_enough(steps: Sequence[tuple[Way, int]]) -> tuple[Way, int]:
    """The smallest step that brings three or more, else the one that brings most."""
    enough = (step for step in steps if step[1] >= FEWEST)
    return next(enough, None) or max(steps, key=lambda step: step[1])
