"""Holds for programs: placed and released by clients, answered by engineers, booked by the operator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ninja import Query
from pydantic import AwareDatetime, Field

from guildworks.accounts.api_keys.guard import routes
from guildworks.accounts.queries import names_of, operator_organisation
from guildworks.availability.actions.answers import answer_talk
from guildworks.availability.actions.holds import accept_hold, book_hold, decline_hold, place_hold, release_holds
from guildworks.availability.holder import Holder
from guildworks.availability.load import Load, Phase, load_of
from guildworks.availability.models import Reservation, TalkAnswer, TalkProposal
from guildworks.availability.queries import get_hold, get_holds, holds_visible_to
from guildworks.availability.talks import Talk
from guildworks.availability.told import hold_json
from guildworks.matching.holding import BadHold, get_asking
from guildworks.matching.models import Brief
from guildworks.matching.queries import get_brief, work_of
from guildworks.matching.shown.talks import find_talk
from guildworks.platform.http.cursors import Asked, page_after
from guildworks.platform.http.routes import KeyRequest
from guildworks.platform.http.shapes import PageAsked, PageTold, Sent, Told
from guildworks.platform.ids import parsed
from guildworks.talent.queries import get_engineers

api = routes("Holds")
FROM, TO = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class TalkTold(Told):
    """Times for a talk that whoever holds proposes, and what the engineer said to them."""

    times: list[str]
    minutes: int
    zone: str = Field(description="By whose clock they were proposed.")
    answered: bool
    chosen: str | None = Field(description="The time that fits; null where none does, or nobody has answered.")


class HoldTold(Told):
    """Hours of an engineer that nobody else can have."""

    id: str = Field(description="An id such as hld_01JDQ…")
    engineer: str
    state: str = Field(description="hold, booked, declined, released or expired.")
    brief: str | None = Field(description="For which brief; null for the operator's own.")
    hours_per_week: float = Field(description="Of its fullest week.")
    first_week: str
    weeks: list[float]
    expires_at: str | None
    accepted_at: str | None
    held_by: str = Field(description="The name of the organisation that holds.")
    talk: TalkTold | None = Field(description="What was proposed with it, if a talk was.")


class HoldsTold(Told):
    """Holds that were placed together."""

    holds: list[HoldTold]


class HoldPage(PageTold):
    """A page of holds and bookings, also of those that have ended, the newest first."""

    holds: list[HoldTold]


class TalkChosen(Sent):
    """Which of the times that were proposed fits."""

    chosen: AwareDatetime | None = Field(
        description="One of the times, or null where none fits.", examples=["2027-04-20T13:00:00Z"]
    )


class HoldsAsked(PageAsked):
    """A page of holds, of one state or of all."""

    state: Literal["", "hold", "booked", "declined", "released", "expired"] = Field("", description="Empty: of all.")


class PhaseSent(Sent):
    """Some weeks with the same hours."""

    hours: Decimal = Field(gt=0, le=168, decimal_places=2, description="A week, in quarters of an hour.", examples=[32])
    weeks: int = Field(ge=1, le=104, examples=[12])


class TalkSent(Sent):
    """Times for a talk that are proposed to the engineer with the hold."""

    engineer: str = Field(max_length=60)
    times: list[AwareDatetime] = Field(min_length=1, max_length=3, examples=[["2027-04-20T13:00:00Z"]])
    minutes: int = Field(30, description="15, 30, 45 or 60.")
    zone: str = Field("UTC", max_length=60, description="By whose clock, such as Europe/Berlin.")


class HoldSent(Sent):
    """Hours to be held, of all these engineers or of none."""

    engineers: list[str] = Field(
        min_length=1,
        max_length=500,
        description="Ids such as eng_01JDQ…",
        examples=[["eng_01M8NQYWFYFHMACHK61Z93QPJ3"]],
    )
    brief: str | None = Field(None, max_length=60, description="For which brief. Only the operator holds for none.")
    starts: date | None = Field(None, description="The first day; without it the brief's.", examples=["2027-05-03"])
    phases: list[PhaseSent] = Field(
        default_factory=list, max_length=104, description="The hours of each phase; without it the brief's."
    )
    talks: list[TalkSent] = Field(default_factory=list, max_length=500)


@api.send("/holds", scope="holds:write", gives=HoldsTold)
def create_holds(request: KeyRequest, body: HoldSent) -> Any:
    """Hold the same hours of engineers, all or none, so that nobody else can have them until the holds expire."""
    actor, talks = request.actor, _talks(body.talks)
    if body.brief is None:
        holder, load = Holder.itself(operator_organisation()), _load(body, None)
        held = place_hold(actor, get_engineers(actor, body.engineers), holder=holder, load=load, talks=talks)
    else:
        brief = get_brief(actor, body.brief)
        engineers = get_asking(actor, brief, body.engineers).engineers
        held = place_hold(actor, engineers, holder=brief.holder, load=_load(body, brief), talks=talks)
    return {"holds": _told(get_holds(actor, [hold.shown_id for hold in held]))}


@api.read("/holds", scope="holds:read", gives=HoldPage)
def list_holds(request: KeyRequest, page: Query[HoldsAsked]) -> Any:
    """List holds and bookings, of one state or of all, the newest first."""
    found = holds_visible_to(request.actor)
    found = found.filter(state=page.state) if page.state else found
    rows, after = page_after(found, Asked("holds", request.key_id, page, {"state": page.state}), ("-placed_at", "-id"))
    return {"holds": _told(rows), "next": after}


@api.read("/holds/{hold}", scope="holds:read", gives=HoldTold)
def read_hold(request: KeyRequest, hold: str) -> Any:
    """Read a hold."""
    return _one(request, hold)


@api.send("/holds/{hold}/release", scope="holds:write", gives=HoldTold, status=200)
def release_hold(request: KeyRequest, hold: str) -> Any:
    """Give back what is held: the hours are free at once. What is booked only the operator gives back."""
    release_holds(request.actor, [get_hold(request.actor, hold)])
    return _one(request, hold)


@api.send("/holds/{hold}/booking", scope="holds:write", gives=HoldTold, status=200)
def book_one_hold(request: KeyRequest, hold: str) -> Any:
    """Make a hold a booking, which does not expire. For the operator."""
    book_hold(request.actor, get_hold(request.actor, hold))
    return _one(request, hold)


@api.send("/holds/{hold}/acceptance", scope="holds:write", gives=HoldTold, status=200)
def accept_one_hold(request: KeyRequest, hold: str) -> Any:
    """Say yes as the engineer: once, the hold lives some days more."""
    accept_hold(request.actor, get_hold(request.actor, hold))
    return _one(request, hold)


@api.send("/holds/{hold}/declining", scope="holds:write", gives=HoldTold, status=200)
def decline_one_hold(request: KeyRequest, hold: str) -> Any:
    """Say no as the engineer, without penalty: the hours are free at once."""
    decline_hold(request.actor, get_hold(request.actor, hold))
    return _one(request, hold)


@api.send("/holds/{hold}/talk", scope="holds:write", gives=HoldTold, status=200)
def answer_one_talk(request: KeyRequest, hold: str, body: TalkChosen) -> Any:
    """Choose a time for the talk that was proposed with a hold, as the engineer; null: none fits."""
    chosen = body.chosen and _times([body.chosen])[0]
    answer_talk(request.actor, get_hold(request.actor, hold), chosen=chosen)
    return _one(request, hold)


def _one(request: KeyRequest, shown_id: str) -> dict[str, Any]:
    """A hold as it stands now."""
    return _told([get_hold(request.actor, shown_id)])[0]


def _told(holds: Sequence[Reservation]) -> list[dict[str, Any]]:
    """Holds that were read with their talks. One SQL query."""
    names = names_of(hold.organisation_id for hold in holds)
    return [
        {**hold_json(hold), "held_by": names[hold.organisation_id], "talk": _talk_told(find_talk(hold))}
        for hold in holds
    ]


def _talk_told(talk: TalkProposal | None) -> dict[str, Any] | None:
    if talk is None:
        return None
    answer: TalkAnswer | None = getattr(talk, "answer", None)
    return {
        "times": [time.isoformat() for time in talk.starts_at],
        "minutes": talk.minutes,
        "zone": talk.zone,
        "answered": answer is not None,
        "chosen": answer.chosen.isoformat() if answer and answer.chosen else None,
    }


def _load(body: HoldSent, brief: Brief | None) -> Load:
    phases = [Phase(each.hours, each.weeks) for each in body.phases]
    asks, said = work_of(brief) if brief else (None, [])
    starts = body.starts or (asks.starts if asks else None)
    wrong = {} if starts else {"starts": "Without a brief, the first day is needed."}
    if not (phases or said):
        wrong["phases"] = "The brief does not say clearly how many hours a week: give them."
    if wrong or starts is None:
        raise BadHold(fields=wrong)
    return load_of(starts, phases or said)


def _talks(sent: list[TalkSent]) -> dict[UUID, Talk]:
    return {parsed("eng", each.engineer): Talk(_times(each.times), each.minutes, each.zone) for each in sent}


def _times(sent: Sequence[datetime]) -> tuple[datetime, ...]:
    """Times in UTC, the earliest first; none so far off that no calendar has it."""
    if not all(FROM < time < TO for time in sent):
        raise BadHold(fields={"talks": "The times of a talk lie within the life of the hold."})
    return tuple(sorted(time.astimezone(UTC) for time in sent))
