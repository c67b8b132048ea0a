"""The page that asks whether people are to be held, and the page of all that is held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest
from guildworks.availability.actions.holds import HoldHasEnded, HoldHasExpired, place_hold, release_holds
from guildworks.availability.load import Load
from guildworks.availability.models import Reservation
from guildworks.availability.queries import ended_holds, get_hold, get_holds, live_holds_by_holder
from guildworks.availability.talks import TIMES_MOST
from guildworks.availability.zones import UnknownZone
from guildworks.matching.addresses import way_back
from guildworks.matching.holding import (
    Asking,
    BadHold,
    NobodyChosen,
    NoHoldChosen,
    TypedHold,
    get_asking,
    load_typed,
    typed_for,
)
from guildworks.matching.models import Brief
from guildworks.matching.queries import get_brief, titled
from guildworks.matching.shown.holds import holds_page, new_hold_page
from guildworks.matching.talk_files import calendar_file
from guildworks.matching.talking import (
    NO_TALK,
    TalkOutsideHours,
    TypedTalk,
    TypedTime,
    talk_for,
    talks_typed,
    with_warnings_kept,
)
from guildworks.platform import clock
from guildworks.platform.errors import GuildworksError, NotAllowed, NotFound
from guildworks.web.paging import page_asked, pages_of
from guildworks.web.refusals import refused

PIECE_MOST = 20  # characters of a field
ZONE_MOST = 60
WARNED_MOST = 60
ENDED_SHOWN = timedelta(weeks=4)


@require_safe
def new(request: MemberRequest, brief: str) -> HttpResponse:
    """The question: these people, these hours a week, from that day, so many weeks. The brief fills it."""
    record, back = get_brief(request.actor, brief), way_back(request.GET.get("back", ""))
    try:
        asking = get_asking(request.actor, record, request.GET.getlist("engineer"))
    except (NobodyChosen, NotFound) as refusal:
        return refused(request, refusal, back=back)
    typed = _typed(request.GET.getlist("hours"), request.GET.getlist("weeks"), request.GET.get("starts", ""))
    typed = typed if typed.hours else typed_for(record)
    facts = new_hold_page(asking, typed, back=back, talk=talk_for(asking), load=_load(typed))
    return render(request, "matching/new_hold.html", facts)


@require_POST
def place(request: MemberRequest, brief: str) -> HttpResponse:
    """Hold them, all or none. What is refused comes back as it was sent, with who and which week beside it."""
    record, back = get_brief(request.actor, brief), way_back(request.POST.get("back", ""))
    try:
        asking = get_asking(request.actor, record, request.POST.getlist("engineer"))
    except (NobodyChosen, NotFound) as refusal:
        return refused(request, refusal, back=back)
    typed = _typed(request.POST.getlist("hours"), request.POST.getlist("weeks"), request.POST.get("starts", ""))
    talk = _typed_talk(request.POST, asking)
    try:
        if _is_to_be_worked_out(request.POST, talk):
            talk = talk_for(asking, minutes=talk.minutes, zone=talk.zone)
            return _shown(request, asking, typed, talk, back=back, is_anew=True)
        if "anew" in request.POST:
            return _shown(request, asking, typed, talk, back=back)
        load, talks = load_typed(typed), talks_typed(talk, asking)
        place_hold(request.actor, asking.engineers, holder=record.holder, load=load, talks=talks)
    except NotAllowed:
        raise
    except GuildworksError as refusal:
        return _refused(request, record, typed, refusal, talk=talk, back=back)
    return redirect(back or "holds")


@require_safe
def holds(request: MemberRequest) -> HttpResponse:
    """What is held and booked now, soonest to expire first, and what has ended lately."""
    return _holds(request)


@require_POST
def release(request: MemberRequest) -> HttpResponse:
    """Give back one hold, or those that are ticked, all or none."""
    found = get_holds(request.actor, request.POST.getlist("hold"))
    try:
        if not found:
            raise NoHoldChosen()
        release_holds(request.actor, found)
    except (NoHoldChosen, HoldHasEnded, HoldHasExpired) as refusal:
        return _holds(request, refusal=refusal, of=found)
    return redirect(f"{reverse('holds')}#ended")


@require_safe
def talk(request: MemberRequest, hold: str) -> HttpResponse:
    """The talk that an engineer chose, for the calendar of whoever holds."""
    return calendar_file(get_hold(request.actor, hold), "client")


def _shown(
    request: MemberRequest, asking: Asking, typed: TypedHold, talk: TypedTalk, *, back: str, is_anew: bool = False
) -> HttpResponse:
    """The form once more, with the times on both clocks; nothing was held."""
    facts = new_hold_page(asking, typed, back=back, talk=talk, load=_load(typed), is_anew=is_anew)
    return render(request, "matching/new_hold.html", facts)


def _refused(
    request: MemberRequest,
    record: Brief,
    typed: TypedHold,
    refusal: GuildworksError,
    *,
    talk: TypedTalk,
    back: str,
) -> HttpResponse:
    """The form once more, beside what is held by now: whoever sent it twice sees what the first one did."""
    asking = get_asking(request.actor, record, request.POST.getlist("engineer"))
    if isinstance(refusal, UnknownZone):
        refusal.fields["zone"] = f"{refusal.message}. {_(refusal.hint)}"
    if isinstance(refusal, TalkOutsideHours):
        talk = with_warnings_kept(talk, refusal, asking)
    facts = new_hold_page(asking, typed, back=back, talk=talk, refusal=refusal)
    return render(request, "matching/new_hold.html", facts, status=refusal.http_status)


def _load(typed: TypedHold) -> Load | None:
    """None where the brief says no hours: the field waits for them."""
    try:
        return load_typed(typed)
    except BadHold:
        return None


def _is_to_be_worked_out(sent: QueryDict, talk: TypedTalk) -> bool:
    """Whether a talk is wanted of which no times stand in the form, or by another clock than they were worked out."""
    length, _, zone = sent.get("worked", "").partition(" ")
    if not zone or talk.minutes == NO_TALK:
        return False
    return zone != talk.zone or length == NO_TALK or ("anew" in sent and length != talk.minutes)


def _typed_talk(sent: QueryDict, asking: Asking) -> TypedTalk:
    """The part of the form about a talk; without it, none."""
    return TypedTalk(
        sent.get("minutes", NO_TALK)[:PIECE_MOST],
        sent.get("zone", "UTC").strip()[:ZONE_MOST] or "UTC",
        {one.shown_id: _typed_times(sent, one.shown_id) for one in asking.free_to_ask},
        frozenset(text[:WARNED_MOST] for text in sent.getlist("warned")[: TIMES_MOST * len(asking.engineers)]),
    )


def _typed_times(sent: QueryDict, engineer: str) -> tuple[TypedTime, ...]:
    found = sent.getlist(f"time-{engineer}")[:TIMES_MOST]
    is_ticked = set(sent.getlist(f"pick-{engineer}"))
    return tuple(TypedTime(text[:PIECE_MOST], str(place) in is_ticked) for place, text in enumerate(found, 1))


def _holds(
    request: MemberRequest, *, refusal: GuildworksError | None = None, of: Sequence[Reservation] = ()
) -> HttpResponse:
    at, page = clock.now(), page_asked(request)
    live, total = live_holds_by_holder(request.actor, at=at, page=page)
    ended = ended_holds(request.actor, since=at - ENDED_SHOWN, at=at)
    briefs = titled(request.actor, [hold.holder_id for hold in (*live, *ended)])
    over = [hold.engineer.public_name for hold in of if not hold.lives(at)]
    facts = holds_page(request.actor, live, ended, briefs, at=at)
    told = {"refusal": refusal, "over": over, "total": total, "pages": pages_of(total, page)}
    return render(request, "matching/holds.html", {**facts, **told}, status=refusal.http_status if refusal else 200)


def _typed(hours: Sequence[str], weeks: Sequence[str], starts: str) -> TypedHold:
    """What was typed, each piece as long as anything that could be right."""
    return TypedHold(
        tuple(piece[:PIECE_MOST] for piece in hours),
        tuple(piece[:PIECE_MOST] for piece in weeks),
        starts[:PIECE_MOST],
    )
