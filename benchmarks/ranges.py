"""Whether 80 % ranges hold 80 %: simulated engineers whose levels are known.

Levels are drawn at random; evidence scatters round the level it saw by its own standard error and, since levels move,
by what its half-life adds; a claim scatters round one above the level with the error that the policy gives it. The
score at the truth is the policy's score with the true levels and no error.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np

from benchmarks.network import demo_network
from benchmarks.table import Row

SKILLS = ("python", "rag", "pgvector", "evals", "langgraph", "docker")
LEVELS = (3, None, 2, 4, None, None)


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """The share of engineers whose score at the truth lies in low..high."""
    demo_network(2000, say=say)
    from dataclasses import replace

    from guildworks.kernels.talentindex.records import CLAIM_ERROR, Said, Seen, estimate, pack_skills
    from guildworks.kernels.talentindex.scorer import Columns, Question, interval, score
    from guildworks.kernels.text.graph import HALF_LIFE_YEARS
    from guildworks.matching.ranking_policy import policy_in_force
    from guildworks.platform import clock
    from guildworks.skills.queries import graph

    count = 200 if quick else 2000
    policy, today = policy_in_force().policy, clock.today()
    random = np.random.default_rng(20261123)
    truth = random.uniform(1, 4, (count, len(SKILLS)))
    trust = random.normal(policy.reputation_mean, policy.reputation_error, count).clip(0, 1)
    lives = {skill: HALF_LIFE_YEARS[graph()[skill].half_life] for skill in SKILLS}
    records = []
    for levels in truth:
        seen, said = [], []
        for skill, level in zip(SKILLS, levels, strict=True):
            if random.random() < 0.7:
                error, years = random.uniform(0.2, 0.7), random.uniform(0, 4)
                aged = error * 2 ** (years / lives[skill] / 2)
                day = today - timedelta(days=round(years * 365.25))
                seen.append(Seen(skill, float(random.normal(level, aged)), error, day))
            else:
                said.append(float(random.normal(level + 1, CLAIM_ERROR)))
                said[-1] = Said(skill, said[-1])  # type: ignore[arg-type]
        records.append(pack_skills(seen, said, half_life_years=lives))
    none = {skill: frozenset[str]() for skill in SKILLS}
    found = estimate(records, SKILLS, below=none, half_life_years=lives, today=today)
    question = Question(
        group=(0, 1, 2, 3, 4, 5),
        level=tuple(None if level is None else float(level) for level in LEVELS),
        must=(True, True, True, True, False, False),
    )
    flat, unknown = np.zeros(count), np.full(count, np.nan)
    columns = Columns(found.mean, found.error, found.key, flat, flat, unknown, unknown, unknown, unknown, flat)
    parts = score(columns, question, policy)
    low, high = interval(columns, question, policy, parts=parts)
    true_parts = score(replace(columns, level_mean=truth), question, policy)
    true_parts[:, policy.parts.index("reputation")] = policy.weights["reputation"] * trust
    true = true_parts.sum(axis=1)
    share = float(((low <= true) & (true <= high)).mean())
    least, most = (0.70, 0.90) if quick else (0.76, 0.84)
    return [
        Row(
            f"80 % ranges that hold the score at the truth, of {count:,}",
            share,
            bar=f"{least:g} to {most:g}",
            holds=least <= share <= most,
            note=f"median width {float(np.median(high - low)):.3f}",
        )
    ]
