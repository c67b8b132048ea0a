"""The page behind the link of an invitation. Opening it changes nothing: mail programs open links by themselves."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guildworks.accounts.actions import accept_invitation, sign_up_invited
from guildworks.accounts.guesses import count_guess, stopped
from guildworks.accounts.invitations import InvitationUnknown
from guildworks.accounts.models import Invitation
from guildworks.accounts.policies import may_accept_invitation, may_sign_up_invited
from guildworks.accounts.queries import acting_as_themself, find_person, invitation_behind
from guildworks.accounts.signed_in import choose, presence
from guildworks.accounts.typed import BadName, BadPassword
from guildworks.platform.errors import GuildworksError, NotAllowed
from guildworks.web.refusals import refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@sensitive_post_parameters("password")
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks one into what; sent, one is in. Refusals are answered here: what answers others logs the path."""
    if too_often := stopped(request, "invitation"):
        return too_often
    try:
        invitation = invitation_behind(token)
        return _accepted(request, invitation) if request.method == "POST" else _shown(request, invitation)
    except InvitationUnknown as refusal:
        count_guess(request, "invitation")
        return refused(request, refusal)
    except GuildworksError as refusal:
        return refused(request, refusal)


def _accepted(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        return _let_in(request, invitation)
    except NotAllowed as refusal:  # its page says why, and what can be done
        return _shown(request, invitation, status=refusal.http_status)


def _let_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    who = presence(request)
    if who is not None:
        accept_invitation(acting_as_themself(who.user), invitation)
        _choose_what_came(request, invitation)
        return redirect("/")
    if find_person(invitation.email) is not None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    return _signed_up(request, invitation)


def _signed_up(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    name = request.POST.get("name", "")
    try:
        user = sign_up_invited(invitation, name=name, password=request.POST.get("password", ""))
    except (BadName, BadPassword) as wrong:
        return _shown(request, invitation, name=name, wrong=wrong, status=wrong.http_status)
    entered: HttpResponse = perform_login(request, user, email_verification="none", redirect_url="/")
    _choose_what_came(request, invitation)
    return entered


def _choose_what_came(request: HttpRequest, invitation: Invitation) -> None:
    choose(request, None if invitation.engineer_id else invitation.organisation_id)


def _shown(
    request: HttpRequest,
    invitation: Invitation,
    *,
    name: str = "",
    wrong: BadName | BadPassword | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "invitation": invitation,
        "case": _case(request, invitation),
        "name": name,
        "wrong": {"name" if isinstance(wrong, BadName) else "password": _(wrong.message)} if wrong else {},
    }
    return render(request, "accounts/invitation.html", shown, status=status)


def _case(request: HttpRequest, invitation: Invitation) -> str:
    """In which of five ways the page goes on from here."""
    who = presence(request)
    if who is not None:
        reason = may_accept_invitation(acting_as_themself(who.user), invitation)
        return "theirs" if reason is None else "of another"
    if find_person(invitation.email) is not None:
        return "known"
    return "new" if may_sign_up_invited() is None else "closed"
