"""Answers to what a brief leaves open, each one click: the words on it, and the correction that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

from django.utils.translation import gettext as _

from guildworks.kernels.text.corrections import OPEN
from guildworks.matching.asked import HOURS_IN_A_DAY, WEEKS_MOST
from guildworks.matching.correcting import Pieces, pieces_of
from guildworks.matching.wording import rate_text, weeks_text
from guildworks.platform.figures import figure
from guildworks.platform.money import amount_text

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question."""

    words: str
    item: str
    says: str = "value"
    pieces: Pieces = field(default_factory=dict)


def answers(field_name: str, requirement: Json) -> list[Answer]:
    """Answers to a question about a field of a requirement, as JSON; none where only a form can tell."""
    first = field_name.split(",")[0].strip()
    if first.startswith("skills."):
        choices = (("must", _("Must have")), ("nice", _("Nice to have")), ("excluded", _("Not needed")))
        return [Answer(words, first, pieces={"importance": wanted}) for wanted, words in choices]
    if first in OPEN:
        return [Answer(_("Leave it open"), first, "nothing")]
    makers = {"budget": _sums, "duration": _durations, "hours_per_week": _hours, "place": _places}
    return list(makers[first](requirement)) if first in makers else []


def _sums(requirement: Json) -> Iterator[Answer]:
    """Where rate, hours and weeks come to more than the sum: the sum that holds, the hours, the weeks, or no sum."""
    money = (requirement["budget"] or {}).get("value") or {}
    if not money.get("total"):
        return
    pieces = pieces_of("budget", money)
    hourly, weekly, weeks = _hourly(money), _weekly(requirement), _least_weeks(requirement)
    if hourly and weekly and weeks and hourly * weekly * weeks > money["total"]:
        least = ceil(hourly * weekly * weeks)
        total = rate_text(amount_text(least, money["currency"]), "project")
        yield Answer(total, "budget", pieces={**pieces, "total": str(least)})
        if fitting := floor(money["total"] / (hourly * weeks)):
            yield _hours_answer(fitting)
        if fitting := floor(money["total"] / (hourly * weekly)):
            yield Answer(weeks_text(fitting), "duration", pieces={"weeks": str(fitting)})
    yield Answer(_("No total"), "budget", pieces={**pieces, "total": ""})


def _hourly(money: Json) -> float | None:
    """The least that is paid for an hour, where a rate for an hour or a day is named."""
    hours = {"hour": 1, "day": HOURS_IN_A_DAY}.get(money["per"])
    return money["min"] / hours if money["min"] and hours else None


def _weekly(requirement: Json) -> float | None:
    said = [read["value"]["min"] or read["value"]["max"] for read in requirement["hours_per_week"]]
    return min((hours for hours in said if hours), default=None)


def _least_weeks(requirement: Json) -> int | None:
    said = requirement["duration_weeks"]
    weeks: int | None = said and said["value"]["min"]
    return weeks


def _durations(requirement: Json) -> Iterator[Answer]:
    """Both ends of a stated span of weeks."""
    said = requirement["duration_weeks"]
    ends = {said["value"]["min"], said["value"]["max"]} if said else set()
    for weeks in sorted(end for end in ends if end and end <= WEEKS_MOST):
        yield Answer(weeks_text(weeks), "duration", pieces={"weeks": str(weeks)})


def _hours(requirement: Json) -> Iterator[Answer]:
    """Both ends of a stated span of hours, where there are no phases."""
    said = requirement["hours_per_week"]
    ends = {said[0]["value"]["min"], said[0]["value"]["max"]} if len(said) == 1 else set()
    for hours in sorted(end for end in ends if end):
        yield _hours_answer(hours)


def _hours_answer(hours: float) -> Answer:
    words = _("%(hours)s h a week") % {"hours": figure(hours, "g")}
    return Answer(words, "hours_per_week", pieces={"hours": f"{hours:g}"})


def _places(requirement: Json) -> Iterator[Answer]:
    said = (requirement["place"] or {}).get("value") or {}
    yield Answer(_("Remote"), "place", pieces={"mode": "remote"})
    if where := said.get("city") or said.get("country"):
        pieces = pieces_of("place", said)
        yield Answer(_("On site in %(place)s") % {"place": where}, "place", pieces={**pieces, "mode": "onsite"})
        yield Answer(_("Partly in %(place)s") % {"place": where}, "place", pieces={**pieces, "mode": "hybrid"})
