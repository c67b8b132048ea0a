"""The feed of an engineer's reservations, for whoever has its address, and the two forms that make and end it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.guesses import count_guess, stopped
from guildworks.accounts.signed_in import MemberRequest, for_engineers
from guildworks.availability.actions.feeds import close_busy_feed, open_busy_feed
from guildworks.availability.feeds import FeedUnknown, busy_calendar, feed_behind
from guildworks.availability.queries import talks_ahead, weeks_ahead
from guildworks.platform import clock
from guildworks.talent.queries import get_own_profile
from guildworks.web.refusals import refused


@login_not_required
@require_safe
@never_cache
def busy(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar. Refusals are answered here: what answers others logs the path."""
    if too_often := stopped(request, "busy"):
        return too_often
    try:
        feed = feed_behind(token)
    except FeedUnknown as refusal:
        count_guess(request, "busy")
        return refused(request, refusal)
    now = clock.now()
    content = busy_calendar(feed, weeks_ahead(feed.engineer_id), talks_ahead(feed.engineer_id, at=now), at=now)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="busy.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@for_engineers
@require_POST
def open_feed(request: MemberRequest) -> HttpResponse:
    """Make an address, or another one instead of the one that was there."""
    open_busy_feed(request.actor, get_own_profile(request.actor))
    messages.success(request, _("This is the address for your calendar. One that you had before leads nowhere now."))
    return redirect("hours")


@for_engineers
@require_POST
def close_feed(request: MemberRequest) -> HttpResponse:
    """Have the address lead nowhere."""
    close_busy_feed(request.actor, get_own_profile(request.actor))
    messages.success(request, _("The address of your feed leads nowhere now."))
    return redirect("hours")
