"""From the requirement that was read to what is looked for: numbers for the scorer, weeks, hours, one working day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from guildworks.availability.overlap import WorkingDay
from guildworks.availability.zones import is_zone
from guildworks.kernels.talentindex.scorer import Question
from guildworks.kernels.text.requirement import Budget, Duration, Requirement, SkillWish

OFFICE_DAY = (9 * 60, 17 * 60)  # the client's working day where the brief names none
HOURS_IN_A_DAY = 8
WEEKS_UNSAID = 4  # weeks looked at for overlap where the brief names no duration
WEEKS_MOST = 104
STRETCHES_MOST = 8  # each is a condition of its own
SENIORITY_YEARS = {"junior": 0, "middle": 3, "senior": 6, "lead": 8}


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """One skill of the brief that counts: a must-have or a nice-to-have."""

    wish: SkillWish
    group: int  # alternatives share a group
    is_must: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some weeks of the work with the same hours; a brief that names no phases has one."""

    starts: date
    weeks: int
    hours_per_week: float | None  # that must be free in each of its weeks; None: not asked

    @property
    def mondays(self) -> tuple[date, ...]:
        """Of each week in which a day of it lies: a work of two weeks that begins on a Thursday has days in three."""
        first = self.starts - timedelta(days=self.starts.weekday())
        last = self.starts + timedelta(weeks=self.weeks, days=-1)
        return tuple(first + timedelta(weeks=week) for week in range((last - first).days // 7 + 1))


@dataclass(frozen=True, slots=True)
class Asked:
    """What one role of a brief asks for. What the brief says in two ways is in `doubted` and rules nobody out."""

    role: str | None
    skills: tuple[AskedSkill, ...]
    question: Question
    doubted: frozenset[str]  # names of fields, and skills.SLUG
    starts: date
    weeks: int  # of the work, from its first day on
    mondays: tuple[date, ...]  # of each week in which a day of the work lies
    stretches: tuple[Stretch, ...]  # one after another, the whole work
    hours_per_week: float | None  # of the fullest stretch
    total_hours: float | None  # of the whole work, where hours and duration are said
    currency: str | None
    client_day: WorkingDay | None
    overlap_hours: float | None  # a day, at least; None: not asked
    zone_range: tuple[int, int] | None  # minutes ahead of UTC, both included


def asked(requirement: Requirement, *, role: str | None, today: date) -> Asked:
    """What `role` asks for (None: the brief speaks of one role only), seen from `today`."""
    doubted = frozenset(field for note in requirement.contradictions for field in note.fields)
    skills = _skills([wish for wish in requirement.skills if wish.role in (None, role)])
    starts = _starts(requirement, today)
    hours, total = _hours(requirement), _total_hours(requirement, starts)
    budget = requirement.budget.value if requirement.budget else None
    if budget and "budget" in doubted:
        budget = replace(budget, total=None)  # a sum that cannot hold with the rate: the rate is what is paid
    floor, ceiling = _hourly(budget, hours, total) if budget else (None, None)
    overlap = requirement.overlap.value if requirement.overlap else None
    wants_overlap = overlap is not None and overlap.hours is not None
    weeks = _weeks(requirement, starts)
    zone = _client_zone(requirement)
    window = (overlap.window if overlap and overlap.window else None) or OFFICE_DAY
    question = Question(
        group=tuple(skill.group for skill in skills),
        level=tuple(None if skill.wish.level is None else float(skill.wish.level) for skill in skills),
        must=tuple(skill.is_must for skill in skills),
        years=_years(requirement),
        rate_floor=floor,
        rate_ceiling=ceiling,
        overlap_hours=overlap.hours if overlap and wants_overlap and zone else None,
        hours_per_week=hours,
    )
    return Asked(
        role=role,
        skills=tuple(skills),
        question=question,
        doubted=doubted,
        starts=starts,
        weeks=weeks,
        mondays=Stretch(starts, weeks, hours).mondays,
        stretches=_stretches(requirement, starts, weeks=weeks),
        hours_per_week=hours,
        total_hours=total,
        currency=requirement.budget.value.currency if requirement.budget else None,
        client_day=WorkingDay(zone, window[0], _past(window)) if zone and is_zone(zone) else None,
        overlap_hours=question.overlap_hours,
        zone_range=_zone_range(requirement),
    )


def _skills(wishes: Sequence[SkillWish]) -> list[AskedSkill]:
    """The skills that count, grouped: alternatives share a group, which is a must if one of them is."""
    counted = [wish for wish in wishes if wish.importance in ("must", "nice")]
    groups: dict[object, int] = {}
    numbered = [(wish, groups.setdefault(_group(wish), len(groups))) for wish in counted]
    musts = {group for wish, group in numbered if wish.importance == "must"}
    return [AskedSkill(wish, group, group in musts) for wish, group in numbered]


def _group(wish: SkillWish) -> object:
    return wish.skill if wish.any_of is None else wish.any_of


def _starts(requirement: Requirement, today: date) -> date:
    """The day the work begins: said, else the Monday after today; never in the past."""
    said = requirement.starts.value if requirement.starts else None
    day = said and (said.preferred or said.earliest)
    return max(day or today + timedelta(days=7 - today.weekday()), today)


def _weeks(requirement: Requirement, starts: date) -> int:
    said = requirement.duration.value if requirement.duration else None
    weeks = (said and (said.weeks_most or said.weeks_least)) or _weeks_until_end(said, starts)
    return min(weeks or _weeks_of_phases(requirement) or WEEKS_UNSAID, WEEKS_MOST)


def _weeks_of_phases(requirement: Requirement) -> int | None:
    """The weeks of all phases together, for a brief that says how long each is and not how long the whole."""
    weeks = [phase.value.weeks for phase in requirement.hours_per_week]
    return sum(week for week in weeks if week) if weeks and all(weeks) else None


def _stretches(requirement: Requirement, starts: date, *, weeks: int) -> tuple[Stretch, ...]:
    """The phases of the work, if the brief says how long each is; the last one may be open, and lasts to the end.

    Else one stretch with the hours of the fullest.
    """
    phases = [phase.value for phase in requirement.hours_per_week]
    *before, last = [phase.weeks for phase in phases] or [None]
    lengths = [length for length in before if length]
    is_told = 1 < len(phases) <= STRETCHES_MOST and len(lengths) == len(before) and sum(lengths) < weeks
    if not is_told:
        return (Stretch(starts, weeks, _hours(requirement)),)
    lengths.append(max(weeks - sum(lengths), last or 0))
    stretches, first = [], starts
    for phase, length in zip(phases, lengths, strict=True):
        stretches.append(Stretch(first, length, phase.least or phase.most))
        first += timedelta(weeks=length)
    return tuple(stretches)


def _hours(requirement: Requirement) -> float | None:
    """The hours of the fullest week: the most of all phases, of each the least that is asked."""
    said = [phase.value.least or phase.value.most for phase in requirement.hours_per_week]
    return max((hours for hours in said if hours), default=None)


def _weeks_until_end(said: Duration | None, starts: date) -> int | None:
    """Weeks from the start to a stated last day, for a brief that names no number of weeks."""
    if said is None or said.ends is None or said.ends < starts:
        return None
    return -(-((said.ends - starts).days + 1) // 7)


def _total_hours(requirement: Requirement, starts: date) -> float | None:
    """Hours of the whole work; phases with their own weeks add up."""
    phases = [phase.value for phase in requirement.hours_per_week]
    said = requirement.duration.value if requirement.duration else None
    weeks = (said and said.weeks_least) or _weeks_until_end(said, starts)
    if phases and all(phase.weeks for phase in phases):
        hours = [(phase.least or phase.most or 0) * (phase.weeks or 0) for phase in phases]
        return sum(hours) or None
    hours_per_week = _hours(requirement)
    return hours_per_week * weeks if hours_per_week and weeks else None


def _hourly(budget: Budget, hours: float | None, total: float | None) -> tuple[float | None, float | None]:
    """The budget as (floor, ceiling) an hour; None where the brief does not let it be told."""
    divisors = {
        "hour": 1.0,
        "day": float(HOURS_IN_A_DAY),
        "week": hours,
        "month": hours * 52 / 12 if hours else None,
        "project": total,
    }
    divisor = divisors.get(budget.per or "")
    floor = budget.least / divisor if divisor and budget.least and budget.per != "project" else None
    ceiling = budget.most / divisor if divisor and budget.most else None
    if budget.total and total and budget.total_currency == budget.currency:
        ceiling = min(ceiling or math.inf, budget.total / total)
    return floor, ceiling


def _years(requirement: Requirement) -> float | None:
    said = requirement.seniority.value if requirement.seniority else None
    if said is None:
        return None
    return float(said.years) if said.years else float(SENIORITY_YEARS[said.level]) if said.level else None


def _client_zone(requirement: Requirement) -> str | None:
    return requirement.overlap.value.zone if requirement.overlap else None


def _past(window: tuple[int, int]) -> int:
    starts, ends = window
    return ends if ends > starts else ends + 24 * 60


def _zone_range(requirement: Requirement) -> tuple[int, int] | None:
    said = requirement.overlap.value if requirement.overlap else None
    if said is None or said.zone_from is None or said.zone_to is None:
        return None
    return _utc_minutes(said.zone_from), _utc_minutes(said.zone_to)


def _utc_minutes(shown: str) -> int:
    """Minutes ahead of UTC of `UTC-01:00`."""
    sign = -1 if shown[3] == "-" else 1
    return sign * (int(shown[4:6]) * 60 + int(shown[7:9]))
