"""The page that asks whether people are to be held, and the page of all that is held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest
from guildworks.availability.actions.holds import HoldHasEnded, HoldHasExpired, place_hold, release_holds
from guildworks.availability.models import Reservation
from guildworks.availability.queries import ended_holds, get_holds, live_holds_by_holder
from guildworks.matching.addresses import way_back
from guildworks.matching.holding import (
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
from guildworks.platform import clock
from guildworks.platform.errors import GuildworksError, NotAllowed, NotFound
from guildworks.web.paging import page_asked, pages_of
from guildworks.web.refusals import refused

PIECE_MOST = 20  # characters of a field
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
    try:
        load = load_typed(typed)
    except BadHold:
        load = None  # the brief says no hours: the field waits for them
    return render(request, "matching/new_hold.html", new_hold_page(asking, typed, back=back, load=load))


@require_POST
def place(request: MemberRequest, brief: str) -> HttpResponse:
    """Hold them, all or none. What is refused comes back as it was sent, with who and which week beside it."""
    record, back = get_brief(request.actor, brief), way_back(request.POST.get("back", ""))
    try:
        asking = get_asking(request.actor, record, request.POST.getlist("engineer"))
    except (NobodyChosen, NotFound) as refusal:
        return refused(request, refusal, back=back)
    typed = _typed(request.POST.getlist("hours"), request.POST.getlist("weeks"), request.POST.get("starts", ""))
    try:
        place_hold(request.actor, asking.engineers, holder=record.holder, load=load_typed(typed))
    except NotAllowed:
        raise
    except GuildworksError as refusal:
        return _refused(request, record, typed, refusal, back=back)
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


def _refused(
    request: MemberRequest, record: Brief, typed: TypedHold, refusal: GuildworksError, *, back: str
) -> HttpResponse:
    """The form once more, beside what is held by now: whoever sent it twice sees what the first one did."""
    asking = get_asking(request.actor, record, request.POST.getlist("engineer"))
    facts = new_hold_page(asking, typed, back=back, refusal=refusal)
    return render(request, "matching/new_hold.html", facts, status=refusal.http_status)


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
