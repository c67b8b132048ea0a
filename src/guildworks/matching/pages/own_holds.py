"""What is held of an engineer, on their own pages: all of it, and one with the ways to answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest, for_engineers
from guildworks.availability.actions.answers import answer_talk
from guildworks.availability.models import Reservation
from guildworks.availability.queries import ended_holds, get_hold, live_holds
from guildworks.matching.held import told_of
from guildworks.matching.pages.held import accepted, declined, time_chosen
from guildworks.matching.shown.held import held_words, own_hold_shown, own_holds_shown
from guildworks.matching.shown.talks import find_answer, find_talk
from guildworks.matching.talk_files import calendar_file
from guildworks.platform import clock
from guildworks.platform.errors import GuildworksError
from guildworks.web.paging import page_asked, pages_of

ENDED_SHOWN = timedelta(days=365)
WAYS = {
    "accept": "accept-own-hold",
    "decline": "decline-own-hold",
    "talk": "answer-own-talk",
    "calendar": "own-hold-talk",
}


@for_engineers
@require_safe
def own_holds(request: MemberRequest) -> HttpResponse:
    """What is held and booked now, and what was."""
    now, page = clock.now(), page_asked(request)
    live, total = live_holds(request.actor, page=page)
    ended = ended_holds(request.actor, since=now - ENDED_SHOWN, at=now)
    facts = {
        "live": own_holds_shown(live, at=now),
        "ended": own_holds_shown(ended, at=now),
        "total": total,
        "pages": pages_of(total, page),
    }
    return render(request, "matching/own_holds.html", facts)


@for_engineers
@require_safe
def own_hold(request: MemberRequest, hold: str) -> HttpResponse:
    """Who holds, for what, until when, and the ways to answer."""
    return _shown(request, hold)


@for_engineers
@require_POST
def accept(request: MemberRequest, hold: str) -> HttpResponse:
    """Accept the hold and, where times for a talk wait for an answer, answer them too."""
    return _done(request, hold, lambda held: accepted(request, request.actor, held))


@for_engineers
@require_POST
def decline(request: MemberRequest, hold: str) -> HttpResponse:
    """Decline the hold, also one that was accepted."""
    return _done(request, hold, lambda held: declined(request, request.actor, held))


@for_engineers
@require_POST
def talk(request: MemberRequest, hold: str) -> HttpResponse:
    """Choose a time for the talk, or say that none fits, and leave the hold as it is."""
    return _done(request, hold, lambda held: answer_talk(request.actor, held, chosen=time_chosen(request)))


@for_engineers
@require_safe
def calendar(request: MemberRequest, hold: str) -> HttpResponse:
    """The talk that was chosen, for the engineer's calendar."""
    return calendar_file(get_hold(request.actor, hold), "engineer")


def _done(request: MemberRequest, hold: str, act: Callable[[Reservation], object]) -> HttpResponse:
    """The page once something was done; where it is refused, the reason on it."""
    try:
        act(get_hold(request.actor, hold))
    except GuildworksError as refusal:
        return _shown(request, hold, refusal=refusal)
    return redirect("own-hold", hold)


def _shown(request: MemberRequest, hold: str, *, refusal: GuildworksError | None = None) -> HttpResponse:
    now = clock.now()
    held = get_hold(request.actor, hold)
    told = told_of(held)
    facts = {
        "ways": {name: reverse(way, args=[held.shown_id]) for name, way in WAYS.items()} | {"is_signed_in": True},
        "hold": held,
        "lives": held.lives(now),
        "told": told,
        "words": held_words(told, at=now),
        "shown": own_hold_shown(held, told.organisation, zone=told.zone, at=now),
        "talk": find_talk(held),
        "answer": find_answer(held),
        "refusal": refusal,
    }
    return render(request, "matching/own_hold.html", facts, status=refusal.http_status if refusal else 200)
