"""Holds in words: beside a person on a list, on the page that asks for them, and on the page of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse

from guildworks.availability.actions.holds import (
    CapacityExceeded,
    HoldInThePast,
    HoldTooFar,
    TooManyHeldHours,
    TooManyHolds,
)
from guildworks.availability.load import Load
from guildworks.availability.models import Reservation
from guildworks.availability.policies import may_release
from guildworks.matching import wording
from guildworks.matching.addresses import hold_address
from guildworks.matching.holding import Asking, TypedHold
from guildworks.matching.models import Brief
from guildworks.matching.shown.corrections import Field
from guildworks.matching.shown.proposing import talk_form
from guildworks.matching.shown.talks import find_answer, find_chosen, short_text, talk_text
from guildworks.matching.talking import TypedTalk
from guildworks.platform.actor import Actor
from guildworks.platform.errors import GuildworksError
from guildworks.platform.limits import limit
from guildworks.talent.models import Engineer

ENDINGS = {"released": "released", "declined": "declined by the engineer"}


@dataclass(frozen=True, slots=True)
class HeldShown:
    """What is held or booked of somebody, in words."""

    id: str
    name: str
    whose: str  # held by you
    left: str  # 71:42:08; empty for a booking
    until: str  # Tue 1 Dec, 17:33 UTC
    day: str  # the same without its weekday, for a narrow place
    expires: str  # the same for a program
    hours: str
    weeks: str
    accepted: bool
    answer: str  # not yet, accepted, booked
    talk: str  # talk Tue 1 Dec, 15:00–15:30 Berlin
    invitation: str  # the address of that talk for a calendar; empty where no time was chosen
    answered: str  # both in one line; empty where the engineer has not answered
    answered_short: str  # the same for a row: accepted, talk Tue 1 Dec, 15:00
    contact: str  # the engineer's address, once they have accepted
    may_release: bool
    ending: str  # how it ended


@dataclass(frozen=True, slots=True)
class Holding:
    """Beside the people of a list: what is held of each for its brief, and the way to hold the others."""

    brief: Brief | None  # None for whoever may not hold
    held: Mapping[str, HeldShown]  # by the engineer's shown id

    def beside(self, person: Mapping[str, Any], *, back: str) -> dict[str, Any]:
        """What stands beside one person; nobody can hold who was erased."""
        return {
            "held": self.held.get(person["id"]),
            "hold": "" if person.get("erased") else self.address([person["id"]], back=back),
        }

    def address(self, engineers: Sequence[str], *, back: str) -> str:
        """The page that asks whether these are to be held, those apart who are; empty where nobody is left."""
        others = [engineer for engineer in engineers if engineer not in self.held]
        return hold_address(self.brief, others, back=back) if self.brief and others else ""


NO_HOLDING = Holding(None, {})


def holding_shown(actor: Actor, brief: Brief, live: Sequence[Reservation], *, may_hold: bool, at: datetime) -> Holding:
    """What is held for a brief, for pages that show people of its lists."""
    held = {hold.engineer.shown_id: held_shown(hold, actor, at=at) for hold in live}
    return Holding(brief if may_hold else None, held)


def held_shown(hold: Reservation, actor: Actor, *, at: datetime) -> HeldShown:
    """One reservation in words, as it is at a moment."""
    ours = " by you" if hold.organisation_id == actor.organisation_id else ""
    expires = hold.expires_at if hold.state == "hold" else None
    answer = "booked" if hold.state == "booked" else "accepted" if hold.accepted_at else ""
    talk = talk_text(hold, at=at)
    ended = hold.ended_at or hold.expires_at
    return HeldShown(
        id=hold.shown_id,
        name=hold.engineer.public_name,
        whose=f"{'booked' if hold.state == 'booked' else 'held'}{ours}",
        left=left_text(expires - at) if expires else "",
        until=moment_text(ended, at=at) if ended else "",
        day=moment_text(ended, at=at).split(" ", 1)[1] if ended else "",
        expires=expires.isoformat(timespec="seconds") if expires else "",
        hours=hours_held_text(hold.quarter_hours),
        weeks=weeks_held_text(hold.first_week, len(hold.quarter_hours), at=at),
        accepted=hold.accepted_at is not None,
        answer=answer,
        talk=talk,
        invitation=reverse("hold-talk", args=[hold.shown_id]) if find_chosen(hold) and hold.lives(at) else "",
        answered=", ".join(filter(None, ("accepted" if hold.accepted_at else "", talk if find_answer(hold) else ""))),
        answered_short=short_text(hold, at=at),
        contact=hold.engineer.email if hold.accepted_at and hold.lives(at) else "",
        may_release=may_release(actor, hold) is None,
        ending=ENDINGS.get(hold.state, "expired"),
    )


def left_text(left: timedelta) -> str:
    """`71:42:08`, under an hour `38:14`."""
    seconds = max(int(left.total_seconds()), 0)
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def moment_text(moment: datetime, *, at: datetime) -> str:
    """`Tue 1 Dec, 17:33 UTC`, with its year where that is another one."""
    year = "" if moment.year == at.year else f" {moment.year}"
    return f"{moment:%a %-d %b}{year}, {moment:%H:%M} UTC"


def new_hold_page(
    asking: Asking,
    typed: TypedHold,
    *,
    back: str,
    talk: TypedTalk,
    load: Load | None = None,
    refusal: GuildworksError | None = None,
    is_anew: bool = False,
) -> dict[str, Any]:
    """The page that asks one question: these people, these hours a week, from that Monday, so many weeks."""
    people = asking.free_to_ask
    names = [engineer.public_name for engineer in people]
    return {
        "brief": asking.brief,
        "back": back,
        "people": people,
        "title": f"Hold {wording.listing(names)}?" if names else "Held already",
        "already": [
            {"name": hold.engineer.public_name, "until": moment_text(hold.expires_at, at=asking.at)}
            if hold.state == "hold" and hold.expires_at
            else {"name": hold.engineer.public_name, "until": ""}
            for hold in asking.already
        ],
        "phases": _phases(typed, refusal),
        "starts": Field("starts", "First day", "date", typed.starts, error=_first_day_error(refusal)),
        "takes": _takes(load, len(people), at=asking.at) if load else "",
        "talk": talk_form(talk, asking, refusal=refusal),
        "is_anew": is_anew,
        "terms": _terms(asking),
        # Whoever sent the form twice is told what is held, and not that something went wrong.
        "refused": refused_shown(refusal, asking, typed, back=back) if refusal and people else None,
    }


@dataclass(frozen=True, slots=True)
class RefusedShown:
    """Why nothing was held: who and when, and the nearest that works."""

    message: str
    lines: list[str]
    hint: str
    ways: list[tuple[str, str]]  # words and address


def refused_shown(refusal: GuildworksError, asking: Asking, typed: TypedHold, *, back: str) -> RefusedShown:
    """A refusal in the words of the page. Of hours that are taken it tells what is free and never who has them."""
    lacking: list[Mapping[str, Any]] = refusal.facts.get("weeks", [])
    names = {engineer.shown_id: engineer.public_name for engineer in asking.engineers}
    lines = [_lacking_text(names[who], list(weeks)) for who, weeks in groupby(lacking, key=lambda one: one["engineer"])]
    message = "There is not enough free." if lines else _sentence(refusal.message)
    return RefusedShown(message, lines, _hint(refusal, asking), _ways(refusal, asking, typed, back=back))


def holds_page(
    actor: Actor,
    live: Sequence[Reservation],
    ended: Sequence[Reservation],
    briefs: Mapping[Any, Brief],
    *,
    at: datetime,
) -> dict[str, Any]:
    """What is held and booked, by brief, and what has ended lately."""
    shown = {hold.id: held_shown(hold, actor, at=at) for hold in (*live, *ended)}
    groups = [
        {"brief": briefs.get(holder), "holds": [shown[hold.id] for hold in holds]}
        for holder, holds in groupby(live, key=lambda hold: hold.holder_id)
    ]
    return {
        "groups": groups,
        "ended": [{"held": shown[hold.id], "brief": briefs.get(hold.holder_id)} for hold in ended],
        "may_release": any(shown[hold.id].may_release for hold in live),
        "again_days": limit("hold_again_days"),
        "fair": [_brief_share(), _client_share(), _again()],
        "is_operator": actor.kind == "operator",
    }


def hours_held_text(quarter_hours: Sequence[int]) -> str:
    """`32 h a week`."""
    least, most = min(quarter_hours) / 4, max(quarter_hours) / 4
    return f"{most:g} h a week" if least == most else f"up to {most:g} h a week"


def weeks_held_text(first: date, weeks: int, *, at: datetime) -> str:
    """`12 weeks from Mon 11 Jan 2027`."""
    year = "" if first.year == at.year else f" {first.year}"
    return f"{wording.weeks_text(weeks)} from {first:%a %-d %b}{year}"


def _phases(typed: TypedHold, refusal: GuildworksError | None) -> list[dict[str, Any]]:
    """A pair of fields for each phase; one alone has no name."""
    wrong = refusal.fields if refusal else {}
    several = len(typed.hours) > 1
    return [
        {
            "name": f"Phase {place}" if several else "",
            "place": place,
            "fields": [
                Field("hours", "Hours a week", "number", hours, error=wrong.get(f"hours-{place}", "")),
                Field("weeks", "Weeks", "number", weeks, error=wrong.get(f"weeks-{place}", "")),
            ],
        }
        for place, (hours, weeks) in enumerate(zip(typed.hours, typed.weeks, strict=False), 1)
    ]


def _first_day_error(refusal: GuildworksError | None) -> str:
    if isinstance(refusal, HoldInThePast | HoldTooFar):
        return f"{_sentence(refusal.message)} {refusal.hint}"
    return refusal.fields.get("starts", "") if refusal else ""


def _takes(load: Load, people: int, *, at: datetime) -> str:
    """`32 h a week for 12 weeks from Mon 11 Jan 2027: 384 h of each, 768 h together`."""
    hours = sum(load.quarter_hours) / 4
    total = f"{hours:,.10g} h" if people == 1 else f"{hours:,.10g} h of each, {hours * people:,.10g} h together"
    weeks = weeks_held_text(load.first_week, len(load.quarter_hours), at=at)
    return f"{hours_held_text(load.quarter_hours)}, {weeks}: {total}"


def _terms(asking: Asking) -> list[str]:
    """What a hold means, for both sides."""
    hours, days = limit("hold_hours"), limit("accepted_hold_days")
    until = moment_text(asking.at + timedelta(hours=hours), at=asking.at)
    held = sum(hold.state == "hold" for hold in asking.live)
    return [
        f"A hold lives {hours} hours: until {until} if you place it now. Then the hours are free again.",
        "The engineer learns of it by mail: your organisation’s name, the roles and skills of the brief, not its text"
        " or budget. They answer by a link, and may decline, which costs them nothing."
        f" Accepted, it lives {days} days more, once.",
        "Once they choose a time for a talk they have your name and address; you have their address once they accept.",
        "You can release it at any time; the hours are free at once.",
        f"{_brief_share()} {f'This one has {held}.' if held else 'This one has none.'}",
        _client_share(),
        _again(),
    ]


def _brief_share() -> str:
    return f"A brief has at most {limit('holds_per_brief')} holds at once."


def _client_share() -> str:
    return f"A client holds at most {limit('held_hours_per_organisation'):,} hours of one week at once."


def _again() -> str:
    days = limit("hold_again_days")
    return f"The same engineer can be held for the same brief once more, {days} days after the first hold has ended."


def _lacking_text(name: str, weeks: Sequence[Mapping[str, Any]]) -> str:
    """`Adaeze Okonjo has 24 h left in W03, from Mon 18 Jan 2027; 32 h are asked`: of all weeks the scarcest."""
    least = min(weeks, key=lambda one: one["free"] - one["asked"])
    monday, more = date.fromisoformat(least["week"]), len(weeks) - 1
    when = f"W{monday.isocalendar().week:02}, from {monday:%a %-d %b %Y}"
    others = "" if not more else f" {more} more {'week has' if more == 1 else 'weeks have'} not enough either."
    return f"{name} has {least['free']:g} h left in {when}; {least['asked']:g} h are asked.{others}"


def _hint(refusal: GuildworksError, asking: Asking) -> str:
    if isinstance(refusal, TooManyHolds):
        room = limit("holds_per_brief") - sum(hold.state == "hold" for hold in asking.live)
        some = f"Hold {room} or fewer now, or release" if room > 0 else "Release"
        return f"Nothing was held. {some} a hold of this brief first."
    if isinstance(refusal, TooManyHeldHours):
        return "Nothing was held. Ask for fewer hours, or release a hold first."
    return refusal.hint


def _ways(refusal: GuildworksError, asking: Asking, typed: TypedHold, *, back: str) -> list[tuple[str, str]]:
    """The nearest things that work, each one click away: fewer hours for all, or the others alone."""
    ways = []
    people = asking.free_to_ask
    less = _hours_that_fit(refusal, typed)
    if less:
        ids = [engineer.shown_id for engineer in people]
        fewer = TypedHold((less,), typed.weeks, typed.starts)
        ways.append((f"Ask for {less} h a week", _address(asking, ids, fewer, back=back)))
    refused = set(refusal.facts.get("engineers", []))
    others = [engineer for engineer in people if engineer.shown_id not in refused]
    if refused and others and len(others) < len(people):
        words = f"Leave out {wording.listing(_names([one for one in people if one.shown_id in refused]))}"
        ways.append((words, _address(asking, [one.shown_id for one in others], typed, back=back)))
    return ways


def _hours_that_fit(refusal: GuildworksError, typed: TypedHold) -> str:
    """The most hours a week that all have in every week asked; empty where that is none, or phases differ."""
    lacking = refusal.facts.get("weeks", [])
    if not isinstance(refusal, CapacityExceeded) or not lacking or len(typed.hours) != 1:
        return ""
    asked = float(typed.hours[0].replace(",", "."))
    # A week that is worked in part asks for a share, so its hours are compared with what was asked of that week.
    quarters = int(4 * asked * min(one["free"] / one["asked"] for one in lacking))
    return f"{quarters / 4:g}" if quarters else ""


def _names(engineers: Sequence[Engineer]) -> list[str]:
    return [engineer.public_name for engineer in engineers]


def _address(asking: Asking, ids: Sequence[str], typed: TypedHold, *, back: str) -> str:
    filled = [
        *(("hours", hours) for hours in typed.hours),
        *(("weeks", weeks) for weeks in typed.weeks),
        ("starts", typed.starts),
    ]
    return hold_address(asking.brief, ids, back=back, typed=filled)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
