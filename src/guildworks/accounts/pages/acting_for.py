"""For which organisation somebody acts, and the one click by which a demo is tried."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from guildworks.accounts.queries import people_to_try
from guildworks.accounts.signed_in import AS_ENGINEER, choose, for_all, presence


@for_all
@require_POST
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Act for another organisation of one's own, or as the engineer that one is; what is not one's own is not there."""
    who, wanted = presence(request), request.POST.get("organisation", "")
    for membership in who.memberships if who else ():
        if membership.organisation.shown_id == wanted:
            choose(request, membership.organisation_id)
            return redirect("/")
    if who and who.account and wanted == AS_ENGINEER:
        choose(request, None)
        return redirect("/")
    raise Http404


@require_POST
@login_not_required
def try_demo(request: HttpRequest) -> HttpResponse:
    """Be signed in as an invented person; where people are real there is no such page."""
    wanted = request.POST.get("person", "")
    found = next((one.user for one in people_to_try() if one.user.shown_id == wanted), None)
    if found is None:
        raise Http404
    answer: HttpResponse = perform_login(request, found, email_verification="none")
    return answer
