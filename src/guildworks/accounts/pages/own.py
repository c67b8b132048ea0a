"""What somebody does with their own account as a whole: take out all that is kept of them, and delete it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from guildworks.accounts.actions import erase_person, export_own_data
from guildworks.accounts.consents.actions import withdraw_consent
from guildworks.accounts.consents.queries import agreed_by
from guildworks.accounts.models import User
from guildworks.accounts.queries import acting_as_themself, admins_named, kept_by_alone, memberships_of, subjects_of
from guildworks.accounts.signed_in import SignedOut, presence
from guildworks.platform import clock
from guildworks.platform.enumeration import enumerated
from guildworks.platform.errors import GuildworksError
from guildworks.platform.exporting import kept_of
from guildworks.platform.limits import limit

View = TypeVar("View", bound=Callable[..., HttpResponse])
# Whoever comes upon somebody's open browser takes nothing out and deletes nothing.
recently_proved: Callable[[View], View] = reauthentication_required


@require_http_methods(["GET", "HEAD", "POST"])
@recently_proved
@never_cache
def data(request: HttpRequest) -> HttpResponse:
    """What an archive of all that is kept of oneself holds; sent, the archive itself."""
    if request.method != "POST":
        return _data(request)
    user = oneself(request)
    try:
        archive = export_own_data(acting_as_themself(user), user)
    except GuildworksError as refusal:
        return _data(request, refusal)
    answer = HttpResponse(archive, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="guildworks-{clock.today()}.zip"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@recently_proved
@never_cache
def delete(request: HttpRequest) -> HttpResponse:
    """What goes and what stays when one's account is deleted; sent with its address, it is."""
    if request.method != "POST":
        return _delete(request)
    user, address = oneself(request), request.POST.get("address", "")
    try:
        erase_person(acting_as_themself(user), user, address=address)
    except GuildworksError as refusal:
        return _delete(request, refusal, address=address)
    logout(request)
    messages.success(request, _("Your account is deleted. Nothing on this site leads to you any more."))
    return redirect("/")


@require_POST
@recently_proved
@never_cache
def withdraw(request: HttpRequest, purpose: str) -> HttpResponse:
    """Take back what one has agreed to, and end what it allowed."""
    user = oneself(request)
    withdraw_consent(acting_as_themself(user), user, purpose)
    messages.success(request, _("You have taken it back, and what it allowed has ended."))
    return redirect("own_data")


def _data(request: HttpRequest, wrong: GuildworksError | None = None) -> HttpResponse:
    subjects = subjects_of(oneself(request))
    shown = {
        "wrong": wrong,
        "per_day": limit("exports_per_day"),
        "kept": kept_of(*subjects),
        "is_engineer": any(subject.kind == "engineer" for subject in subjects),
        "considered_days": limit("considered_days"),
        "admins": enumerated(admins_named()),
        "agreed": agreed_by(oneself(request)),
    }
    return render(request, "accounts/data.html", shown, status=wrong.http_status if wrong else 200)


def _delete(request: HttpRequest, wrong: GuildworksError | None = None, *, address: str = "") -> HttpResponse:
    user = oneself(request)
    kept = kept_by_alone(user)
    shown = {
        "person": user,
        "belongs_to": enumerated([one.organisation.name for one in memberships_of(user)]),
        "kept": kept,
        "kept_names": enumerated([one.name for one in kept]),
        "wrong": wrong,
        "address": address,
    }
    return render(request, "accounts/delete.html", shown, status=wrong.http_status if wrong else 200)


def oneself(request: HttpRequest) -> User:
    """Who is there. Raises SignedOut."""
    who = presence(request)
    if who is None:
        raise SignedOut()
    return who.user
