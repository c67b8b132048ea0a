"""Holds of all clients in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from guildworks.availability.models import Reservation
from guildworks.matching.models import Brief
from guildworks.platform.dates import moment_text, plain_day_text

STATES = {
    "held": gettext_noop("held"),
    "accepted": gettext_noop("accepted"),
    "booked": gettext_noop("booked"),
    "expired": gettext_noop("expired"),
    "released": gettext_noop("released"),
    "declined": gettext_noop("declined"),
}
KINDS = {"held": "waits", "accepted": "fine", "booked": "fine", "declined": "refused"}


@dataclass(frozen=True, slots=True)
class HoldShown:
    """One hold: of whom, for what, which hours, how it stands."""

    id: str
    engineer: str
    engineer_address: str
    what: str  # the brief's title, or that it is for none
    client: str
    what_address: str
    hours: str
    weeks: str
    kind: str  # of the tag
    stands: str
    moment: str  # until when, or when it ended


def holds_shown(holds: Sequence[Reservation], briefs: Mapping[UUID, Brief], *, at: datetime) -> list[HoldShown]:
    """Holds with their briefs, which were read together."""
    return [_shown(hold, briefs.get(hold.holder_id), at=at) for hold in holds]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many holds stand or ended in one way."""

    name: str
    word: str
    count: int
    share: str  # of all that were placed


def outcomes_shown(counted: Mapping[str, int]) -> list[Outcome]:
    """Each way with its share, in the order of STATES."""
    placed = max(counted["placed"], 1)
    return [Outcome(name, _(word), counted[name], f"{counted[name] / placed:.0%}") for name, word in STATES.items()]


def state_of(hold: Reservation, *, at: datetime) -> str:
    """A word of STATES: a hold whose time is over has expired, whatever its row still says."""
    if hold.state == "hold":
        if not hold.lives(at):
            return "expired"
        return "accepted" if hold.accepted_at else "held"
    return hold.state


def _shown(hold: Reservation, brief: Brief | None, *, at: datetime) -> HoldShown:
    state = state_of(hold, at=at)
    moment = hold.ended_at or hold.expires_at
    weeks = len(hold.quarter_hours)
    return HoldShown(
        id=hold.shown_id,
        engineer=hold.engineer.public_name,
        engineer_address=reverse("desk-engineer", args=[hold.engineer.shown_id]),
        what=brief.title if brief else _("no brief"),
        client=brief.organisation.name if brief else _("the operator"),
        what_address=reverse("brief", args=[brief.shown_id]) if brief else "",
        hours=_("%(hours)s h a week") % {"hours": f"{max(hold.quarter_hours) / 4:g}"},
        weeks=ngettext("%(count)s week from %(day)s", "%(count)s weeks from %(day)s", weeks)
        % {"count": weeks, "day": plain_day_text(hold.first_week, beside=at)},
        kind=KINDS.get(state, ""),
        stands=_(STATES[state]),
        moment=f"{moment_text(moment, beside=at)} UTC" if moment else "",
    )
