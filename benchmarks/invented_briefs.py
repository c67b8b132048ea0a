"""Briefs by the hundred for the demo network: what its kinds of engineers are asked for, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random


def invented_briefs(count: int, *, seed: int, today: date) -> Iterator[str]:
    """`count` briefs; how often a kind of engineer is asked for goes by how many of them there are."""
    from guildworks.project.demo.world import world
    from guildworks.skills.queries import skill_name

    random = Random(seed)
    kinds = list(world().archetypes.values())
    for kind in random.choices(kinds, [kind.share for kind in kinds], k=count):
        core = [(slug, chance) for slug, common, chance in kind.skills if common == "core"]
        other = [(slug, chance) for slug, common, chance in kind.skills if common != "core"]
        musts = _drawn(core, random.choice((1, 2, 2, 3)), random)
        nice = _drawn(other, random.choice((0, 1, 2)), random)
        starts = today + timedelta(days=random.randrange(7, 60))
        yield "\n".join(
            [
                f"{kind.title} wanted\n",
                f"The work is about {random.choice(kind.focus)}.",
                f"You must know {_listed([skill_name(slug) for slug in musts])}.",
                *([f"{_listed([skill_name(slug) for slug in nice])} would be nice."] if nice else []),
                f"{random.choice((10, 16, 20, 24, 32))} hours a week for {random.choice((4, 8, 12, 20))} weeks"
                f" from {starts:%-d %B %Y}.",
                *([f"At most {random.choice((70, 90, 110, 140))} EUR an hour."] if random.random() < 0.8 else []),
                *(["At least 4 hours between 9:00 and 17:00 Berlin time."] if random.random() < 0.5 else []),
                "Remote. English at B2 or better.",
            ]
        )


def _drawn(skills: Sequence[tuple[str, float]], count: int, random: Random) -> list[str]:
    """Different skills, the common ones more often."""
    in_order = sorted(skills, key=lambda skill: random.random() ** (1 / skill[1]), reverse=True)
    return sorted(slug for slug, _ in in_order[:count])


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
