"""The smallest single change by which somebody would have been listed: every field is tried, step by step.

A field is what an engineer can change by one act: confirm their hours, ask for less, have more hours free, claim a
skill or show it, speak a language better, share more of the client's day, be where the work is. In each the score only
rises from step to step, so that the first step that is enough is found by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, partial
from typing import Any

import numpy as np

from guildworks.availability.queries import confirmed_since
from guildworks.kernels.talentindex.records import CLAIM, EPOCH, SKILL, Said, Seen, pack_skills, skill_key
from guildworks.kernels.talentindex.rows import (
    LANGUAGE,
    RATE,
    TERM,
    UNSAID,
    Apart,
    city_key,
    code_number,
    microseconds,
    week_number,
)
from guildworks.matching.hard import LivesIn, Speaks, WorksAt
from guildworks.matching.ranked import Sought
from guildworks.platform import money
from guildworks.skills.queries import graph, half_lives, skill_name, skill_numbers
from guildworks.talent.models import Engineer
from guildworks.talent.search import CEFR, language_number, record_claiming

HOURS_MOST = 80  # more a week than anybody asks
LEVELS = (1, 2, 3, 4)
EVIDENCE_ERROR = 0.3  # the standard error of what would show a level
Lists = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Change:
    """One change, and the engineer's packed row with it."""

    field: str
    text: str
    size: float  # as a share of what there is of it, or of its scale: changes of several fields are compared by it
    row: bytes


@dataclass(frozen=True, slots=True)
class Steps:
    """The changes of one field, the smallest first."""

    count: int
    at: Callable[[int], Change]


def smallest_change(
    row: bytes, engineer: Engineer, sought: Sought, lists: Lists
) -> tuple[Change, Change | None] | None:
    """The smallest change with which `lists` says that the engineer is listed, and the step before it, if it has one.

    None where no single change is enough. `engineer` with all that their search record is made of, prefetched.
    """
    found = [first for steps in fields(Apart.of(row), engineer, sought) if (first := first_enough(steps, lists))]
    return min(found, key=lambda pair: pair[0].size, default=None)


def first_enough(steps: Steps, lists: Lists) -> tuple[Change, Change | None] | None:
    """The first step with which somebody is listed, and the one before it."""
    if not steps.count or not lists(steps.at(steps.count - 1).row):
        return None
    too_small, enough = -1, steps.count - 1
    while enough - too_small > 1:
        middle = (too_small + enough) // 2
        too_small, enough = (too_small, middle) if lists(steps.at(middle).row) else (middle, enough)
    return steps.at(enough), steps.at(too_small) if too_small >= 0 else None


def fields(row: Apart, engineer: Engineer, sought: Sought) -> Iterator[Steps]:
    """All fields in which somebody can change, each with its steps."""
    yield _confirmed(row, sought)
    yield _rate(row, sought)
    yield _hours(row, sought)
    yield from _skills(row, engineer, sought)
    yield from _languages(row, sought)
    yield _overlap(row, sought)
    yield _place(row, sought)


def _confirmed(row: Apart, sought: Sought) -> Steps:
    is_old = row.head["confirmed"][0] <= microseconds(confirmed_since(sought.at))
    text = "Confirm the hours: nobody has for too long"
    now = microseconds(sought.at)
    return Steps(int(is_old), lambda _: Change("confirmed", text, 0.0, _with_head(row, confirmed=now)))


def _rate(row: Apart, sought: Sought) -> Steps:
    """Down to one unit of the brief's currency, in whole ones."""
    currency, ceiling = sought.asked.currency, sought.asked.question.rate_ceiling
    if currency is None or ceiling is None:
        return Steps(0, _never)
    unit, code = money.currency(currency).sub_unit, code_number(currency)
    own = row.rates["minor"][row.rates["currency"] == code]
    asked = own[0] / unit if len(own) else ceiling + 1
    most = int(np.ceil(asked)) - 1

    def at(step: int) -> Change:
        amount = most - step
        others = row.rates[row.rates["currency"] != code]
        rates = np.concatenate([others, np.array([(code, amount * unit)], RATE)])
        text = f"Ask for {amount} {currency} an hour"
        text += f" instead of {asked:.10g}" if len(own) else f", where no rate in {currency} is known"
        return Change("rate", text, (asked - amount) / asked, replace(row, rates=rates).packed())

    return Steps(max(most, 0), at)


def _hours(row: Apart, sought: Sought) -> Steps:
    """In whole hours, more in each week of the work."""
    asked = sought.asked.hours_per_week
    if not asked:
        return Steps(0, _never)
    first, last = (week_number(sought.asked.mondays[place]) for place in (0, -1))
    usual = int(row.head["capacity"][0])

    def at(step: int) -> Change:
        more = (step + 1) * 4
        hours = row.hours.copy()
        within = (hours["week"] <= last) & (hours["week"] + hours["weeks"] > first) & (hours["is_capacity"] == 1)
        hours["quarters"][within] += more
        capacity = more if usual == UNSAID else usual + more
        text = f"Have {step + 1} more free hour{'s' * (step > 0)} in each week of the work"
        return Change("hours", text, (step + 1) / asked, _with_head(replace(row, hours=hours), capacity=capacity))

    return Steps(HOURS_MOST, at)


def _skills(row: Apart, engineer: Engineer, sought: Sought) -> Iterator[Steps]:
    """Each asked skill, shown at each level; where nothing is known of it, claimed at each and then shown at the last.

    So a step never counts for less than the one before: a claim enters one level below what is claimed.
    """
    for slug in dict.fromkeys(skill.wish.skill for skill in sought.asked.skills):
        keys = [skill_key(one) for one in (slug, *graph().below(slug))]
        is_known = bool(np.isin(row.skills["skill"], keys).any())
        steps = [_Skill(slug, level, is_claim=not is_known) for level in LEVELS]
        if not is_known:
            steps.append(_Skill(slug, LEVELS[-1], is_claim=False))
        yield Steps(len(steps), partial(_shown, cache(partial(_knowing, row, engineer, slug)), sought, steps))


@dataclass(frozen=True, slots=True)
class _Skill:
    slug: str
    level: int
    is_claim: bool


def _knowing(row: Apart, engineer: Engineer, slug: str) -> Apart:
    """The row of an engineer who knows this skill, at whatever level: it adds to their terms and their direction."""
    if skill_key(slug) in row.skills["skill"]:
        return row
    record = record_claiming(engineer, slug)
    met = [skill_numbers()[up] for up in (slug, *graph().above(slug))]
    head = row.head.copy()
    head["vector"] = np.frombuffer(record.vector, np.float16)
    marks = np.union1d(row.marks, np.array(met, np.uint16))
    return replace(row, head=head, marks=marks, terms=np.frombuffer(record.terms, TERM))


def _shown(knowing: Callable[[], Apart], sought: Sought, steps: Sequence[_Skill], step: int) -> Change:
    skill, row = steps[step], knowing()
    name, is_own = skill_name(skill.slug), row.skills["skill"] == skill_key(skill.slug)
    text = f"Know {name} at level {skill.level} and say so" if skill.is_claim else f"Show {name} at level {skill.level}"
    skills = np.concatenate([row.skills[~is_own], _skill_row(row.skills[is_own], skill, sought)])
    changed = replace(row, skills=np.sort(skills, order="skill"))
    return Change(f"skills.{skill.slug}", text, (step + 1) / len(LEVELS), changed.packed())


def _skill_row(own: np.ndarray, skill: _Skill, sought: Sought) -> np.ndarray:
    """What is known of the skill with the claim, or with evidence beside that which is there."""
    if skill.is_claim:
        packed = pack_skills([], [Said(skill.slug, skill.level)], half_life_years=half_lives())
    else:
        today = sought.at.date()
        seen = [Seen(skill.slug, skill.level, EVIDENCE_ERROR, today)]
        for one in own[own["day"] != CLAIM]:
            day = EPOCH + timedelta(days=int(one["day"]))
            seen.append(Seen(skill.slug, float(one["mean"]), float(one["error"]), day))
        packed = pack_skills(seen, [], half_life_years=half_lives())
    return np.frombuffer(packed, SKILL)


def _languages(row: Apart, sought: Sought) -> Iterator[Steps]:
    for wanted in _conditions(sought, Speaks):
        code_levels = wanted.number // len(CEFR)
        code = np.base_repr(code_levels, 36).lower()

        def at(step: int, code: str = code) -> Change:
            levels = [LANGUAGE | language_number(code, level) for level in CEFR[: step + 2]]
            marks = np.union1d(row.marks, np.array(levels, np.uint16))
            text = f"Speak {code} at {CEFR[step + 1]}"
            return Change(f"languages.{code}", text, (step + 1) / (len(CEFR) - 1), replace(row, marks=marks).packed())

        yield Steps(len(CEFR) - 1, at)


def _overlap(row: Apart, sought: Sought) -> Steps:
    """Hours that share more of the client's day, or lie in the zones asked for."""
    allowed = [frozenset(each.patterns) for each in _conditions(sought, WorksAt)]
    own = sought.shared.get(int(row.head["pattern"][0]), 0.0)
    by_hours: dict[float, int] = {}
    patterns = sought.shared or dict.fromkeys(frozenset().union(*allowed), 0.0)
    for pattern, hours in sorted(patterns.items()):
        fits = sum(pattern in each for each in allowed)
        if (hours > own or not sought.shared) and fits >= sum(by_hours.get(hours, -1) in each for each in allowed):
            by_hours[hours] = pattern
    steps = sorted(by_hours)

    def at(step: int) -> Change:
        hours = steps[step]
        text = f"Share {hours:.10g} working hours a day with the client instead of {own:.10g}"
        changed = _with_head(row, pattern=by_hours[hours])
        return Change("overlap", text if sought.shared else "Work in the zones asked for", (hours - own) / 8, changed)

    return Steps(len(steps), at)


def _place(row: Apart, sought: Sought) -> Steps:
    wanted = _conditions(sought, LivesIn)

    def at(_: int) -> Change:
        city, country = wanted[0].city, wanted[0].country
        told: dict[str, Any] = {"city": city_key(city.lower())} if city else {}
        told |= {"country": code_number(country)} if country else {}
        return Change("place", f"Be in {city or country}", 1.0, _with_head(row, **told))

    return Steps(min(len(wanted), 1), at)


def _conditions(sought: Sought, kind: type[Any]) -> list[Any]:
    return [each for hard in sought.by.hard for each in hard.conditions if isinstance(each, kind)]


def _with_head(row: Apart, **values: int) -> bytes:
    head = row.head.copy()
    for name, value in values.items():
        head[name] = value
    return replace(row, head=head).packed()


def _never(_: int) -> Change:
    raise AssertionError("a field without steps is not tried")
