"""What attention changes: briefs one after another with their lists kept and counted, by policy 1 and by policy 2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Any

from benchmarks.invented_briefs import invented_briefs
from benchmarks.network import demo_network
from benchmarks.table import Row, at_most

BRIEFS = 500
SEED = 3  # of these; the numbers of the policy were chosen on those of others (`benchmarks/fit_attention.py`)
COUNTED_EVERY = 20
TOP = 10


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """Places of those who are shown most without attention, and what the lists lose by their score of policy 1."""
    demo_network(2000, say=say)
    from guildworks.matching.comparing import most_shown
    from guildworks.platform import clock

    texts = list(invented_briefs(BRIEFS // 10 if quick else BRIEFS, seed=SEED, today=clock.today()))
    without, score_without = _lists(texts, "1")
    with_it, score_with = _lists(texts, "2")
    most = most_shown(without)
    before, after = (sum(places[one] for one in most) for places in (without, with_it))
    shown = f"{len(without):,} engineers shown without, {len(with_it):,} with it"
    return [
        at_most(
            f"attention, {len(texts)} briefs: places of the most-shown 1 %, as a share of those without it",
            after / before,
            0.9 if quick else 0.5,  # of fifty briefs nobody is on so many lists
            note=f"{len(most)} engineers, {before:,} places without; {shown}",
        ),
        at_most(
            "attention: share of the mean score of lists that is lost",
            1 - score_with / score_without,
            0.02,
            note=f"{score_without:.4f} without, by policy 1",
        ),
    ]


def _lists(texts: Sequence[str], version: str) -> tuple[Counter[Any], float]:
    """Places by engineer, and the mean score by policy 1 of all places, of lists that this policy makes."""
    from django.db import transaction

    from guildworks.accounts.queries import local_operator, operator_organisation
    from guildworks.matching.actions import count_attention, match_brief, promote_policy
    from guildworks.matching.ranking_policy import get_policy
    from guildworks.matching.spent import Spent

    operator, organisation = local_operator(), operator_organisation()
    first, own = (get_policy(each).policy.weights for each in ("1", version))
    places, scores = Counter[Any](), []
    with transaction.atomic():  # taken back: the network is measured again by others
        if version != "1":
            promote_policy(operator, version)
        for number, text in enumerate(texts):
            if number % COUNTED_EVERY == 0:
                count_attention(operator)
            made = match_brief(operator, organisation, text=text, top=TOP, spent=Spent())
            places.update(made.engineers)
            scores += [_by_first(person["parts"], first, own) for person in made.found["roles"][0]["engineers"]]
        transaction.set_rollback(True)
    return places, fmean(scores)


def _by_first(parts: Mapping[str, float], first: Mapping[str, float], own: Mapping[str, float]) -> float:
    """The score by the first policy, whose fits the other one weighs in another way."""
    return sum(parts[name] / own[name] * weight for name, weight in first.items())
