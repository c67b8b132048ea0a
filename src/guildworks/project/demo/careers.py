"""What a person of the demo network can and did: skills with levels, jobs with dates, evidence of different ages."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from guildworks.kernels.text.profile import ClaimDraft, JobDraft
from guildworks.project.demo.world import Archetype, Commonness, JobText, World

SourceKind = Literal["test", "review", "project", "interview"]
SOURCES: tuple[tuple[SourceKind, float, float], ...] = (  # kind, least and most standard error
    ("test", 0.15, 0.35),
    ("project", 0.22, 0.5),
    ("review", 0.3, 0.55),
    ("interview", 0.4, 0.8),
)
SOURCE_SHARES = (45, 25, 20, 10)
EASE: dict[Commonness, float] = {"core": 0.35, "common": 0.0, "rare": -0.55}
DAYS_A_YEAR = 365.25
LAST_RESORT = "backend-engineer"  # what people did before their own kind of work existed


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """What the platform saw of one skill: `mean` on the scale 1 to 4, with its standard error, on a day."""

    skill: str
    source_kind: SourceKind
    mean: float
    standard_error: float
    observed_on: date


@dataclass(frozen=True, slots=True)
class Ability:
    """A skill that a person has, as it really is: what claims and evidence are drawn from."""

    skill: str
    commonness: Commonness
    level: float  # 1..4
    years: float


@dataclass(frozen=True, slots=True)
class Bent:
    """What a person is made of: kinds of work (the first is the main one), years of experience, strength (mean 0)."""

    kinds: tuple[Archetype, ...]
    years: int
    strength: float
    today: date


def jobs(rng: random.Random, bent: Bent, *, world: World) -> tuple[tuple[JobDraft, ...], tuple[str, ...]]:
    """Jobs, newest first, that fill the years of experience without overlap; and the skills their texts name."""
    months = bent.years * 12
    count = max(1, min(6, round(bent.years / 3 + rng.uniform(-0.4, 0.8))))
    cuts = sorted(rng.sample(range(1, months // 3), count - 1)) if count > 1 else []
    edges = [0, *(cut * 3 for cut in cuts), months]  # months before today, a job at least a quarter long
    told: set[str] = set()
    drafts: list[JobDraft] = []
    named: list[str] = []
    for position, (newer, older) in enumerate(pairwise(edges)):
        kind = _kind_of_work(rng, bent, months=(newer, older), world=world)
        work = _untold(rng, kind, told)
        gap = min(rng.choice((0, 0, 0, 1, 2)), older - newer - 1)
        current = position == 0 and rng.random() < 0.68
        starts = _months_before(bent.today, older)
        ends = None if current else _months_before(bent.today, newer + gap) - timedelta(days=1)
        title = _rank(rng, older_years=(months - older) / 12) + _lower_first(rng.choice(kind.titles))
        drafts.append(JobDraft(_capital(title), _capital(work.firm), starts, ends, current, work.text))
        named.extend(work.names)
    return tuple(drafts), tuple(dict.fromkeys(named))


def abilities(rng: random.Random, bent: Bent, *, named: tuple[str, ...], world: World) -> list[Ability]:
    """The skills of a person: those of their kinds of work by chance, and those that their jobs name."""
    breadth = min(1.1, 0.55 + 0.07 * bent.years)  # newcomers know the core, and little beside it
    found: dict[str, Commonness] = {}
    for kind in bent.kinds:
        share = 1.0 if kind is bent.kinds[0] else 0.8
        for slug, commonness, chance in kind.skills:
            if rng.random() < chance * share * (1.0 if commonness == "core" else breadth):
                found.setdefault(slug, commonness)
    for slug in named:
        found.setdefault(slug, "common")
    return [_ability(rng, bent, slug, commonness=commonness, world=world) for slug, commonness in found.items()]


def claims(rng: random.Random, known: list[Ability]) -> tuple[ClaimDraft, ...]:
    """What the person says about each skill: often a little more than is there, by a habit of their own."""
    boast = rng.gauss(0.4, 0.3)
    drafts = []
    for ability in known:
        level = max(1, min(4, round(ability.level + boast + rng.gauss(0, 0.25))))
        drafts.append(ClaimDraft(ability.skill, level if rng.random() > 0.03 else None, ability.years))
    return tuple(drafts)


def evidence(rng: random.Random, bent: Bent, *, known: list[Ability]) -> tuple[EvidenceDraft, ...]:
    """What was seen of about 55 % of the skills, each once or twice; nothing of newcomers."""
    chance = _share_seen(rng, bent)
    drafts: list[EvidenceDraft] = []
    if chance == 0:
        return ()
    for ability in known:
        if rng.random() < chance * (1.15 if ability.commonness == "core" else 0.85):
            drafts.append(_seen(rng, bent, ability))
            if rng.random() < 0.15:
                drafts.append(_seen(rng, bent, ability))
    return tuple(drafts)


def _share_seen(rng: random.Random, bent: Bent) -> float:
    if bent.years < 2 or rng.random() < 0.12:
        return 0.0
    return min(0.95, max(0.1, rng.gauss(0.56, 0.15)))


def _seen(rng: random.Random, bent: Bent, ability: Ability) -> EvidenceDraft:
    kind, least, most = rng.choices(SOURCES, SOURCE_SHARES)[0]
    error = round(rng.uniform(least, most), 2)
    mean = round(max(1.0, min(4.0, rng.gauss(ability.level, error))), 2)
    days = int(min(5.0, ability.years) * DAYS_A_YEAR * rng.random() ** 1.6)  # more of it is recent
    return EvidenceDraft(ability.skill, kind, mean, error, bent.today - timedelta(days=days + 1))


def _ability(rng: random.Random, bent: Bent, slug: str, *, commonness: Commonness, world: World) -> Ability:
    most = float(bent.years)
    if slug in world.young:
        most = min(most, max(0.5, (bent.today - date(world.young[slug], 1, 1)).days / DAYS_A_YEAR))
    years = max(0.5, math.floor(2 * most * rng.uniform(0.45, 1.0)) / 2)
    grown = 1.0 + 2.15 * (1 - math.exp(-(0.5 * bent.years + 0.5 * years) / 4.5))
    level = grown + 0.42 * bent.strength + EASE[commonness] + rng.gauss(0, 0.4)
    return Ability(slug, commonness, max(1.0, min(4.0, level)), years)


def _kind_of_work(rng: random.Random, bent: Bent, *, months: tuple[int, int], world: World) -> Archetype:
    """The own kind of work where it existed by then, else what people did before it."""
    ended, began = (_months_before(bent.today, month).year for month in months)
    year = min(ended, began + 2)  # a long job may have grown into it
    kind = rng.choice(bent.kinds) if len(bent.kinds) > 1 else bent.kinds[0]
    if kind.since <= year - 1:
        return kind
    roots = [world.archetypes[slug] for slug in kind.roots if world.archetypes[slug].since <= year - 1]
    return rng.choice(roots) if roots else world.archetypes[LAST_RESORT]


def _untold(rng: random.Random, kind: Archetype, told: set[str]) -> JobText:
    left = [job for job in kind.jobs if job.firm not in told]
    work = rng.choice(left)
    told.add(work.firm)
    return work


def _rank(rng: random.Random, *, older_years: float) -> str:
    if older_years >= 9 and rng.random() < 0.35:
        return "Lead "
    if older_years >= 5 and rng.random() < 0.75:
        return "Senior "
    return "Junior " if older_years < 1 and rng.random() < 0.4 else ""


def _months_before(today: date, months: int) -> date:
    """The first day of the month that lies so many months before that of `today`."""
    count = today.year * 12 + today.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _lower_first(title: str) -> str:
    """ "Data engineer" -> "data engineer", but "AI engineer" stays."""
    return title if title[1:2].isupper() else title[0].lower() + title[1:]
