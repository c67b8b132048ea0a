"""The ranking policy once more, in plain Python over everybody: slow, without numpy, SQL filters or packed records.

Written from docs/ranking.md, to hold the fast path against. It shares with it only the reading of the brief
(`asked`) and the two text measures, whose own tests hold them against their definitions.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from guildworks.availability.models import Reservation
from guildworks.availability.overlap import WorkingDay, offset_minutes, shared_hours
from guildworks.kernels.talentindex.lexical import TermStatistics, score_packed, term_hash
from guildworks.kernels.talentindex.scorer import Policy
from guildworks.kernels.text.graph import HALF_LIFE_YEARS, SkillGraph
from guildworks.kernels.text.requirement import Requirement
from guildworks.matching.asked import Asked
from guildworks.matching.brief_text import BriefText
from guildworks.talent.models import Engineer

CEFR = ["A1", "A2", "B1", "B2", "C1", "C2"]


@dataclass(frozen=True)
class Placed:
    """One engineer of the plain list."""

    id: UUID
    score: float
    parts: dict[str, float]


def everybody(among: Collection[UUID] | None = None) -> list[Engineer]:
    """All listed engineers, or those of them that are among some, with all that belongs to them."""
    found = Engineer.objects.filter(listing__isnull=False)
    found = found if among is None else found.filter(id__in=among)
    found = found.select_related("search_record", "workweek__pattern", "attention")
    whole = ("claims", "evidence", "rates", "languages", "capacity_exceptions", "reservations")
    return list(found.prefetch_related(*whole))


@dataclass(frozen=True)
class PlainPolicy:
    """The policy, with what it looks things up in."""

    numbers: Policy
    statistics: TermStatistics
    graph: SkillGraph
    at: datetime

    @property
    def today(self) -> date:
        """The day of the list."""
        return self.at.date()

    def shortlist(
        self, brief_id: UUID, requirement: Requirement, *, asked: Asked, text: BriefText, people: Sequence[Engineer]
    ) -> list[Placed]:
        """Everybody who meets every requirement, best first."""
        passing = [engineer for engineer in people if not self.broken(engineer, requirement, asked=asked)]
        placed = [self._placed(engineer, asked, text) for engineer in passing]
        return sorted(placed, key=lambda one: (-one.score, tie(brief_id, one.id)))

    def broken(self, engineer: Engineer, requirement: Requirement, *, asked: Asked) -> list[str]:
        """The requirements that this engineer does not meet."""
        return [name for name, meets in self._requirements(requirement, asked) if not meets(engineer)]

    def _requirements(self, requirement: Requirement, asked: Asked):
        doubted = asked.doubted
        yield "confirmed", lambda engineer: is_confirmed(engineer, self.at)
        groups: dict[int, set[str]] = {}
        for skill in asked.skills:
            if skill.is_must and f"skills.{skill.wish.skill}" not in doubted:
                groups.setdefault(skill.group, set()).update({skill.wish.skill} | self.graph.below(skill.wish.skill))
        for group in groups.values():
            yield "skill", lambda engineer, group=group: bool(known_skills(engineer) & group)
        for read in requirement.languages if "languages" not in doubted else ():
            wish = read.value
            if wish.importance == "must":
                yield "language", lambda engineer, wish=wish: speaks(engineer, wish.code, wish.level)
        place = requirement.place.value if requirement.place else None
        if place and place.mode in ("onsite", "hybrid") and "place" not in doubted and (place.city or place.country):
            yield "place", lambda engineer: lives(engineer, place.city, place.country)
        if "overlap" not in doubted and asked.zone_range:
            low, high = asked.zone_range
            yield "zone", lambda engineer: works_within(engineer, low, high, asked.mondays)
        if "overlap" not in doubted and asked.client_day and asked.overlap_hours:
            need = asked.overlap_hours
            yield "overlap", lambda engineer: (shared(engineer, asked) or 0) >= need
        ceiling = asked.question.rate_ceiling
        if ceiling is not None and asked.currency and "budget" not in doubted:
            yield "budget", lambda engineer: (rate_in(engineer, asked.currency) or 0) <= ceiling
        if asked.hours_per_week is not None and "hours_per_week" not in doubted:
            yield "hours", lambda engineer: spare_hours(engineer, asked, self.at) >= 0

    def _placed(self, engineer: Engineer, asked: Asked, text: BriefText) -> Placed:
        fits = {
            "skills": self._skills(engineer, asked),
            "lexical": self._lexical(engineer, text),
            "semantic": self._semantic(engineer, text),
            "seniority": self._seniority(engineer, asked),
            "rate": self._rate(engineer, asked),
            "overlap": self._overlap(engineer, asked),
            "availability": self._availability(engineer, asked),
            "reputation": self.numbers.reputation_mean,
            "attention": 1 / (1 + stood_on(engineer) / self.numbers.attention_half),
        }
        parts = {name: rounded(weight * fits[name]) for name, weight in self.numbers.weights.items()}
        return Placed(engineer.id, rounded(sum(parts.values())), parts)

    def _skills(self, engineer: Engineer, asked: Asked) -> float:
        if not asked.skills:
            return 1.0
        best: dict[int, float] = {}
        weight: dict[int, float] = {}
        for skill in asked.skills:
            level = self._level(engineer, skill.wish.skill)
            wanted = self.numbers.level_unsaid if skill.wish.level is None else skill.wish.level
            fit = 1 / (1 + math.exp(-((level - wanted) / self.numbers.level_step + 2)))
            best[skill.group] = max(best.get(skill.group, 0.0), fit)
            weight[skill.group] = 1.0 if skill.is_must else self.numbers.nice_weight
        return sum(weight[group] * best[group] for group in best) / sum(weight.values())

    def _level(self, engineer: Engineer, slug: str) -> float:
        """Evidence for the skill, else the best evidence below it, else a claim, else the best claim below it."""
        below = self.graph.below(slug)
        seen = {one: self._seen(engineer, one) for one in {slug} | below}
        said = {one: self._said(engineer, one) for one in {slug} | below}
        for level in (seen[slug], _best(seen, below), said[slug], _best(said, below)):
            if level is not None:
                return level
        return self.numbers.unknown_mean

    def _seen(self, engineer: Engineer, slug: str) -> float | None:
        """The mean of all evidence for one skill, weighed by its precision, which halves with each half-life."""
        if slug not in self.graph:
            return None
        life = HALF_LIFE_YEARS[self.graph[slug].half_life]
        total = weighed = 0.0
        for one in engineer.evidence.all():
            if one.skill_id == slug:
                years = max((self.today - one.observed_on).days, 0) / 365.25
                precision = 1 / (one.standard_error**2 * 2 ** (years / life))
                total, weighed = total + precision, weighed + precision * one.mean
        return weighed / total if total else None

    def _said(self, engineer: Engineer, slug: str) -> float | None:
        levels = [claim.level or 2 for claim in engineer.claims.all() if claim.skill_id == slug]
        return levels[0] - 1.0 if levels else None

    def _lexical(self, engineer: Engineer, text: BriefText) -> float:
        worth = sum(weight * self.statistics.rarity(term_hash(term)) for term, weight in text.terms.items())
        (raw,) = score_packed(text.terms, [bytes(engineer.search_record.terms)], self.statistics)
        score = float(raw) / worth if worth else 0.0
        return self._standard(score, self.numbers.lexical_mean, self.numbers.lexical_deviation)

    def _semantic(self, engineer: Engineer, text: BriefText) -> float:
        packed = bytes(engineer.search_record.vector)
        vector = struct.unpack(f"<{len(packed) // 2}e", packed)
        cosine = math.fsum(one * float(other) for one, other in zip(vector, text.vector, strict=True))
        return self._standard(cosine, self.numbers.semantic_mean, self.numbers.semantic_deviation)

    @staticmethod
    def _standard(raw: float, mean: float, deviation: float) -> float:
        return 1 / (1 + math.exp(-1.702 * (raw - mean) / deviation))

    def _seniority(self, engineer: Engineer, asked: Asked) -> float:
        if not asked.question.years:
            return 1.0
        return (
            self.numbers.unknown_fit
            if engineer.years is None
            else min(float(engineer.years) / asked.question.years, 1.0)
        )

    def _rate(self, engineer: Engineer, asked: Asked) -> float:
        ceiling = asked.question.rate_ceiling
        if ceiling is None:
            return 1.0
        rate = rate_in(engineer, asked.currency)
        if rate is None:
            return self.numbers.unknown_fit
        if rate > ceiling:
            return 0.0
        said = asked.question.rate_floor
        floor = min(ceiling * self.numbers.rate_floor if said is None else said, ceiling)
        share = min(max((rate - floor) / max(ceiling - floor, 1e-9), 0.0), 1.0)
        return 1.0 - (1.0 - self.numbers.rate_at_ceiling) * share

    def _overlap(self, engineer: Engineer, asked: Asked) -> float:
        if asked.question.overlap_hours is None:
            return 1.0
        hours = shared(engineer, asked)
        if hours is None:
            return self.numbers.unknown_fit
        return min(hours / (asked.question.overlap_hours + self.numbers.overlap_spare), 1.0)

    def _availability(self, engineer: Engineer, asked: Asked) -> float:
        wanted = asked.question.hours_per_week
        if not wanted:
            return 1.0
        free = wanted + spare_hours(engineer, asked, self.at)
        if free < wanted:
            return 0.0
        at_asked = self.numbers.availability_at_asked
        spare = min((free - wanted) / (self.numbers.availability_spare * wanted), 1.0)
        return at_asked + (1.0 - at_asked) * spare


def rounded(value: float) -> float:
    """To the 1e-6, halves upwards."""
    return math.floor(value * 10**6 + 0.5) / 10**6


def stood_on(engineer: Engineer) -> int:
    """Lists of the last weeks, as counted last."""
    return engineer.attention.shown if hasattr(engineer, "attention") else 0


def tie(brief_id: UUID, engineer_id: UUID) -> bytes:
    """Equal scores fall by a hash of brief and engineer."""
    return hashlib.blake2b(brief_id.bytes + engineer_id.bytes, digest_size=8).digest()


def known_skills(engineer: Engineer) -> set[str]:
    return {claim.skill_id for claim in engineer.claims.all()} | {seen.skill_id for seen in engineer.evidence.all()}


def speaks(engineer: Engineer, code: str, level: str | None) -> bool:
    spoken = {language.code: language.level for language in engineer.languages.all()}
    if code not in spoken:
        return False
    return level is None or (spoken[code] != "" and CEFR.index(spoken[code]) >= CEFR.index(level))


def lives(engineer: Engineer, city: str | None, country: str | None) -> bool:
    there = city is None or engineer.city.lower() == city.lower()
    return there and (country is None or engineer.country == country)


def working_day(engineer: Engineer) -> WorkingDay | None:
    week = getattr(engineer, "workweek", None)
    return week and week.day


def shared(engineer: Engineer, asked: Asked) -> float | None:
    day = working_day(engineer)
    return None if day is None or asked.client_day is None else shared_hours(asked.client_day, day, asked.mondays)


def works_within(engineer: Engineer, low: int, high: int, mondays: Sequence[date]) -> bool:
    day = working_day(engineer)
    return day is not None and all(low <= offset_minutes(day.zone, monday) <= high for monday in mondays)


def rate_in(engineer: Engineer, currency: str | None) -> float | None:
    """The hourly rate in this currency; all currencies of the demo have cents."""
    units = [rate.hourly_minor for rate in engineer.rates.all() if rate.currency == currency]
    return units[0] / 100 if units else None


def is_confirmed(engineer: Engineer, at: datetime) -> bool:
    """Whether they said within the last two weeks that their hours hold, and have not paused."""
    week = getattr(engineer, "workweek", None)
    return bool(week and week.confirmed_at and week.confirmed_at > at - timedelta(days=14) and not week.paused_at)


def spare_hours(engineer: Engineer, asked: Asked, at: datetime) -> float:
    """The least hours that are left beyond those asked, of all weeks of the work; less than 0 where some lack."""
    usual = engineer.workweek.quarter_hours or 0
    weeks = {one.week: one.quarter_hours for one in engineer.capacity_exceptions.all() if one.quarter_hours is not None}
    left: list[float] = []
    for stretch in asked.stretches:
        for monday in stretch.mondays:
            taken = sum(hours_in(hold, monday) for hold in engineer.reservations.all() if hold.lives(at))
            left.append((weeks.get(monday, usual) - taken - math.ceil((stretch.hours_per_week or 0) * 4)) / 4)
    return min(left)


def hours_in(hold: Reservation, monday: date) -> int:
    """The quarter hours that a reservation takes of one week."""
    number = (monday - hold.first_week).days // 7
    return hold.quarter_hours[number] if 0 <= number < len(hold.quarter_hours) else 0


def _best(levels: Mapping[str, float | None], among: frozenset[str]) -> float | None:
    known = [levels[slug] for slug in among if levels[slug] is not None]
    return max(known, default=None)
