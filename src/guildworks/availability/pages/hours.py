"""The page on which an engineer says their hours, week by week, and what each of its forms does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest, for_engineers
from guildworks.availability.actions import usual
from guildworks.availability.actions.busy_times import import_busy_times
from guildworks.availability.actions.hours import (
    BadWeek,
    confirm_availability,
    except_weeks,
    pause_engineers,
)
from guildworks.availability.feeds import feed_address
from guildworks.availability.load import monday_of
from guildworks.availability.models import WEEKS_AHEAD
from guildworks.availability.queries import find_busy_feed, find_workweek, weeks_of
from guildworks.availability.shown import CHOSEN_REASONS, REASON_WORDS, scale_of, span_text, usual_shown, weeks_shown
from guildworks.availability.typed import day_typed, hours_typed, span_typed, weeks_typed, working_day_typed
from guildworks.availability.zones import zones_offered
from guildworks.platform import clock
from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.fetch import fetch
from guildworks.platform.limits import limit
from guildworks.talent.models import Engineer
from guildworks.talent.queries import get_own_profile
from guildworks.web.uploads import sent_file, takes_file

WEEKS_SHOWN = 13  # a quarter of a year
FIELD_MOST = 2_000  # characters of what is shown again


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was refused: which one, why, and what was typed."""

    form: str
    refusal: GuildworksError
    typed: Mapping[str, str]

    @property
    def hint(self) -> str:
        """The way out from here."""
        return _(self.refusal.hint)


@for_engineers
@require_safe
def hours(request: MemberRequest) -> HttpResponse:
    """The weeks from the one that the address names on, the usual week, and calendars."""
    return _page(request, first=_first(request.GET.get("from", "")))


@for_engineers
@require_POST
def set_weeks(request: MemberRequest) -> HttpResponse:
    """Say the hours of the weeks that were changed on the page; those left as they were stay."""
    first = _first(request.POST.get("from", ""))

    def act(engineer: Engineer) -> str:
        weeks = weeks_of(engineer.id, first, WEEKS_SHOWN, at=clock.now())
        changed = weeks_typed(_sent(request), {each.week: Decimal(each.capacity) / 4 for each in weeks})
        return _except(request, engineer, changed)

    return _done(request, "weeks", act, first=first)


@for_engineers
@require_POST
def set_span(request: MemberRequest) -> HttpResponse:
    """Say the same hours for several weeks, or that they are as usual again."""

    def act(engineer: Engineer) -> str:
        sent = _sent(request)
        mondays = span_typed(sent.get("first", ""), sent.get("last", ""))
        text = sent.get("hours", "").strip()
        if not text:
            except_weeks(request.actor, engineer, dict.fromkeys(mondays))
            return _("Weeks that are as usual again: %(count)s.") % {"count": len(mondays)}
        return _except(request, engineer, dict.fromkeys(mondays, hours_typed(text)))

    return _done(request, "span", act, first=_first(request.POST.get("first", "")))


@for_engineers
@require_POST
def set_usual(request: MemberRequest) -> HttpResponse:
    """Say the usual week: how many hours, in which zone, from when to when, on which days."""

    def act(engineer: Engineer) -> str:
        sent = _sent(request)
        days = request.POST.getlist("weekday")
        day = working_day_typed(sent.get("zone", ""), sent.get("starts", ""), sent.get("ends", ""), days)
        usual.set_usual_week(request.actor, engineer, hours=hours_typed(sent.get("hours", "")), day=day)
        return _("Your usual week is saved, and confirmed.")

    return _done(request, "usual", act)


@for_engineers
@require_POST
def confirm(request: MemberRequest) -> HttpResponse:
    """Say that all of it still holds."""

    def act(engineer: Engineer) -> str:
        confirm_availability(request.actor, [engineer])
        return _("Your hours are confirmed: searches find you.")

    return _done(request, "state", act, back=request.POST.get("back", ""))


@for_engineers
@require_POST
def pause(request: MemberRequest) -> HttpResponse:
    """Be found by nobody, until they come back; what is held or booked stays."""

    def act(engineer: Engineer) -> str:
        pause_engineers(request.actor, [engineer])
        return _("You have paused: no search finds you until you come back. What is held or booked stays.")

    return _done(request, "state", act, back=request.POST.get("back", ""))


@for_engineers
@require_POST
def come_back(request: MemberRequest) -> HttpResponse:
    """Be found again, by hours that hold as of now: whoever comes back says so."""

    def act(engineer: Engineer) -> str:
        if usual.come_back(request.actor, engineer):
            return _("You are back, and your hours are confirmed: searches find you.")
        return _("You are back. Searches find you once you have said your hours.")

    return _done(request, "state", act, back=request.POST.get("back", ""))


@for_engineers
@require_POST
@takes_file("calendar_bytes")
def import_calendar(request: MemberRequest) -> HttpResponse:
    """Lower the weeks ahead by a calendar, from a file or an address."""

    def act(engineer: Engineer) -> str:
        done = import_busy_times(request.actor, engineer, content=_calendar_sent(request))
        told = ngettext(
            "%(count)s week has fewer hours because of your calendar.",
            "%(count)s weeks have fewer hours because of your calendar.",
            len(done.lowered),
        )
        said = [told % {"count": len(done.lowered)}]
        if done.unread:
            said.append(_("Not read: %(what)s.") % {"what": "; ".join(done.unread[:3])})
        if done.kept:
            said.append(_("Weeks that you have said yourself stayed as you said."))
        return " ".join(said)

    return _done(request, "calendar", act)


class NoCalendar(BadInput):
    """No calendar was sent."""

    code = "no_calendar"
    hint = "Choose a file that ends in .ics, or give the address of your calendar."


def _calendar_sent(request: MemberRequest) -> bytes:
    """What the file holds that was sent, or what is at the address. Raises FileTooLarge, NoCalendar, or as fetch."""
    most = limit("calendar_bytes")
    if file := sent_file(request, most=most, hint=_("Export a shorter time from your calendar.")):
        return bytes(file.read())
    if address := request.POST.get("address", "").strip()[:FIELD_MOST]:
        return fetch(address, most_bytes=most, seconds=limit("fetch_seconds")).content
    raise NoCalendar()


def _except(request: MemberRequest, engineer: Engineer, changed: Mapping[date, Decimal]) -> str:
    """Write the weeks that were changed."""
    count = len(changed)
    if not count:
        return _("Nothing was changed.")
    except_weeks(request.actor, engineer, changed, reason=request.POST.get("reason", "other"))
    return ngettext("%(count)s week is changed.", "%(count)s weeks are changed.", count) % {"count": count}


def _sent(request: MemberRequest) -> dict[str, str]:
    return {name: str(text)[:FIELD_MOST] for name, text in request.POST.items()}


def _first(text: str) -> date:
    """The Monday of the first week shown: that of the day asked for, within the weeks that can be said."""
    this_week = monday_of(clock.today())
    try:
        return min(max(day_typed(text), this_week), this_week + timedelta(weeks=WEEKS_AHEAD - WEEKS_SHOWN + 1))
    except BadWeek:
        return this_week


def _done(
    request: MemberRequest, form: str, act: Callable[[Engineer], str], *, first: date | None = None, back: str = ""
) -> HttpResponse:
    """Do it, say so on the page that one comes back to, and there or here why it was refused."""
    try:
        said = act(get_own_profile(request.actor))
    except GuildworksError as refusal:
        return _page(request, first=first or _first(""), refused=Refused(form, refusal, _sent(request)))
    messages.success(request, said)
    if back == "home":
        return redirect("write")
    place = f"?{urlencode({'from': first.isoformat()})}" if first and first > monday_of(clock.today()) else ""
    return redirect(f"{reverse('hours')}{place}")


def _page(request: MemberRequest, *, first: date, refused: Refused | None = None) -> HttpResponse:
    engineer, now = get_own_profile(request.actor), clock.now()
    weeks = weeks_of(engineer.id, first, WEEKS_SHOWN, at=now)
    typed = refused.typed if refused and refused.form == "weeks" else {}
    shown, step = weeks_shown(weeks, typed=typed), timedelta(weeks=WEEKS_SHOWN)
    feed = find_busy_feed(engineer.id)
    facts = {
        "usual": usual_shown(find_workweek(engineer.id), at=now.date()),
        "weeks": shown,
        "most": scale_of(weeks),
        "span": span_text(weeks),
        "first": first.isoformat(),
        "before": (first - step).isoformat() if first > monday_of(now.date()) else "",
        "after": (first + step).isoformat() if _first((first + step).isoformat()) > first else "",
        "reasons": [(name, _(REASON_WORDS[name])) for name in CHOSEN_REASONS],
        "refused": refused,
        "zones": zones_offered(),
        "feed": feed_address(feed) if feed else "",
        "confirmed_days": limit("confirmed_days"),
    }
    return render(request, "availability/hours.html", facts, status=refused.refusal.http_status if refused else 200)
