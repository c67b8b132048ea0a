"""People on the page of a shortlist: a row each, and what opens under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from guildworks.availability.overlap import offset_minutes
from guildworks.availability.zones import is_zone
from guildworks.matching import wording
from guildworks.web import charts

MARKS_SHOWN = 4
BASIS = {"evidence": ("seen", "seen by the platform"), "claim": ("said", "said by the engineer")}
Z_80 = 1.2816  # a normal's 10 % and 90 % points lie this many standard errors from its mean
THOUSAND = 1000
SHORTER = 8  # letters that the brief's own word must save to stand for a skill's name


@dataclass(frozen=True, slots=True)
class Scales:
    """What all people of one role are drawn by, so that the eye runs down a column."""

    score: tuple[float, float]
    at: datetime  # when the list was made
    week: date  # the Monday of the week in which the work starts
    shared_most: float
    free_most: float
    shared_asked: float | None
    free_asked: float | None
    total_hours: float | None
    weights: Mapping[str, float]
    words: Mapping[str, str]  # the brief's own words for a skill, by slug


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a score, as a step of the sum."""

    name: str
    value: str
    possible: str
    chart: SafeString


@dataclass(frozen=True, slots=True)
class Level:
    """A level in words, drawn, and its sources."""

    text: str  # empty where nothing is known
    chart: SafeString
    sources: SafeString


def scales(
    role: Mapping[str, Any], weights: Mapping[str, float], *, requirement: Mapping[str, Any], at: datetime
) -> Scales:
    """The scales of a role's people, near misses included."""
    people = [*role["engineers"], *role["near_misses"]]
    lowest = min((person["low"] for person in people), default=0.0)
    overlap = (requirement.get("overlap") or {}).get("value", {}).get("hours")
    shared = [person["overlap_hours"] or 0 for person in people]
    starts = date.fromisoformat(role["starts"])
    return Scales(
        at=at,
        week=starts - timedelta(days=starts.weekday()),
        score=(next(first for first in (0.75, 0.5, 0.25, 0.0) if first <= max(lowest, 0.0)), 1.0),
        shared_most=max([8, *shared]),
        free_most=max([40, role["hours_per_week"] or 0, *(person["free_hours"] or 0 for person in people)]),
        shared_asked=overlap,
        free_asked=role["hours_per_week"],
        total_hours=role["total_hours"],
        weights=weights,
        words={wish["skill"]: " ".join((wish["quote"] or "").split()) for wish in requirement["skills"]},
    )


def person_shown(person: Mapping[str, Any], by: Scales) -> dict[str, Any]:
    """One person's row and explanation; every figure a text, every picture markup."""
    low, score, high = person["low"], person["score"], person["high"]
    lost = wording.loses_on(person["parts"], by.weights)
    shown_range = f"{low:.2f}–{high:.2f}"
    return {
        "id": person["id"],
        "name": person["name"],
        "headline": person["headline"],
        "rank": person["rank"],
        "facts": " · ".join(word for word in (person["city"], _zone(person, by), _years(person["years"])) if word),
        "score": f"{score:.2f}",
        "range": shown_range,
        "range_chart": charts.range_chart(
            low, score, high, scale=by.score, said=f"Score {score:.2f}, 80 % range {low:.2f} to {high:.2f}"
        ),
        "parts_chart": charts.parts_chart(
            [person["parts"][name] / weight for name, weight in by.weights.items()],
            said=_parts_said(person["parts"], by.weights),
        ),
        "loses_on": wording.PART_WORDS.get(lost, ""),
        "marks": [_mark(skill, by) for skill in wording.skill_marks(person["skills"])[:MARKS_SHOWN]],
        **_money(person, by),
        **_hours(person, by),
        "fails": [wording.hard_text(name) for name in person.get("fails", ())],
        "part_rows": _part_rows(person, by.weights),
        "total": f"{score:.3f}",
        "range_exact": f"{low:.3f}–{high:.3f}",
        "skill_rows": SafeString("".join(_skill_row(skill) for skill in person["skills"])),
        "notes": wording.rate_notes(person),
    }


def as_equals(people: Sequence[Mapping[str, Any]]) -> int:
    """How many of the first have ranges that all overlap: so many are to be treated as equals."""
    highest_low, lowest_high = 0.0, 1.0
    for place, person in enumerate(people):
        highest_low, lowest_high = max(highest_low, person["low"]), min(lowest_high, person["high"])
        if highest_low > lowest_high:
            return place
    return len(people)


def _zone(person: Mapping[str, Any], by: Scales) -> str:
    """`UTC+1`, as it is in the week of the start; nothing of a zone that has gone since."""
    zone = person["zone"]
    return wording.utc_text(offset_minutes(zone, by.week)) if zone and is_zone(zone) else ""


def _years(years: float | None) -> str:
    return "" if years is None else "1 year" if years == 1 else f"{years:g} years"


def _parts_said(parts: Mapping[str, float], weights: Mapping[str, float]) -> str:
    shares = [f"{wording.PART_WORDS[name]} {100 * parts[name] / weight:.0f} %" for name, weight in weights.items()]
    return f"Of what was possible: {', '.join(shares)}"


def _mark(skill: Mapping[str, Any], by: Scales) -> tuple[str, str, str]:
    """Kind, text, and what the dot means in words. The brief's own word where it is the shorter one, such as RAG."""
    kind, meaning = BASIS[skill["basis"]]
    name, word = skill["name"], by.words.get(skill["skill"], "")
    through = f" ({skill['through_name']})" if skill["through_name"] else ""
    return kind, (word if word and " " not in word and len(word) + SHORTER <= len(name) else name) + through, meaning


def _money(person: Mapping[str, Any], by: Scales) -> dict[str, Any]:
    rate, cost = person["rate"], person["cost"]
    return {
        "rate": wording.amount_text(rate["amount"], rate["currency"]) + "/h" if rate else _unsaid(person),
        "cost": wording.amount_text(cost["amount"], cost["currency"]) if cost else "",
        "cost_hours": f"{by.total_hours:,.10g} h" if cost and by.total_hours else "",
    }


def _unsaid(person: Mapping[str, Any]) -> str:
    return "–" if person.get("erased") else "not said"


def _hours(person: Mapping[str, Any], by: Scales) -> dict[str, Any]:
    shared, free = person["overlap_hours"], person["free_hours"]
    return {
        "shared": ("–" if person.get("erased") else "not known") if shared is None else f"{shared:g} h together",
        "shared_chart": ""
        if shared is None
        else charts.hours_chart(shared, by.shared_asked, most=by.shared_most, said=f"{shared:g} shared hours a day"),
        "free": _unsaid(person) if free is None else f"{free:g} h a week",
        "confirmed": wording.confirmed_text(person.get("confirmed_at"), at=by.at),
        "free_chart": ""
        if free is None
        else charts.hours_chart(free, by.free_asked, most=by.free_most, said=f"{free:g} free hours a week"),
    }


def _part_rows(person: Mapping[str, Any], weights: Mapping[str, float]) -> SafeString:
    """Each part as a row of a table."""
    return SafeString(
        "".join(
            f'<tr><th scope="row">{step.name}</th><td class="picture">{step.chart}</td>'
            f'<td class="figure">{step.value}</td><td class="of">of {step.possible}</td></tr>'
            for step in steps(person, weights)
        )
    )


def steps(person: Mapping[str, Any], weights: Mapping[str, float]) -> list[Step]:
    """The parts of a score, one after another: to three decimals that add up to it."""
    found, start = [], 0.0
    shown = thousandths([person["parts"][name] for name in weights], person["score"])
    for (name, possible), value in zip(weights.items(), shown, strict=True):
        part, word = person["parts"][name], wording.PART_WORDS[name]
        picture = charts.step_chart(start, part, possible, said=f"{word}: {value} of {possible:.3f}")
        found.append(Step(word.capitalize(), value, f"{possible:.3f}", picture))
        start += part
    return found


def thousandths(parts: Sequence[float], total: float) -> list[str]:
    """The parts to three decimals, rounded so that they add up to the rounded total (largest remainders)."""
    exact = [part * THOUSAND for part in parts]
    whole = [int(part) for part in exact]
    missing = round(total * THOUSAND) - sum(whole)
    most_cut = sorted(range(len(parts)), key=lambda place: whole[place] - exact[place])
    for place in most_cut[: max(missing, 0)]:
        whole[place] += 1
    return [f"{part / THOUSAND:.3f}" for part in whole]


def _skill_row(skill: Mapping[str, Any]) -> str:
    """What the level in one asked skill rests on, as a row of a table; markup in Python, since a page has hundreds."""
    known = level_shown(skill)
    return (
        f'<tr><th scope="row">{escape(skill["name"])}<span class="sub">{escape(asked_text(skill))}</span></th>'
        f'<td class="picture">{known.chart}</td><td class="figure">{known.text}</td>'
        f'<td class="sources">{known.sources}</td></tr>'
    )


def asked_text(skill: Mapping[str, Any]) -> str:
    """`must, advanced asked`."""
    asked = f", {wording.LEVELS[skill['level_asked']]} asked" if skill["level_asked"] else ""
    return f"{skill['importance']}{asked}"


def level_range(skill: Mapping[str, Any]) -> tuple[float, float] | None:
    """Between which levels, in 8 of 10 cases, the true one lies; None where nothing is known."""
    if skill["mean"] is None:
        return None
    spread = Z_80 * skill["error"]
    return skill["mean"] - spread, skill["mean"] + spread


def level_shown(skill: Mapping[str, Any]) -> Level:
    """The level in one asked skill, and what it rests on, which is escaped."""
    through = f"<span>through {escape(skill['through_name'])}</span>" if skill["through_name"] else ""
    within = level_range(skill)
    if within is None:
        return Level("", SafeString(""), SafeString(f"{through}<span>nothing said and nothing seen</span>"))
    seen, (low, high) = skill["basis"] == "evidence", within
    text = f"{skill['mean']:.1f} ± {skill['error']:.1f}"
    said = f"{skill['name']}: level {text}, {'seen' if seen else 'said'}"
    chart = charts.level_chart(low, skill["mean"], high, seen=seen, said=said)
    sources = "".join(f'<span class="dot seen">{_source(source)}</span>' for source in skill["sources"])
    sources = sources or f'<span class="dot said">{_claim(skill["claimed"])}, nothing seen yet</span>'
    return Level(text, chart, SafeString(through + sources))


def _claim(level: int | None) -> str:
    return f"{wording.LEVELS[level]} said" if level else "said"


def _source(source: Mapping[str, Any]) -> str:
    on = date.fromisoformat(source["on"])
    return f"{escape(source['kind'])}, {on:%-d %b %Y}: {source['mean']:.1f} ± {source['error']:.1f}"
