"""Holding engineers for a brief: who is asked for and who is held already, and the hours as they were typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.availability.load import BadLoad, Load, Phase, load_of
from guildworks.availability.models import Reservation
from guildworks.availability.overlap import WorkingDay
from guildworks.availability.policies import may_place_hold
from guildworks.availability.queries import live_holds_for
from guildworks.matching.models import Brief
from guildworks.matching.queries import work_of
from guildworks.matching.reaching import addresses_of
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.talent.models import Engineer
from guildworks.talent.queries import get_engineers

PHASES_MOST = 104  # each has a week at least


class BadHold(BadInput):
    """The hours of this hold cannot be read."""

    code = "bad_hold"
    hint = "Nothing was held. Mend the field that is marked, and send it again."


class NobodyChosen(BadInput):
    """Nobody is chosen, or too many are."""

    code = "nobody_chosen"
    hint = "Go back to the list and tick those whom you want to hold."


class NoHoldChosen(BadInput):
    """No hold is chosen."""

    code = "no_hold_chosen"
    hint = "Nothing was released. Tick the holds that are to be released."


@dataclass(frozen=True, slots=True)
class TypedHold:
    """The form of a hold as it stands in a browser: hours a week and weeks of each phase, and the first day."""

    hours: tuple[str, ...]
    weeks: tuple[str, ...]
    starts: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Engineers who are asked for, and what is held for the brief at this moment, whoever is held."""

    brief: Brief
    engineers: list[Engineer]
    live: list[Reservation]
    at: datetime
    client_day: WorkingDay | None  # as the brief says it
    addresses: Mapping[UUID, str]  # of those whom a mail reaches

    @property
    def already(self) -> list[Reservation]:
        """What is held of those who are asked for."""
        asked = {engineer.id for engineer in self.engineers}
        return [hold for hold in self.live if hold.engineer_id in asked]

    @property
    def free_to_ask(self) -> list[Engineer]:
        """Those who are asked for and not held for this brief."""
        held = {hold.engineer_id for hold in self.live}
        return [engineer for engineer in self.engineers if engineer.id not in held]


def get_asking(actor: Actor, brief: Brief, shown_ids: Sequence[str]) -> Asking:
    """Who is asked for. Four SQL queries. Raises NotAllowed first, then NobodyChosen, BadId or NotFound."""
    require(may_place_hold(actor, brief.holder))
    most = limit("hold_engineers")
    if not shown_ids:
        raise NobodyChosen(_("Nobody is chosen."))
    if len(shown_ids) > most:
        said = ngettext(
            "%(count)s engineer is chosen; at most %(most)s are held together.",
            "%(count)s engineers are chosen; at most %(most)s are held together.",
            len(shown_ids),
        )
        raise NobodyChosen(said % {"count": len(shown_ids), "most": most})
    at = clock.now()
    people, live = get_engineers(actor, shown_ids), live_holds_for(actor, brief.ref, at=at)
    return Asking(brief, people, live, at, work_of(brief)[0].client_day, addresses_of(people))


def typed_for(brief: Brief) -> TypedHold:
    """The form as the brief fills it: with its phases, or with no hours where it does not say them clearly."""
    asks, phases = work_of(brief)
    hours = tuple(f"{phase.hours.normalize():f}" for phase in phases) or ("",)
    weeks = tuple(str(phase.weeks) for phase in phases) or (str(asks.weeks),)
    return TypedHold(hours, weeks, asks.starts.isoformat())


def load_typed(typed: TypedHold) -> Load:
    """The hours that were typed, week by week. Raises BadHold with a sentence for each field that is wrong."""
    wrong: dict[str, str] = {}
    phases = []
    if not 1 <= len(typed.hours) == len(typed.weeks) <= PHASES_MOST:
        raise BadHold()
    for place, (hours, weeks) in enumerate(zip(typed.hours, typed.weeks, strict=True), 1):
        figure, count = _hours(hours), _weeks(weeks)
        if figure is None:
            wrong[f"hours-{place}"] = _("Hours a week are more than 0 and at most 168, in quarters: 32 or 37.5.")
        if count is None:
            wrong[f"weeks-{place}"] = _("A hold has 1 to 104 weeks.")
        if figure is not None and count is not None:
            phases.append(Phase(figure, count))
    starts = _day(typed.starts)
    if starts is None:
        wrong["starts"] = _("Give the first day, such as 2027-05-03.")
    if wrong or starts is None:
        raise BadHold(fields=wrong)
    try:
        return load_of(starts, phases)
    except BadLoad as bad:
        raise BadHold(bad.message, hint=bad.hint) from bad


def _hours(text: str) -> Decimal | None:
    try:
        return Phase(Decimal(text.strip().replace(",", ".")), 1).hours
    except (InvalidOperation, BadLoad):
        return None


def _weeks(text: str) -> int | None:
    try:
        return Phase(Decimal(1), int(text)).weeks
    except (ValueError, BadLoad):
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
