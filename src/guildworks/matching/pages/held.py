"""The page behind the link of whoever is held. Opening it changes nothing: mail programs open links by themselves.

The link alone says who asks, and no cookie counts. So no form of another site can be sent in somebody's name without
the link, and a token of forms would add nothing; it could not be checked either, since the page tells nobody, not even
itself, where somebody came from.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.guesses import count_guess, stopped
from guildworks.availability.actions.answers import NotProposed, accept_hold_and_answer, answer_talk
from guildworks.availability.actions.holds import accept_hold, decline_hold
from guildworks.availability.models import Reservation
from guildworks.matching.held import HeldUnknown, engineer_of, held_behind, told_of
from guildworks.matching.shown.held import held_words
from guildworks.matching.shown.talks import find_answer, find_talk
from guildworks.matching.talk_files import calendar_file
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput, GuildworksError

NONE_FITS = "none"
WAYS = {"accept": "accept-held", "decline": "decline-held", "talk": "answer-talk", "calendar": "held-talk"}
IS_ACCEPTED = "accepted"  # sent by the form of a hold that one has accepted, as it was shown
Page = Callable[[HttpRequest, Reservation, str], HttpResponse]


class NoTimeChosen(BadInput):
    """No time for the talk is chosen."""

    code = "no_time_chosen"
    hint = "Nothing was answered. Choose a time, or that none of them fits."


class AcceptedSince(GuildworksError):
    """You have accepted this hold since this page was loaded, and nothing was declined now."""

    code = "hold_accepted_since"
    http_status = 409
    hint = "To decline it all the same, do so once more: whoever holds is told at once."


def by_link(page: Page) -> Callable[..., HttpResponse]:
    """The page of a hold, for whoever has its link. Refusals are answered here: what answers others logs the path."""

    @login_not_required
    @never_cache
    @csrf_exempt
    @wraps(page)
    def answered(request: HttpRequest, token: str) -> HttpResponse:
        if too_often := stopped(request, "held"):
            return too_often
        try:
            answer = page(request, held_behind(token), token)
        except HeldUnknown as refusal:
            count_guess(request, "held")
            answer = _refused(request, refusal)
        except GuildworksError as refusal:
            answer = _refused(request, refusal)
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    return answered


@require_safe
@by_link
def held(request: HttpRequest, hold: Reservation, token: str) -> HttpResponse:
    """Who holds, for what, until when, and the ways to answer."""
    return _shown(request, hold, token)


@require_POST
@by_link
def accept(request: HttpRequest, hold: Reservation, token: str) -> HttpResponse:
    """Accept the hold and, where times for a talk wait for an answer, answer them too."""
    return _done(request, hold, token, lambda: accepted(request, engineer_of(hold), hold))


@require_POST
@by_link
def decline(request: HttpRequest, hold: Reservation, token: str) -> HttpResponse:
    """Decline the hold, also one that was accepted."""
    return _done(request, hold, token, lambda: declined(request, engineer_of(hold), hold))


@require_POST
@by_link
def talk(request: HttpRequest, hold: Reservation, token: str) -> HttpResponse:
    """Choose a time for the talk, or say that none fits, and leave the hold as it is."""
    return _done(request, hold, token, lambda: answer_talk(engineer_of(hold), hold, chosen=time_chosen(request)))


@require_safe
@by_link
def calendar(request: HttpRequest, hold: Reservation, token: str) -> HttpResponse:
    """The talk that was chosen, for the engineer's calendar."""
    return calendar_file(hold, "engineer")


def _done(request: HttpRequest, hold: Reservation, token: str, act: Callable[[], object]) -> HttpResponse:
    """The page once something was done; where it is refused, the reason on it."""
    try:
        act()
    except GuildworksError as refusal:
        return _shown(request, hold, token, refusal=refusal)
    return redirect("held", token)


def _refused(request: HttpRequest, refusal: GuildworksError) -> HttpResponse:
    """Without the menu of whoever is signed in: a page that tells nobody its address can send none of its forms."""
    return render(request, "matching/not_held.html", {"refusal": refusal}, status=refusal.http_status)


def accepted(request: HttpRequest, engineer: Actor, hold: Reservation) -> Reservation:
    """Accept as the form was sent: with an answer to the talk, where one waits for it."""
    if find_talk(hold) and not find_answer(hold):
        return accept_hold_and_answer(engineer, hold, chosen=time_chosen(request))
    return accept_hold(engineer, hold)


def declined(request: HttpRequest, engineer: Actor, hold: Reservation) -> Reservation:
    """Decline what the page showed: a yes that was given since in another window is not taken back unseen.

    Raises AcceptedSince, or what `decline_hold` does.
    """
    if hold.accepted_at and not request.POST.get(IS_ACCEPTED):
        raise AcceptedSince()
    return decline_hold(engineer, hold)


def time_chosen(request: HttpRequest) -> datetime | None:
    """The time that was chosen, None for none fits. Raises NoTimeChosen or NotProposed."""
    text = request.POST.get("time", "")
    if text == NONE_FITS:
        return None
    if not text:
        raise NoTimeChosen()
    try:
        moment = parse_datetime(text[:40])
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise NotProposed()
    return moment


def _shown(
    request: HttpRequest, hold: Reservation, token: str, *, refusal: GuildworksError | None = None
) -> HttpResponse:
    now = held_behind(token)  # as it is by now: somebody else may have answered, or it has ended
    told = told_of(now)
    facts = {
        "ways": {name: reverse(way, args=[token]) for name, way in WAYS.items()},
        "hold": now,
        "told": told,
        "words": held_words(told, at=clock.now()),
        "talk": find_talk(now),
        "answer": find_answer(now),
        "refusal": refusal,
    }
    return render(request, "matching/held.html", facts, status=refusal.http_status if refusal else 200)
