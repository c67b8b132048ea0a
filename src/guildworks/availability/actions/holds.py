"""Taking hours of engineers: placing holds, and what becomes of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, Func, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from guildworks.accounts.models import Organisation
from guildworks.availability import policies
from guildworks.availability.actions.talks import propose_talks
from guildworks.availability.alone import refresh_alone
from guildworks.availability.events import (
    BOOKING_RELEASED,
    HOLD_ACCEPTED,
    HOLD_BOOKED,
    HOLD_DECLINED,
    HOLD_PLACED,
    HOLD_REFUSED,
    HOLD_RELEASED,
)
from guildworks.availability.holder import Holder
from guildworks.availability.load import Load
from guildworks.availability.models import WEEKS_AHEAD, RefusedHold, Reservation, Workweek
from guildworks.availability.talks import Talk
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.events import EventKind
from guildworks.platform.ids import uuid7
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals
from guildworks.talent.models import Engineer, Listing


class CapacityExceeded(GuildworksError):
    """An engineer does not have these hours free."""

    code = "reservation_within_capacity"
    hint = "Nothing was held. Ask for fewer hours, other weeks or other people."


class RefusedTooOften(GuildworksError):
    """This organisation was told too often within an hour that somebody lacks hours."""

    code = "refused_too_often"
    http_status = 429
    hint = "Nothing was held or looked up. Go on in an hour, or have a list made: whoever stands on it has the hours."


class BadGroup(BadInput):
    """Holds are placed for one or more engineers, each of them once."""

    code = "bad_group"
    hint = "Name each engineer once."


class NotToBeHeld(GuildworksError):
    """Only engineers who are listed, and have not paused, can be held."""

    code = "engineer_not_to_be_held"
    hint = "Nothing was held. Leave them out, or ask them to come back."


class HoldInThePast(BadInput):
    """A hold begins this week or later."""

    code = "hold_in_the_past"
    hint = "Give a first day from this week on."


class HoldTooFar(BadInput):
    """A hold ends within the next 104 weeks."""

    code = "hold_too_far"
    hint = "Give an earlier first day, or fewer weeks."


class ClocksDiffer(GuildworksError):
    """The clock of this machine is days from that of the database, so that nobody knows when a hold would expire."""

    code = "hold_expires_within_a_month"
    hint = "Nothing was held. Set the clocks of both machines."


class TooManyHolds(GuildworksError):
    """A brief can have only so many holds at once."""

    code = "brief_has_few_holds_at_once"
    hint = "Release a hold of this brief first."
    at_terminal = "`guildworks limits list` shows how many it may have."


class TooManyHeldHours(GuildworksError):
    """A client can hold only so many hours of one week at once."""

    code = "organisation_holds_fair_hours"
    hint = "Release a hold first."
    at_terminal = "`guildworks limits list` shows how many hours a client may hold."


class HeldBefore(GuildworksError):
    """The same engineer can be held for the same brief once more, and not at once."""

    code = "hold_again_once_and_not_at_once"
    hint = "Nothing was held. Choose somebody else, or write to the engineer."


class HoldHasExpired(GuildworksError):
    """This hold has expired; its hours are free again."""

    code = "hold_changes_only_while_it_lives"
    hint = "Their hours may still be free: a new hold can be placed."
    at_terminal = "`guildworks hold place` places one."


class HoldHasEnded(GuildworksError):
    """This hold has ended, or is booked."""

    code = "reservation_only_moves_on"
    hint = "Nothing was changed."
    at_terminal = "`guildworks hold list` shows what is held and booked now."


class AcceptedBefore(GuildworksError):
    """This hold was accepted before, which lengthens it once."""

    code = "hold_is_lengthened_once"
    hint = "It lives on until it expires, or becomes a booking."
    at_terminal = "`guildworks hold book` books it."


# By the state in which a hold is found that does not live any more.
IS_ALREADY = {
    "booked": gettext_noop("%(id)s is booked already"),
    "released": gettext_noop("%(id)s is released already"),
    "declined": gettext_noop("%(id)s is declined already"),
    "expired": gettext_noop("%(id)s is expired already"),
}


def place_hold(
    actor: Actor,
    engineers: Sequence[Engineer],
    *,
    holder: Holder,
    load: Load,
    talks: Mapping[UUID, Talk] | None = None,
) -> list[Reservation]:
    """Reserve the same hours of several engineers, all or none, until the holds expire.

    `talks` are times for a talk that are proposed with it, by engineer. Raises NotAllowed, RefusedTooOften, BadGroup,
    NotToBeHeld, HoldInThePast, HoldTooFar, HeldBefore, TooManyHolds, TooManyHeldHours, CapacityExceeded, which says who
    lacks hours and when, or BadTalk; either way nothing is held.
    """
    require(policies.may_place_hold(actor, holder))
    _require_few_refusals(actor, holder)
    try:
        return _placed(actor, engineers, holder=holder, load=load, talks=talks or {})
    except CapacityExceeded as refusal:
        _count_refusal(actor, holder, engineers=len(refusal.facts["engineers"]))
        raise


@transaction.atomic
def _placed(
    actor: Actor, engineers: Sequence[Engineer], *, holder: Holder, load: Load, talks: Mapping[UUID, Talk]
) -> list[Reservation]:
    _require_group(engineers)
    now, group = clock.now(), uuid7()
    holds = [
        Reservation(
            group_id=group,
            engineer=engineer,
            organisation_id=holder.organisation_id,
            holder_kind=holder.ref.kind,
            holder_id=holder.ref.id,
            first_week=load.first_week,
            quarter_hours=list(load.quarter_hours),
            state="hold",
            placed_at=now,
            expires_at=now + timedelta(hours=limit("hold_hours")),
        )
        for engineer in engineers
    ]
    with _placing(engineers, load):
        # One INSERT: its trigger locks the engineers in one order. An INSERT for each can deadlock.
        Reservation.objects.bulk_create(holds)
    for hold in holds:
        events.record(
            HOLD_PLACED,
            hold.ref,
            actor,
            chain=hold.engineer.chain,
            concerns=[holder.chain],
            group=group,
            organisation=holder.organisation_id,
            holder_kind=holder.ref.kind,
            holder=holder.ref.id,
            first_week=load.first_week,
            weeks=len(load.quarter_hours),
            quarter_hours=max(load.quarter_hours),
        )
    if talks:
        propose_talks(actor, holds, talks=talks, chain=holder.chain)
    return holds


def _require_few_refusals(actor: Actor, holder: Holder) -> None:
    """Refuse a client before anything is tried: also a bare no tells something of somebody's weeks."""
    if actor.kind == "operator":
        return
    lately = RefusedHold.objects.filter(
        organisation_id=holder.organisation_id, refused_at__gt=clock.now() - timedelta(hours=1)
    )
    if (lately.aggregate(told=Sum("engineers"))["told"] or 0) >= limit("refused_holds_per_hour"):
        raise RefusedTooOften()


@transaction.atomic
def _count_refusal(actor: Actor, holder: Holder, *, engineers: int) -> None:
    """In a transaction of its own, since the refused one is gone; of two at once both count."""
    if actor.kind == "operator":
        return
    organisation, now = holder.organisation_id, clock.now()
    RefusedHold.objects.create(organisation_id=organisation, engineers=engineers, refused_at=now)
    events.record(HOLD_REFUSED, holder.ref, actor, chain=holder.chain, organisation=organisation, engineers=engineers)


@transaction.atomic
def accept_hold(actor: Actor, hold: Reservation) -> Reservation:
    """The engineer says yes: once, the hold lives some days more. It stays a hold.

    Raises NotAllowed, AcceptedBefore, HoldHasExpired or HoldHasEnded.
    """
    require(policies.may_answer(actor, hold))
    days = limit("accepted_hold_days")
    refresh_alone([hold])
    lengthened = hold.expires_at and hold.expires_at + timedelta(days=days)
    _move([hold], state="hold", accepted_at=clock.now(), expires_at=lengthened)
    _record(actor, [hold], HOLD_ACCEPTED, days=days)
    return hold


@transaction.atomic
def decline_hold(actor: Actor, hold: Reservation) -> Reservation:
    """The engineer says no, without penalty: the hours are free at once.

    Raises NotAllowed, HoldHasExpired or HoldHasEnded.
    """
    require(policies.may_answer(actor, hold))
    refresh_alone([hold])
    _move([hold], state="declined", ended_at=clock.now())
    _record(actor, [hold], HOLD_DECLINED)
    return hold


@transaction.atomic
def release_holds(actor: Actor, holds: Sequence[Reservation]) -> list[Reservation]:
    """Give back what is held or booked, all or none: the hours are free at once.

    Raises NotAllowed, HoldHasExpired or HoldHasEnded.
    """
    for hold in holds:
        require(policies.may_release(actor, hold))
    refresh_alone(holds)
    for hold in holds:
        require(policies.may_release(actor, hold))  # again: it may have been booked meanwhile
    booked = [hold for hold in holds if hold.state == "booked"]
    held = [hold for hold in holds if hold.state != "booked"]
    _move(holds, state="released", ended_at=clock.now())
    _record(actor, booked, BOOKING_RELEASED)
    _record(actor, held, HOLD_RELEASED)
    return list(holds)


def release_all(actor: Actor, reservations: QuerySet[Reservation]) -> None:
    """Release those of these reservations that are holds and live, in the transaction of the action that calls it.

    Whether they live is asked of the database's clock, which also judges whether a hold may still be released.
    """
    now = Func(function="clock_timestamp", output_field=DateTimeField())
    holds = list(reservations.filter(state="hold", expires_at__gt=now).select_related("engineer"))
    _move(holds, state="released", ended_at=clock.now())
    _record(actor, holds, HOLD_RELEASED)


@transaction.atomic
def book_hold(actor: Actor, hold: Reservation) -> Reservation:
    """Make a hold a booking, which does not expire. Raises NotAllowed, HoldHasExpired or HoldHasEnded."""
    require(policies.may_book(actor))
    refresh_alone([hold])
    _move([hold], state="booked", expires_at=None)
    _record(actor, [hold], HOLD_BOOKED)
    return hold


def _require_group(engineers: Sequence[Engineer]) -> None:
    most = limit("hold_engineers")
    if not 1 <= len(engineers) <= most:
        said = _("Holds are placed for 1 to %(most)s engineers together, %(count)s were given")
        raise BadGroup(said % {"most": most, "count": len(engineers)})
    if twice := next((one for one, times in Counter(engineers).items() if times > 1), None):
        raise BadGroup(_("%(name)s is named twice") % {"name": twice.public_name})
    ids = [engineer.id for engineer in engineers]
    open_to = set(
        Listing.objects.filter(engineer__in=ids)
        .exclude(engineer__workweek__paused_at__isnull=False)
        .values_list("engineer_id", flat=True)
    )
    if closed := [engineer for engineer in engineers if engineer.id not in open_to]:
        paused = Workweek.objects.filter(engineer=closed[0], paused_at__isnull=False).exists()
        said = (
            _("%(name)s has paused, so nobody can hold them")
            if paused
            else _("%(name)s is not listed, so nobody can hold them")
        )
        error = NotToBeHeld(said % {"name": closed[0].public_name})
        error.facts = {"engineers": [engineer.shown_id for engineer in closed]}
        raise error


def _placing(engineers: Sequence[Engineer], load: Load) -> Any:
    """Refusals of new holds in our words."""
    names = {str(engineer.id): engineer for engineer in engineers}
    # Read now: after a refusal the transaction answers no question.
    few, hours, days = (limit(name) for name in ("holds_per_brief", "held_hours_per_organisation", "hold_again_days"))
    return refusals(
        {CapacityExceeded.code: _exceeded(names, load), HeldBefore.code: _held_before(names, days)},
        reservation_begins_this_week_or_later=lambda: HoldInThePast(
            _("The week of %(week)s is over; a hold begins this week or later") % {"week": load.first_week}
        ),
        reservation_ends_within_104_weeks=lambda: HoldTooFar(
            _("The week of %(week)s is further away than the %(weeks)s weeks that can be held")
            % {"week": load.last_week, "weeks": WEEKS_AHEAD}
        ),
        hold_expires_within_a_month=ClocksDiffer,
        brief_has_few_holds_at_once=lambda: TooManyHolds(
            ngettext("A brief has at most %(count)s holds at once", "A brief has at most %(count)s holds at once", few)
            % {"count": few}
        ),
        organisation_holds_fair_hours=lambda: TooManyHeldHours(
            ngettext(
                "A client holds at most %(count)s hours of one week at once",
                "A client holds at most %(count)s hours of one week at once",
                hours,
            )
            % {"count": hours}
        ),
    )


def _exceeded(engineers: dict[str, Engineer], load: Load) -> Callable[[str], CapacityExceeded]:
    def refusal(detail: str) -> CapacityExceeded:
        weeks = json.loads(detail)
        lacking = sorted({week["engineer"] for week in weeks}, key=list(engineers).index)
        if "week" not in weeks[0]:  # no capacity at all
            said = _("%(name)s has not said how many hours a week they work")
            error = CapacityExceeded(said % {"name": engineers[lacking[0]].public_name})
            error.facts = {"engineers": [engineers[one].shown_id for one in lacking]}
            return error
        facts = [_lacking(engineers[week["engineer"]], week, load) for week in weeks]
        first = next(fact for fact in facts if fact["engineer"] == engineers[lacking[0]].shown_id)
        error = CapacityExceeded(_lacking_text(engineers[lacking[0]], first, others=len(lacking) - 1))
        error.facts = {"engineers": [engineers[one].shown_id for one in lacking], "weeks": facts}
        return error

    return refusal


def _lacking_text(engineer: Engineer, week: Mapping[str, Any], *, others: int) -> str:
    """What one engineer lacks, and how many others lack hours too."""
    if others:
        said = ngettext(
            "%(name)s has %(free)s hours free in the week of %(week)s, %(asked)s were asked for, "
            "and %(count)s more lack hours",
            "%(name)s has %(free)s hours free in the week of %(week)s, %(asked)s were asked for, "
            "and %(count)s more lack hours",
            others,
        )
    else:
        said = _("%(name)s has %(free)s hours free in the week of %(week)s, %(asked)s were asked for")
    figures = {"free": f"{week['free']:g}", "asked": f"{week['asked']:g}", "week": week["week"], "count": others}
    return said % {"name": engineer.public_name, **figures}


def _lacking(engineer: Engineer, week: dict[str, Any], load: Load) -> dict[str, Any]:
    """A week in which an engineer lacks hours: what is free of it, and nothing of who has the rest."""
    asked = load.quarter_hours[(date.fromisoformat(week["week"]) - load.first_week).days // 7]
    free = max(week["capacity"] - week["reserved"] + asked, 0)
    return {"engineer": engineer.shown_id, "week": week["week"], "free": free / 4, "asked": asked / 4}


def _held_before(engineers: dict[str, Engineer], days: int) -> Callable[[str], HeldBefore]:
    def refusal(detail: str) -> HeldBefore:
        again = json.loads(detail)
        engineer = engineers[again["engineer"]]
        if again["holds"] > 1:
            said = _("%(name)s was held for this brief twice, which is as often as it may be")
        else:
            said = ngettext(
                "%(name)s is or was held for this brief, and can be held for it once more, "
                "%(count)s day after that hold has ended",
                "%(name)s is or was held for this brief, and can be held for it once more, "
                "%(count)s days after that hold has ended",
                days,
            )
        error = HeldBefore(said % {"name": engineer.public_name, "count": days})
        error.facts = {"engineers": [engineer.shown_id]}
        return error

    return refusal


def _move(holds: Sequence[Reservation], **changes: Any) -> None:
    """Write these fields of holds, in the database and here."""
    ended = next((hold for hold in holds if hold.state != "hold"), None)

    def has_ended() -> HoldHasEnded:
        return HoldHasEnded(_(IS_ALREADY[ended.state]) % {"id": ended.shown_id} if ended else "")

    with refusals(
        hold_changes_only_while_it_lives=HoldHasExpired,
        hold_is_lengthened_once=AcceptedBefore,
        reservation_only_moves_on=has_ended,
        reservation_has_ended_or_not=has_ended,  # a state that lives, written over one that has ended
        reservation_only_holds_expire=has_ended,  # a hold, written over a booking
    ):
        Reservation.objects.filter(id__in=[hold.id for hold in holds]).update(**changes)
    for hold in holds:
        for name, value in changes.items():
            setattr(hold, name, value)


def _record(actor: Actor, holds: Sequence[Reservation], kind: EventKind, **facts: Any) -> None:
    organisations = Organisation.objects.in_bulk({hold.organisation_id for hold in holds})
    for hold in holds:
        concerns = [organisations[hold.organisation_id].chain]
        events.record(kind, hold.ref, actor, chain=hold.engineer.chain, concerns=concerns, **facts)
