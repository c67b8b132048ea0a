"""People on the page of a shortlist: a row each, and what opens under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from math import ceil
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from guildworks.availability.overlap import offset_minutes
from guildworks.availability.zones import is_zone
from guildworks.matching import wording
from guildworks.platform.dates import plain_day_text
from guildworks.platform.figures import figure
from guildworks.platform.money import amount_text
from guildworks.talent.words import LEVELS
from guildworks.web import charts

MARKS_SHOWN = 4
BASIS = {
    "evidence": ("seen", gettext_noop("seen by the platform")),
    "claim": ("said", gettext_noop("said by the engineer")),
}
PART_HEADS = {
    "skills": gettext_noop("Skills"),
    "lexical": gettext_noop("Words"),
    "semantic": gettext_noop("Meaning"),
    "seniority": gettext_noop("Seniority"),
    "rate": gettext_noop("Rate"),
    "overlap": gettext_noop("Overlap"),
    "availability": gettext_noop("Free hours"),
    "reputation": gettext_noop("Reputation"),
    "attention": gettext_noop("Attention"),
}
OF = gettext_noop("of %(possible)s")
# Where evidence comes from; a kind that another program gave stays as it is.
SOURCES = {
    "test": gettext_noop("test"),
    "review": gettext_noop("review"),
    "project": gettext_noop("project"),
    "interview": gettext_noop("interview"),
}
NOTHING = gettext_noop("nothing said and nothing seen")
SEEN_LEVEL = gettext_noop("%(skill)s: level %(level)s, seen")
SAID_LEVEL = gettext_noop("%(skill)s: level %(level)s, said")
Z_80 = 1.2816  # a normal's 10 % and 90 % points lie this many standard errors from its mean
THOUSAND = 1000
SHORTER = 8  # letters that the brief's own word must save to stand for a skill's name


class Once(dict[str, str]):
    """Messages in the language of whoever reads, each looked up once for all people: gettext takes microseconds."""

    def __missing__(self, message: str) -> str:
        said = self[message] = _(message)
        return said


@dataclass(frozen=True, slots=True)
class Scales:
    """What all people of one role are drawn and told by, so that the eye runs down a column."""

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
    said: Once
    importance: Mapping[str, str]
    labels: Mapping[str, str]  # what stands beside each of them


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a score, as a step of the sum."""

    name: str
    value: str
    possible: str  # of 0.250
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
        said=Once(),
        importance={"must": pgettext("skill", "must"), "nice": pgettext("skill", "nice")},
        labels=_labels(),
    )


def _labels() -> dict[str, str]:
    return {
        "why": _("Why"),
        "own_page": _("This on a page of its own"),
        "rests": _("What it rests on"),
        "levels": _("levels from 1 basic to 4 expert, ± one standard error; the band is the 80 % range"),
        "parts": _("The parts of the score"),
        "part": _("Part"),
        "picture": _("Picture"),
        "value": _("Value"),
        "possible": _("Possible"),
        "score": _("Score"),
        "of_all": of_text("1.000"),
        "drawn": _("Filled: what was reached. Outline: what was possible."),
        "skills": _("The asked skills"),
        "skill": _("Skill"),
        "level": _("Level"),
        "sources": _("Sources"),
        "no_weak_part": _("no weak part"),
    }


def person_shown(person: Mapping[str, Any], by: Scales) -> dict[str, Any]:
    """One person's row and explanation; every figure a text, every picture markup."""
    low, score, high = person["low"], person["score"], person["high"]
    lost = wording.loses_on(person["parts"], by.weights)
    shown_range = f"{figure(low, '.2f')}–{figure(high, '.2f')}"
    return {
        "id": person["id"],
        "name": person["name"],
        "headline": person["headline"],
        "rank": person["rank"],
        "facts": " · ".join(word for word in (person["city"], _zone(person, by), _years(person["years"])) if word),
        "score": figure(score, ".2f"),
        "range": shown_range,
        "range_chart": charts.range_chart(low, score, high, scale=by.score, said=_range_said(low, score, high, by)),
        "parts_chart": charts.parts_chart(
            [person["parts"][name] / weight for name, weight in by.weights.items()],
            said=_parts_said(person["parts"], by),
        ),
        "loses_on": by.said[gettext_noop("loses on %(part)s")] % {"part": _part_word(lost, by)} if lost else "",
        "marks": [_mark(skill, by) for skill in wording.skill_marks(person["skills"])[:MARKS_SHOWN]],
        **_money(person, by),
        **_hours(person, by),
        "fails": [wording.hard_text(name) for name in person.get("fails", ())],
        "part_rows": _part_rows(person, by),
        "total": figure(score, ".3f"),
        "skill_rows": SafeString("".join(_skill_row(skill, by) for skill in person["skills"])),
        "notes": wording.rate_notes(person),
        "labels": by.labels,
        **_sentences(person, by),
    }


def _sentences(person: Mapping[str, Any], by: Scales) -> dict[str, str]:
    """What is said of one person by name and score."""
    told = {
        "name": person["name"],
        "score": figure(person["score"], ".2f"),
        "range": f"{figure(person['low'], '.3f')}–{figure(person['high'], '.3f')}",
    }
    within = gettext_noop(
        "In 8 of 10 cases the score lies within %(range)s: the levels are not known exactly, and the reputation is that"
        " of everybody before a first outcome."
    )
    return {
        "compare_this": by.said[gettext_noop("Compare %(name)s")] % told,
        "scores": by.said[gettext_noop("%(name)s scores %(score)s")] % told,
        "why_score": by.said[gettext_noop("Why %(score)s")] % told,
        "within": by.said[within] % told,
    }


def _part_word(name: str, by: Scales) -> str:
    """A part of the score within a sentence."""
    return by.said[wording.PART_WORDS[name]]


def scale_text(by: Scales) -> str:
    """What scores are drawn on."""
    return _("scale %(first)s to 1") % {"first": figure(by.score[0], "g")}


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
    if years is None:
        return ""
    return ngettext("%(count)s year", "%(count)s years", _plural(years)) % {"count": figure(years, "g")}


def _plural(figure: float) -> int:
    """The whole number by which a sentence is chosen: a figure with a fraction is said as several are."""
    return int(figure) if figure == int(figure) else max(ceil(figure), 2)


def _range_said(low: float, score: float, high: float, by: Scales) -> str:
    said = by.said[gettext_noop("Score %(score)s, 80 %% range %(low)s to %(high)s")]
    return said % {"score": figure(score, ".2f"), "low": figure(low, ".2f"), "high": figure(high, ".2f")}


def _parts_said(parts: Mapping[str, float], by: Scales) -> str:
    shares = [f"{_part_word(name, by)} {100 * parts[name] / weight:.0f} %" for name, weight in by.weights.items()]
    return by.said[gettext_noop("Of what was possible: %(parts)s")] % {"parts": ", ".join(shares)}


def _mark(skill: Mapping[str, Any], by: Scales) -> tuple[str, str, str]:
    """Kind, text, and what the dot means in words. The brief's own word where it is the shorter one, such as RAG."""
    kind, meaning = BASIS[skill["basis"]]
    name, word = skill["name"], by.words.get(skill["skill"], "")
    through = f" ({skill['through_name']})" if skill["through_name"] else ""
    return (
        kind,
        (word if word and " " not in word and len(word) + SHORTER <= len(name) else name) + through,
        by.said[meaning],
    )


def _money(person: Mapping[str, Any], by: Scales) -> dict[str, Any]:
    rate, cost = person["rate"], person["cost"]
    return {
        "rate": _rate(rate, by) if rate else _unsaid(person, by),
        "cost": amount_text(cost["amount"], cost["currency"]) if cost else "",
        "cost_hours": by.said[gettext_noop("%(hours)s h")] % {"hours": figure(by.total_hours, ",.10g")}
        if cost and by.total_hours
        else "",
    }


def _rate(rate: Mapping[str, Any], by: Scales) -> str:
    return by.said[gettext_noop("%(amount)s/h")] % {"amount": amount_text(rate["amount"], rate["currency"])}


def _unsaid(person: Mapping[str, Any], by: Scales) -> str:
    return "–" if person.get("erased") else by.said[gettext_noop("not said")]


def _hours(person: Mapping[str, Any], by: Scales) -> dict[str, Any]:
    shared, free = person["overlap_hours"], person["free_hours"]
    return {
        "shared": _shared(person, by),
        "shared_chart": "" if shared is None else _shared_chart(shared, by),
        "free": _free(person, by),
        "confirmed": wording.confirmed_text(person.get("confirmed_at"), at=by.at),
        "free_chart": "" if free is None else _free_chart(free, by),
    }


def _shared(person: Mapping[str, Any], by: Scales) -> str:
    if (hours := person["overlap_hours"]) is not None:
        return by.said[gettext_noop("%(hours)s h together")] % {"hours": figure(hours, "g")}
    return "–" if person.get("erased") else by.said[gettext_noop("not known")]


def _free(person: Mapping[str, Any], by: Scales) -> str:
    if (hours := person["free_hours"]) is None:
        return _unsaid(person, by)
    return by.said[gettext_noop("%(hours)s h a week")] % {"hours": figure(hours, "g")}


def _shared_chart(hours: float, by: Scales) -> SafeString:
    said = ngettext("%(count)s shared hour a day", "%(count)s shared hours a day", _plural(hours))
    return charts.hours_chart(hours, by.shared_asked, most=by.shared_most, said=said % {"count": figure(hours, "g")})


def _free_chart(hours: float, by: Scales) -> SafeString:
    said = ngettext("%(count)s free hour a week", "%(count)s free hours a week", _plural(hours))
    return charts.hours_chart(hours, by.free_asked, most=by.free_most, said=said % {"count": figure(hours, "g")})


def _part_rows(person: Mapping[str, Any], by: Scales) -> SafeString:
    """Each part as a row of a table."""
    return SafeString(
        "".join(
            f'<tr><th scope="row">{escape(step.name)}</th><td class="picture">{step.chart}</td>'
            f'<td class="figure">{step.value}</td><td class="of">{escape(step.possible)}</td></tr>'
            for step in steps(person, by)
        )
    )


def steps(person: Mapping[str, Any], by: Scales) -> list[Step]:
    """The parts of a score, one after another: to three decimals that add up to it."""
    found, start = [], 0.0
    shown = thousandths([person["parts"][name] for name in by.weights], person["score"])
    said, of = by.said[gettext_noop("%(part)s: %(value)s of %(possible)s")], by.said[OF]
    for (name, possible), value in zip(by.weights.items(), shown, strict=True):
        part, figures = person["parts"][name], {"value": value, "possible": figure(possible, ".3f")}
        told = said % {"part": _part_word(name, by), **figures}
        picture = charts.step_chart(start, part, possible, said=told)
        found.append(Step(by.said[PART_HEADS[name]], value, of % figures, picture))
        start += part
    return found


def of_text(possible: str) -> str:
    """`of 0.250`: what a part of the score could have been."""
    return _(OF) % {"possible": possible}


def thousandths(parts: Sequence[float], total: float) -> list[str]:
    """The parts to three decimals, rounded so that they add up to the rounded total (largest remainders)."""
    exact = [part * THOUSAND for part in parts]
    whole = [int(part) for part in exact]
    missing = round(total * THOUSAND) - sum(whole)
    most_cut = sorted(range(len(parts)), key=lambda place: whole[place] - exact[place])
    for place in most_cut[: max(missing, 0)]:
        whole[place] += 1
    return [figure(part / THOUSAND, ".3f") for part in whole]


def _skill_row(skill: Mapping[str, Any], by: Scales) -> str:
    """What the level in one asked skill rests on, as a row of a table; markup in Python, since a page has hundreds."""
    known = level_shown(skill, by)
    return (
        f'<tr><th scope="row">{escape(skill["name"])}<span class="sub">{escape(asked_text(skill, by))}</span></th>'
        f'<td class="picture">{known.chart}</td><td class="figure">{known.text}</td>'
        f'<td class="sources">{known.sources}</td></tr>'
    )


def asked_text(skill: Mapping[str, Any], by: Scales) -> str:
    """`must, advanced asked`."""
    importance = by.importance[skill["importance"]]
    if not skill["level_asked"]:
        return importance
    asked = by.said[gettext_noop("%(level)s asked")] % {"level": by.said[LEVELS[skill["level_asked"]]]}
    return f"{importance}, {asked}"


def level_range(skill: Mapping[str, Any]) -> tuple[float, float] | None:
    """Between which levels, in 8 of 10 cases, the true one lies; None where nothing is known."""
    if skill["mean"] is None:
        return None
    spread = Z_80 * skill["error"]
    return skill["mean"] - spread, skill["mean"] + spread


def level_shown(skill: Mapping[str, Any], by: Scales) -> Level:
    """The level in one asked skill, and what it rests on, which is escaped."""
    through = ""
    if skill["through_name"]:
        through = _span(by.said[gettext_noop("through %(skill)s")] % {"skill": skill["through_name"]})
    within = level_range(skill)
    if within is None:
        return Level("", SafeString(""), SafeString(through + _span(by.said[NOTHING])))
    text = f"{figure(skill['mean'], '.1f')} ± {figure(skill['error'], '.1f')}"
    sources = "".join(_span(_source(source, by), kind="dot seen") for source in skill["sources"])
    sources = sources or _span(_claim(skill["claimed"], by), kind="dot said")
    return Level(text, _level_chart(skill, within, text, by), SafeString(through + sources))


def _level_chart(skill: Mapping[str, Any], within: tuple[float, float], text: str, by: Scales) -> SafeString:
    seen = skill["basis"] == "evidence"
    said = SEEN_LEVEL if seen else SAID_LEVEL
    told = by.said[said] % {"skill": skill["name"], "level": text}
    return charts.level_chart(within[0], skill["mean"], within[1], seen=seen, said=told)


def _span(text: str, *, kind: str = "") -> str:
    return f'<span class="{kind}">{escape(text)}</span>' if kind else f"<span>{escape(text)}</span>"


def _claim(level: int | None, by: Scales) -> str:
    if not level:
        return by.said[gettext_noop("said, nothing seen yet")]
    return by.said[gettext_noop("%(level)s said, nothing seen yet")] % {"level": by.said[LEVELS[level]]}


def _source(source: Mapping[str, Any], by: Scales) -> str:
    kind = SOURCES.get(source["kind"])
    on = plain_day_text(date.fromisoformat(source["on"]))
    level = f"{figure(source['mean'], '.1f')} ± {figure(source['error'], '.1f')}"
    return f"{by.said[kind] if kind else source['kind']}, {on}: {level}"
