"""The page of what somebody was told, the way from it to what it is about, and how they want to be told."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest
from guildworks.conversations.actions.notifications import mark_all_seen, mark_seen
from guildworks.conversations.actions.preferences import choose_notifications
from guildworks.conversations.kinds import KINDS
from guildworks.conversations.models import Mailing
from guildworks.conversations.queries import find_notifications, get_notification, wishes_for
from guildworks.conversations.shown import by_day
from guildworks.conversations.wishes import BadPreference, Wish
from guildworks.conversations.words import words_of
from guildworks.platform import clock
from guildworks.platform.limits import limit
from guildworks.web.paging import page_asked, pages_of


@require_safe
def notifications(request: MemberRequest) -> HttpResponse:
    """What somebody was told in the organisation that they act for, by day, the latest first."""
    page = page_asked(request)
    found, total = find_notifications(request.actor, page=page)
    shown = {
        "days": by_day(found, today=clock.today()),
        "latest": found[0].shown_id if found else "",
        "total": total,
        "pages": pages_of(total, page),
        "kept_days": limit("notification_days"),
    }
    return render(request, "conversations/notifications.html", shown)


@require_safe
def follow(request: MemberRequest, notification: str) -> HttpResponse:
    """To the page that a notification is about; it counts as seen from then on."""
    found = get_notification(request.actor, notification)
    if request.method == "GET" and not request.actor.looks_on:
        mark_seen(request.actor, [found])
    return redirect(words_of([found])[found.id].address)


@require_POST
def see_all(request: MemberRequest) -> HttpResponse:
    """Mark all as seen that were there when the page was opened."""
    mark_all_seen(request.actor, until=get_notification(request.actor, request.POST.get("until", "")))
    return redirect("notifications")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: MemberRequest) -> HttpResponse:
    """Of what somebody is told, and how; sent, it is so from then on."""
    if request.method != "POST":
        return _preferences(request)
    try:
        choose_notifications(request.actor, _sent(request))
    except BadPreference as refusal:
        return _preferences(request, refusal)
    messages.success(request, _("Saved. What happens from now on comes this way."))
    return redirect("notification-preferences")


def _sent(request: MemberRequest) -> dict[str, Wish]:
    """What the form says of each kind that it names; a kind that always comes has no box to tick."""
    return {
        name: Wish(
            on_page=not kind.optional or f"page-{name}" in request.POST,
            mailing=cast(Mailing, request.POST[f"mail-{name}"]),  # any word: the action refuses others
        )
        for name, kind in KINDS.items()
        if f"mail-{name}" in request.POST
    }


def _preferences(request: MemberRequest, refusal: BadPreference | None = None) -> HttpResponse:
    shown = {"wishes": wishes_for(request.actor), "organisation": request.organisation, "refusal": refusal}
    status = refusal.http_status if refusal else 200
    return render(request, "conversations/preferences.html", shown, status=status)
