"""Holds in words: beside a person on a list, on the page that asks for them, and on the page of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

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
from guildworks.matching.addresses import hold_address
from guildworks.matching.holding import Asking, TypedHold
from guildworks.matching.models import Brief
from guildworks.matching.reaching import contacts_of
from guildworks.matching.shown.corrections import Field
from guildworks.matching.shown.proposing import talk_form
from guildworks.matching.shown.talks import answered_sentence, answered_text, find_chosen, short_text, talk_text
from guildworks.matching.talking import TypedTalk
from guildworks.platform.actor import Actor
from guildworks.platform.dates import day_text, moment_text, plain_day_text
from guildworks.platform.enumeration import enumerated
from guildworks.platform.errors import GuildworksError
from guildworks.platform.figures import figure
from guildworks.platform.limits import limit
from guildworks.talent.models import Engineer

EXPIRED = gettext_noop("expired")
ENDINGS = {"released": gettext_noop("released"), "declined": gettext_noop("declined by the engineer")}
# How somebody stands: booked or held, by whoever reads it or by somebody else.
STANDS = {
    (False, True): gettext_noop("held by you until %(until)s"),
    (False, False): gettext_noop("held until %(until)s"),
    (True, True): gettext_noop("booked by you"),
    (True, False): gettext_noop("booked"),
}
STANDS_WITH = {
    (False, True): gettext_noop("Held by you until %(until)s: %(hours)s, %(weeks)s."),
    (False, False): gettext_noop("Held until %(until)s: %(hours)s, %(weeks)s."),
    (True, True): gettext_noop("Booked by you: %(hours)s, %(weeks)s."),
    (True, False): gettext_noop("Booked: %(hours)s, %(weeks)s."),
}


@dataclass(frozen=True, slots=True)
class HeldShown:
    """What is held or booked of somebody, in words."""

    id: str
    name: str
    is_booked: bool
    is_ours: bool  # of the organisation of whoever reads it
    ends: datetime | None
    at: datetime  # the moment as of which all of this is
    left: str  # 71:42:08; empty for a booking
    until: str  # Tue 1 Dec, 17:33 UTC
    expires: str  # the same for a program
    hours: str
    weeks: str
    accepted: bool
    answer: str  # not yet, accepted, booked
    talk: str  # talk Tue 1 Dec, 15:00–15:30 Berlin
    invitation: str  # the address of that talk for a calendar; empty where no time was chosen
    answered: str  # both in one line; empty where the engineer has not answered
    answered_sentence: str  # the same as a sentence
    answered_short: str  # the same for a row: accepted, talk Tue 1 Dec, 15:00
    contact: str  # the engineer's address, once they have accepted, on the page of holds
    may_release: bool
    ending: str  # how it ended

    @property
    def stands(self) -> str:
        """`held by you until Tue 1 Dec, 17:33 UTC`."""
        return _(STANDS[self.is_booked, self.is_ours]) % {"until": self.until}

    @property
    def stands_short(self) -> str:
        """The same without the weekday, for a narrow place."""
        until = f"{plain_day_text(self.ends, beside=self.at)}, {self.ends:%H:%M} UTC" if self.ends else ""
        return _(STANDS[self.is_booked, self.is_ours]) % {"until": until}

    @property
    def stands_with(self) -> str:
        """The same with hours and weeks, as a sentence."""
        told = {"until": self.until, "hours": self.hours, "weeks": self.weeks}
        return _(STANDS_WITH[self.is_booked, self.is_ours]) % told


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


def held_shown(hold: Reservation, actor: Actor, *, at: datetime, contact: str = "") -> HeldShown:
    """One reservation in words, as it is at a moment, with the engineer's address where the client is told it."""
    expires = hold.expires_at if hold.state == "hold" else None
    ended = hold.ended_at or hold.expires_at
    return HeldShown(
        id=hold.shown_id,
        name=hold.engineer.public_name,
        is_booked=hold.state == "booked",
        is_ours=hold.organisation_id == actor.organisation_id,
        ends=ended,
        at=at,
        left=left_text(expires - at) if expires else "",
        until=_until(ended, at=at) if ended else "",
        expires=expires.isoformat(timespec="seconds") if expires else "",
        hours=hours_held_text(hold.quarter_hours),
        weeks=weeks_held_text(hold.first_week, len(hold.quarter_hours), at=at),
        accepted=hold.accepted_at is not None,
        answer=_("booked") if hold.state == "booked" else _("accepted") if hold.accepted_at else "",
        talk=talk_text(hold, at=at),
        invitation=reverse("hold-talk", args=[hold.shown_id]) if find_chosen(hold) and hold.lives(at) else "",
        answered=answered_text(hold, at=at),
        answered_sentence=answered_sentence(hold, at=at),
        answered_short=short_text(hold, at=at),
        contact=contact,
        may_release=may_release(actor, hold) is None,
        ending=_(ENDINGS.get(hold.state, EXPIRED)),
    )


def left_text(left: timedelta) -> str:
    """`71:42:08`, under an hour `38:14`."""
    seconds = max(int(left.total_seconds()), 0)
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _until(moment: datetime, *, at: datetime) -> str:
    """`Tue 1 Dec, 17:33 UTC`, with its year where that is another one."""
    return f"{moment_text(moment, beside=at)} UTC"


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
        "title": _("Hold %(names)s?") % {"names": enumerated(names)} if names else _("Held already"),
        "already": [
            {"name": hold.engineer.public_name, "until": _until(hold.expires_at, at=asking.at)}
            if hold.state == "hold" and hold.expires_at
            else {"name": hold.engineer.public_name, "until": ""}
            for hold in asking.already
        ],
        "phases": _phases(typed, refusal),
        "starts": Field("starts", _("First day"), "date", typed.starts, error=_first_day_error(refusal)),
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
    message = _("There is not enough free.") if lines else _sentence(_(refusal.message))
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
    contacts = contacts_of(live, at=at)
    shown = {hold.id: held_shown(hold, actor, at=at, contact=contacts.get(hold.id, "")) for hold in (*live, *ended)}
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
    said = _("%(hours)s h a week") if least == most else _("up to %(hours)s h a week")
    return said % {"hours": figure(most, "g")}


def weeks_held_text(first: date, weeks: int, *, at: datetime) -> str:
    """`12 weeks from Mon 11 Jan 2027`."""
    said = ngettext("%(count)s week from %(day)s", "%(count)s weeks from %(day)s", weeks)
    return said % {"count": weeks, "day": day_text(first, beside=at)}


def _phases(typed: TypedHold, refusal: GuildworksError | None) -> list[dict[str, Any]]:
    """A pair of fields for each phase; one alone has no name."""
    wrong = refusal.fields if refusal else {}
    several = len(typed.hours) > 1
    return [
        {
            "name": _("Phase %(place)s") % {"place": place} if several else "",
            "place": place,
            "fields": [
                Field("hours", _("Hours a week"), "number", hours, error=wrong.get(f"hours-{place}", "")),
                Field("weeks", _("Weeks"), "number", weeks, error=wrong.get(f"weeks-{place}", "")),
            ],
        }
        for place, (hours, weeks) in enumerate(zip(typed.hours, typed.weeks, strict=False), 1)
    ]


def _first_day_error(refusal: GuildworksError | None) -> str:
    if isinstance(refusal, HoldInThePast | HoldTooFar):
        return f"{_sentence(_(refusal.message))} {_(refusal.hint)}"
    return refusal.fields.get("starts", "") if refusal else ""


def _takes(load: Load, people: int, *, at: datetime) -> str:
    """`32 h a week, 12 weeks from Mon 11 Jan 2027: 384 h of each, 768 h together.`"""
    hours = sum(load.quarter_hours) / 4
    said = (
        _("%(hours)s, %(weeks)s: %(each)s h.")
        if people == 1
        else _("%(hours)s, %(weeks)s: %(each)s h of each, %(together)s h together.")
    )
    return said % {
        "hours": hours_held_text(load.quarter_hours),
        "weeks": weeks_held_text(load.first_week, len(load.quarter_hours), at=at),
        "each": figure(hours, ",.10g"),
        "together": figure(hours * people, ",.10g"),
    }


def _terms(asking: Asking) -> list[str]:
    """What a hold means, for both sides."""
    held = sum(hold.state == "hold" for hold in asking.live)
    has = _("This one has %(count)s.") % {"count": held} if held else _("This one has none.")
    return [
        _lives(asking.at),
        f"{_learns()} {_lives_on()}",
        _(
            "Once they choose a time for a talk they have your name and address;"
            " you have their address once they accept."
        ),
        _("You can release it at any time; the hours are free at once."),
        f"{_brief_share()} {has}",
        _client_share(),
        _again(),
    ]


def _lives(at: datetime) -> str:
    hours = limit("hold_hours")
    said = ngettext(
        "A hold lives %(count)s hour: until %(until)s if you place it now. Then the hours are free again.",
        "A hold lives %(count)s hours: until %(until)s if you place it now. Then the hours are free again.",
        hours,
    )
    return said % {"count": hours, "until": _until(at + timedelta(hours=hours), at=at)}


def _learns() -> str:
    return _(
        "The engineer learns of it by mail: your organisation’s name, the roles and skills of the brief, not its text"
        " or budget. They answer by a link, and may decline, which costs them nothing."
    )


def _lives_on() -> str:
    days = limit("accepted_hold_days")
    said = ngettext(
        "Accepted, it lives %(count)s day more, once.", "Accepted, it lives %(count)s days more, once.", days
    )
    return said % {"count": days}


def _brief_share() -> str:
    most = limit("holds_per_brief")
    said = ngettext(
        "A brief has at most %(count)s holds at once.", "A brief has at most %(count)s holds at once.", most
    )
    return said % {"count": most}


def _client_share() -> str:
    most = limit("held_hours_per_organisation")
    said = ngettext(
        "A client holds at most %(count)s hours of one week at once.",
        "A client holds at most %(count)s hours of one week at once.",
        most,
    )
    return said % {"count": figure(most)}


def _again() -> str:
    days = limit("hold_again_days")
    said = ngettext(
        "The same engineer can be held for the same brief once more, %(count)s day after the first hold has ended.",
        "The same engineer can be held for the same brief once more, %(count)s days after the first hold has ended.",
        days,
    )
    return said % {"count": days}


def _lacking_text(name: str, weeks: Sequence[Mapping[str, Any]]) -> str:
    """`Adaeze Okonjo has 24 h left in W03, from Mon 18 Jan 2027; 32 h are asked.`: of all weeks the scarcest."""
    least = min(weeks, key=lambda one: one["free"] - one["asked"])
    monday, more = date.fromisoformat(least["week"]), len(weeks) - 1
    lacks = _("%(name)s has %(free)s h left in W%(week)s, from %(day)s; %(asked)s h are asked.") % {
        "name": name,
        "free": figure(least["free"], "g"),
        "week": f"{monday.isocalendar().week:02}",
        "day": day_text(monday),
        "asked": figure(least["asked"], "g"),
    }
    if not more:
        return lacks
    others = ngettext(
        "%(count)s more week has not enough either.", "%(count)s more weeks have not enough either.", more
    )
    return f"{lacks} {others % {'count': more}}"


def _hint(refusal: GuildworksError, asking: Asking) -> str:
    if isinstance(refusal, TooManyHolds):
        room = limit("holds_per_brief") - sum(hold.state == "hold" for hold in asking.live)
        if room > 0:
            said = _("Nothing was held. Hold %(count)s or fewer now, or release a hold of this brief first.")
            return said % {"count": room}
        return _("Nothing was held. Release a hold of this brief first.")
    if isinstance(refusal, TooManyHeldHours):
        return _("Nothing was held. Ask for fewer hours, or release a hold first.")
    return _(refusal.hint)


def _ways(refusal: GuildworksError, asking: Asking, typed: TypedHold, *, back: str) -> list[tuple[str, str]]:
    """The nearest things that work, each one click away: fewer hours for all, or the others alone."""
    ways = []
    people = asking.free_to_ask
    less = _hours_that_fit(refusal, typed)
    if less:
        ids = [engineer.shown_id for engineer in people]
        fewer = TypedHold((less,), typed.weeks, typed.starts)
        ways.append(
            (
                _("Ask for %(hours)s h a week") % {"hours": figure(float(less), "g")},
                _address(asking, ids, fewer, back=back),
            )
        )
    refused = set(refusal.facts.get("engineers", []))
    others = [engineer for engineer in people if engineer.shown_id not in refused]
    if refused and others and len(others) < len(people):
        left_out = enumerated(_names([one for one in people if one.shown_id in refused]))
        words = _("Leave out %(names)s") % {"names": left_out}
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
