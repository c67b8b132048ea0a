"""Engineers for the kernel alone: rows of random skills, words, vectors, rates and hours, without names or a database.

Each has about what an engineer of the demo network has: 18 skills of 1,100 with what lies above them (37 in all), 94
terms, two rates, five levels of each of three languages, and for every second one some weeks that are not as usual.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import numpy as np

from guildworks.kernels.talentindex.asking import (
    Condition,
    Confirmed,
    Free,
    Lives,
    Marked,
    PaidAtMost,
    Sought,
    Weeks,
    WorksAt,
)
from guildworks.kernels.talentindex.lexical import TermStatistics, term_hash
from guildworks.kernels.talentindex.records import CLAIM, SKILL, skill_key
from guildworks.kernels.talentindex.rows import (
    DIMENSIONS,
    HEAD,
    HOURS,
    LANGUAGE,
    MARK,
    NEVER,
    RATE,
    TERM,
    UNSAID,
    Apart,
    Rows,
    city_key,
    code_number,
    microseconds,
    week_number,
)
from guildworks.kernels.talentindex.scorer import Policy, Question

SKILLS = [f"skill-{number}" for number in range(1100)]
HALF_LIVES = dict.fromkeys(SKILLS, 2.0)
WORDS = [f"word{number}" for number in range(2300)]
CURRENCIES = ["EUR", "USD", "GBP", "PLN", "INR"]
COUNTRIES = ["DE", "AT", "PL", "PT", "IN", "BR", "US", "GB"]
CITIES = [f"town {number}" for number in range(200)]
PATTERNS = 1000
LANGUAGES = 120
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOW.date()
WEEK = week_number(date(2026, 11, 23))
EPOCH = date(1970, 1, 1)


def above(skill: int) -> list[int]:
    """The skills above one, as far as the first eighty, which are broad."""
    return [skill % 40, 40 + skill % 37] if skill >= 80 else []


def invented(count: int, *, seed: int, batch: int = 5000) -> Iterator[Rows]:
    """`count` engineers in batches, ascending by id."""
    random = np.random.default_rng(seed)
    crowd = _Crowd(random)
    step = (1 << 128) // (count + 1)
    for first in range(0, count, batch):
        ids = [UUID(int=step * (number + 1)) for number in range(first, min(first + batch, count))]
        yield Rows.of(crowd.rows(ids))


class _Crowd:
    """Draws engineers: skills and words by a law of small numbers, vectors around two hundred centres."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random = random
        self.skill_keys = np.array([skill_key(slug) for slug in SKILLS], np.uint32)
        self.word_keys = np.array([term_hash(word) for word in WORDS], np.uint32)
        self.centres = np.random.default_rng(1).normal(size=(200, DIMENSIONS))
        self.skill_odds = _falling(len(SKILLS), 0.7)
        self.word_odds = _falling(len(WORDS), 0.9)

    def rows(self, ids: list[UUID]) -> list[bytes]:
        """The packed rows of engineers with these ids."""
        random, count = self.random, len(ids)
        heads = np.zeros(count, HEAD)
        heads["confirmed"] = microseconds(NOW) - random.integers(0, 20 * 86_400_000_000, count)
        heads["pattern"] = random.integers(1, PATTERNS + 1, count)
        heads["years"] = np.where(random.random(count) < 0.05, UNSAID, random.integers(0, 250, count))
        heads["capacity"] = random.choice([80, 100, 120, 128, 160], count)
        places = random.integers(0, len(CITIES), count)
        cities = np.array([city_key(city) for city in CITIES], np.uint64)
        countries = np.array([code_number(code) for code in COUNTRIES], np.uint16)
        heads["attention"] = np.array([0, 0, 0, 0, 1, 2, 4, 16])[places % 8]
        heads["city"], heads["country"] = cities[places], countries[places % len(COUNTRIES)]
        vectors = self.centres[random.integers(0, len(self.centres), count)] + random.normal(size=(count, DIMENSIONS))
        heads["vector"] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
        skills = random.choice(len(SKILLS), (count, 22), p=self.skill_odds)
        words = random.choice(len(WORDS), (count, 75), p=self.word_odds)
        packed = []
        for place, engineer in enumerate(ids):
            packed.append(self._row(heads[place], engineer, np.unique(skills[place]), words[place]))
        return packed

    def _row(self, head: np.ndarray, engineer: UUID, skills: np.ndarray, words: np.ndarray) -> bytes:
        random = self.random
        table = np.zeros(len(skills), SKILL)
        table["skill"] = self.skill_keys[skills]
        table["day"] = np.where(
            random.random(len(skills)) < 0.5, CLAIM, (TODAY - EPOCH).days - random.integers(0, 1500)
        )
        table["mean"], table["error"] = random.uniform(0.5, 4.2, len(skills)), random.uniform(0.2, 1.0, len(skills))
        table.sort(order="skill")
        met = sorted({int(skill) for skill in skills} | {up for skill in skills.tolist() for up in above(skill)})
        spoken = [number * 7 + level for number in random.integers(0, 17, 3).tolist() for level in range(5)]
        marks = np.array(met + [LANGUAGE | number for number in sorted(set(spoken))], MARK)
        rates = np.array(
            [
                (code_number(CURRENCIES[n]), random.integers(2000, 15000))
                for n in set(random.integers(0, 5, 2).tolist())
            ],
            RATE,
        )
        hours = np.array(list(self._hours()), HOURS)
        hashes, counts = np.unique(self.word_keys[words], return_counts=True)
        head = head.copy()
        head["id"], head["seq"] = engineer.bytes, 1
        terms = hashes.astype("<u4").tobytes() + counts.astype(np.uint8).tobytes()
        return Apart(head, table, np.frombuffer(terms, TERM), rates, hours, marks).packed()

    def _hours(self) -> Iterator[tuple[int, int, int, bool, int]]:
        random = self.random
        if random.random() < 0.5:
            return
        for number in range(int(random.integers(1, 4))):
            week, weeks = WEEK + int(random.integers(0, 60)), int(random.integers(1, 12))
            kind = random.random()
            if number == 0 and kind < 0.8:  # a week has one capacity
                yield NEVER, week, 1 + weeks % 2, True, int(random.choice([0, 40, 80]))
            elif kind < 0.7:
                yield NEVER, week, weeks, False, int(random.choice([40, 64]))
            else:
                until = microseconds(NOW) + int(random.integers(-3_600_000_000, 72 * 3_600_000_000))
                yield until, week, weeks, False, int(random.choice([40, 64]))


def _falling(count: int, power: float) -> np.ndarray:
    odds = 1.0 / np.arange(1, count + 1) ** power
    return odds / odds.sum()


def policy() -> Policy:
    """The shipped policy's numbers, with means and deviations of these engineers."""
    weights = {
        "skills": 0.4002, "lexical": 0.0609, "semantic": 0.1131, "seniority": 0.0609, "rate": 0.087,
        "overlap": 0.0522, "availability": 0.0435, "reputation": 0.0522, "attention": 0.13,
    }  # fmt: skip
    return Policy(
        version="invented", weights=weights, nice_weight=0.4, level_unsaid=3.0, level_step=0.6, unknown_mean=0.5,
        unknown_error=1.0, lexical_mean=0.1, lexical_deviation=0.05, semantic_mean=0.02, semantic_deviation=0.07,
        unknown_fit=0.5, rate_at_ceiling=0.5, rate_floor=0.6, overlap_spare=2.0, availability_at_asked=0.7,
        availability_spare=0.5, reputation_mean=0.7, reputation_error=0.15,
        attention_half=4.0,
    )  # fmt: skip


class Questions:
    """Draws searches; a hard filter has none to six conditions."""

    def __init__(self, seed: int, statistics: TermStatistics) -> None:
        self.random = np.random.default_rng(seed)
        self.statistics = statistics
        self.must_odds = _falling(len(SKILLS), 0.7)
        self.centres = np.random.default_rng(1).normal(size=(200, DIMENSIONS))

    def draw(self, *, filtered: bool = True) -> Sought:
        """One search."""
        random = self.random
        skills = [SKILLS[number] for number in np.unique(random.integers(0, len(SKILLS), random.integers(1, 9)))]
        group = sorted(random.integers(0, len(skills), len(skills)).tolist())
        group = np.unique(group, return_inverse=True)[1].tolist()
        must = random.random(max(group) + 1) < 0.6
        hours = float(random.choice([10, 20, 30, 40]))
        stretches = self._stretches(hours)
        conditions = self._conditions(stretches) if filtered else []
        direction = self.centres[random.integers(0, 200)] + random.normal(size=DIMENSIONS)
        vector = (direction / np.linalg.norm(direction)).astype(np.float16).astype(np.float64)
        words = random.choice(WORDS, 60, replace=False).tolist()
        ceiling = float(random.choice([60, 90, 120]))
        return Sought(
            at=microseconds(NOW),
            today=TODAY,
            conditions=tuple(conditions),
            stretches=stretches,
            question=Question(
                group=tuple(group),
                level=tuple(random.choice([1.0, 2.0, 3.0, 4.0, None], len(skills)).tolist()),
                must=tuple(bool(must[number]) for number in group),
                years=float(random.integers(0, 9)),
                rate_ceiling=ceiling if random.random() < 0.7 else None,
                overlap_hours=4.0 if random.random() < 0.7 else None,
                hours_per_week=hours,
            ),
            policy=policy(),
            skills=tuple(skills),
            below={slug: _below(slug) for slug in skills},
            half_life_years=HALF_LIVES,
            terms=dict.fromkeys(words, 1.0 / 60 / 3),
            statistics=self.statistics,
            vector=vector,
            currency=code_number("EUR"),
            sub_unit=100,
            shared=np.append(np.nan, np.arange(1.0, PATTERNS + 1) % 9),
            hours_per_week=hours,
            tie=random.bytes(16),
        )

    def _stretches(self, hours: float) -> tuple[Weeks, ...]:
        first = WEEK + int(self.random.integers(0, 20))
        weeks = int(self.random.choice([4, 8, 12, 26]))
        if self.random.random() < 0.8:
            return (Weeks(first, first + weeks - 1, int(hours * 4)),)
        return Weeks(first, first + 1, int(hours * 2)), Weeks(first + 2, first + weeks, int(hours * 4))

    def _conditions(self, stretches: tuple[Weeks, ...]) -> list[tuple[Condition, ...]]:
        random = self.random
        days = timedelta(days=14)
        found: list[tuple[Condition, ...]] = [(Confirmed(microseconds(NOW - days)),)]
        for _ in range(int(random.integers(1, 4))):  # a brief names one to three musts, some with an alternative
            near = random.choice(len(SKILLS), int(random.integers(1, 3)), p=self.must_odds)
            found.append((Marked(tuple(near.tolist())),))
        if random.random() < 0.4:
            found.append((Marked((LANGUAGE | int(random.integers(0, LANGUAGES)),)),))
        if random.random() < 0.5:
            wanted = random.random(PATTERNS) < random.choice([0.1, 0.5, 0.9])
            found.append((WorksAt(np.append(False, wanted)),))
        if random.random() < 0.15:
            place = int(random.integers(0, len(CITIES)))
            found.append((Lives(city_key(CITIES[place]), code_number(COUNTRIES[place % len(COUNTRIES)])),))
        if random.random() < 0.6:
            found.append((PaidAtMost(code_number("EUR"), int(random.choice([6000, 9000, 12000]))),))
        found += [(Free(place, each.quarters),) for place, each in enumerate(stretches)]
        return found


def _below(slug: str) -> list[str]:
    broad = int(slug.removeprefix("skill-"))
    return [SKILLS[skill] for skill in range(80, len(SKILLS)) if broad in above(skill)] if broad < 80 else []
