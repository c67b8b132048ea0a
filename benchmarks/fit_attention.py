"""What weight and half of attention were chosen by: what each pair of them does to four sets of 500 briefs.

    .venv/bin/python -m benchmarks.fit_attention

over the demo network of 2,000 and briefs that `benchmarks/attention.py` does not measure. The scores of policy 1 are
worked out once; attention is added to them here, counted every 20 briefs and in the steps of `matching.attention`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product
from statistics import fmean
from uuid import UUID

from benchmarks.attention import BRIEFS, COUNTED_EVERY, TOP
from benchmarks.invented_briefs import invented_briefs
from benchmarks.network import demo_network

SEEDS = (1, 11, 12, 13)
NEAR = 200  # the best by policy 1, of whom attention chooses
WEIGHTS = (0.04, 0.08, 0.1, 0.11, 0.12, 0.13, 0.14, 0.15)
HALVES = (1.0, 2.0, 4.0, 8.0, 16.0)
Scored = Sequence[tuple[UUID, float]]


def main() -> None:
    """Print a table for each set."""
    demo_network(2000, say=print)
    for seed in SEEDS:
        _print(_scored(seed))


def _print(briefs: Sequence[Scored]) -> None:
    without, score_without = _shown(briefs, weight=0.0, half=1.0)
    from guildworks.matching.comparing import most_shown

    most = most_shown(without)
    before = sum(without[one] for one in most)
    print(f"{len(without)} shown without, the {len(most)} most shown have {before} places")
    print("weight  half  places of the most shown  score lost  shown")
    for weight, half in product(WEIGHTS, HALVES):
        places, score = _shown(briefs, weight=weight, half=half)
        share = sum(places[one] for one in most) / before
        print(f"{weight:6.2f} {half:5.1f} {share:25.3f} {1 - score / score_without:11.4f} {len(places):6d}")


def _scored(seed: int) -> list[Scored]:
    """Of each brief the best by policy 1, with their scores."""
    from guildworks.matching.ranking_policy import get_policy
    from guildworks.matching.reading import brief_reader
    from guildworks.matching.search import search
    from guildworks.matching.spent import Spent
    from guildworks.platform import clock
    from guildworks.platform.ids import uuid7

    at, force, found = clock.now(), get_policy("1"), []
    for text in invented_briefs(BRIEFS, seed=seed, today=at.date()):
        requirement = brief_reader(40_000).read(text, today=at.date())
        (first, *_) = search(uuid7(), text, requirement=requirement, top=NEAR, force=force, at=at, spent=Spent())
        found.append(list(zip(first.ranked.ids, first.ranked.scores.tolist(), strict=True)))
    return found


def _shown(briefs: Sequence[Scored], *, weight: float, half: float) -> tuple[Counter[UUID], float]:
    """Places by engineer and the mean score by policy 1, with attention of this weight."""
    places, counted, scores = Counter[UUID](), Counter[UUID](), []
    for number, scored in enumerate(briefs):
        if number % COUNTED_EVERY == 0:
            counted = Counter({one: 1 << (lists.bit_length() - 1) for one, lists in places.items()})
        attended = [(-(1 - weight) * score - weight / (1 + counted[one] / half), one, score) for one, score in scored]
        best = sorted(attended)[:TOP]
        places.update(one for _, one, _ in best)
        scores += [score for *_, score in best]
    return places, fmean(scores)


if __name__ == "__main__":
    main()
