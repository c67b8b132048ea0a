"""The ways in which a brief can ask for less, each one click: the words on it, and the corrections that it makes.

Of each point a few steps, the smallest first. None of them is more than somebody could type by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, floor
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.matching.asked import asked
from guildworks.matching.correcting import CEFR, LEVEL_WORDS, BadCorrection, Pieces, Typed, correction_draft, pieces_of
from guildworks.matching.corrections import AskedFor
from guildworks.matching.wording import either_text, language_word, rate_text
from guildworks.platform import clock
from guildworks.platform.enumeration import enumerated
from guildworks.platform.figures import figure
from guildworks.platform.money import amount_text
from guildworks.skills.queries import skill_name

SKILLS_MOST = 12  # must-haves that are tried; so the search stays one
WEEKS_LATER = (1, 2, 4)
RATES_MORE = (1.1, 1.25, 1.5)
HOURS_LESS = (0.8, 0.6, 0.4)
HOURS_STEP = 4  # a week


@dataclass(frozen=True, slots=True)
class Way:
    """One way; `key` tells it from all others of a brief as it stands."""

    key: str
    words: str
    typed: tuple[Typed, ...]


def ways(asks: AskedFor) -> list[list[Way]]:
    """The steps of each point that a brief can loosen."""
    points = (
        *_skills(asks),
        *_languages(asks),
        _places(asks),
        _overlaps(asks),
        _budgets(asks),
        _hours(asks),
        _starts(asks),
    )
    return [steps for point in points if (steps := [way for way in point if _can_be_said(way)])]


def find_way(asks: AskedFor, key: str) -> Way | None:
    """The way with this key, if the brief as it stands still has it."""
    return next((way for steps in ways(asks) for way in steps if way.key == key), None)


def _can_be_said(way: Way) -> bool:
    """Whether somebody could type it: a start too far ahead, for one, they could not."""
    try:
        for each in way.typed:
            correction_draft(each)
    except BadCorrection:
        return False
    return True


def _one(words: str, item: str, pieces: Pieces) -> Way:
    told = ",".join(f"{name}={value}" for name, value in sorted(pieces.items()) if value)
    return Way(f"{item}:{told}", words, (Typed(item, "value", pieces),))


def _skills(asks: AskedFor) -> Iterator[list[Way]]:
    """Each must-have as a nice-to-have; alternatives together, since one of them that is a must keeps them all."""
    groups: dict[object, list[Any]] = {}
    for wish in asks.requirement.skills:
        if wish.importance == "must":
            groups.setdefault(wish.skill if wish.any_of is None else ("any", wish.any_of), []).append(wish)
    for wishes in list(groups.values())[:SKILLS_MOST]:
        slugs = list(dict.fromkeys(wish.skill for wish in wishes))
        levels = {wish.skill: LEVEL_WORDS.get(wish.level or 0, "") for wish in wishes}
        typed = tuple(Typed(f"skills.{slug}", "value", {"importance": "nice", "level": levels[slug]}) for slug in slugs)
        words = _("Without %(skills)s as a must") % {"skills": either_text([skill_name(slug) for slug in slugs])}
        yield [Way(f"skills.{'|'.join(slugs)}:nice", words, typed)]


def _languages(asks: AskedFor) -> Iterator[list[Way]]:
    for read in asks.requirement.languages:
        wish = read.value
        if wish.importance != "must":
            continue
        item, name = f"languages.{wish.code}", language_word(wish.code)
        steps = []
        if wish.level and CEFR.index(wish.level):
            lower = CEFR[CEFR.index(wish.level) - 1]
            words = _("%(language)s %(level)s or better") % {"language": name, "level": lower}
            steps.append(_one(words, item, {"importance": "must", "level": lower}))
        words = _("Without %(language)s as a must") % {"language": name}
        yield [*steps, _one(words, item, {"importance": "nice", "level": wish.level or ""})]


def _places(asks: AskedFor) -> list[Way]:
    place = asks.requirement.place.value if asks.requirement.place else None
    if place is None or place.mode not in ("onsite", "hybrid"):
        return []
    pieces = {"mode": "remote", "city": place.city or "", "country": place.country or ""}
    return [_one(_("Remote"), "place", pieces)]


def _overlaps(asks: AskedFor) -> list[Way]:
    overlap = asks.requirement.overlap.value if asks.requirement.overlap else None
    if overlap is None or not overlap.hours or not overlap.zone or overlap.zone_from:
        return []
    pieces = pieces_of("overlap", asks.told["overlap"]["value"])
    fewer = dict.fromkeys(hours for hours in (overlap.hours - 1, floor(overlap.hours) / 2) if hours >= 0.5)
    said = _("%(hours)s h or more together")
    return [_one(said % {"hours": figure(hours, "g")}, "overlap", {**pieces, "hours": f"{hours:g}"}) for hours in fewer]


def _budgets(asks: AskedFor) -> list[Way]:
    budget = asks.requirement.budget.value if asks.requirement.budget else None
    if budget is None or not budget.per or not budget.currency or not (budget.most or budget.total):
        return []
    if budget.total and budget.total_currency != budget.currency:
        return []
    pieces, found = pieces_of("budget", asks.told["budget"]["value"]), []
    for factor in RATES_MORE:
        more = {
            name: _dearer(value, factor) for name, value in (("most", budget.most), ("total", budget.total)) if value
        }
        per = {"most": budget.per, "total": "project"}
        said = [_amount(amount_text(amount, budget.currency), per[name]) for name, amount in more.items()]
        changed = {**pieces, **{name: str(amount) for name, amount in more.items()}}
        found.append(_one(_("Up to %(amounts)s") % {"amounts": enumerated(said)}, "budget", changed))
    return found


def _amount(amount: str, per: str) -> str:
    return _("%(amount)s an hour") % {"amount": amount} if per == "hour" else rate_text(amount, per)


def _dearer(amount: float, factor: float) -> int:
    """So much more, to the next 5 of its second figure: 110 of 100, 22,000 of 20,000."""
    more = amount * factor
    step: int = 5 * 10 ** max(len(str(int(more))) - 3, 0)
    return ceil(round(more / step, 9)) * step


def _hours(asks: AskedFor) -> list[Way]:
    """Fewer hours a week, where the brief speaks of no phases."""
    phases = asks.requirement.hours_per_week
    hours = phases[0].value.least or phases[0].value.most if len(phases) == 1 else None
    if not hours or hours <= HOURS_STEP or phases[0].value.weeks:
        return []
    fewer = (floor(hours * share / HOURS_STEP) * HOURS_STEP for share in HOURS_LESS)
    steps = dict.fromkeys(less for less in fewer if less)
    said = _("%(hours)s h a week")
    return [_one(said % {"hours": less}, "hours_per_week", {"hours": str(less)}) for less in steps]


def _starts(asks: AskedFor) -> list[Way]:
    begins = asked(asks.requirement, role=None, today=clock.today()).starts
    return [
        _one(
            ngettext("Start a week later", "Start %(weeks)s weeks later", weeks) % {"weeks": weeks},
            "starts",
            {"day": (begins + timedelta(weeks=weeks)).isoformat()},
        )
        for weeks in WEEKS_LATER
    ]
