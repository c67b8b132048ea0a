"""Accounts: everybody who can sign in, and one of them with all places where they belong."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.impersonation.actions import MINUTES, BadReason, begin_impersonation, end_impersonation
from guildworks.accounts.looking import look_as, look_away
from guildworks.accounts.models import ADMIN, User
from guildworks.accounts.policies import may_impersonate
from guildworks.accounts.queries import actor_in, find_people, get_person_by_id, invitations_to, memberships_of
from guildworks.accounts.signed_in import MemberRequest, ends_looking, for_operator, presence
from guildworks.desk.shown import searched
from guildworks.platform.ids import shown
from guildworks.web.paging import page_asked, pages_of


@for_operator
@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Everybody who has an account, by name, or those whose name or address holds what is searched for."""
    page, words = page_asked(request), searched(request)
    found, total = find_people(request.actor, words=words, page=page)
    facts = {"people": found, "search": words, "total": total, "pages": pages_of(total, page)}
    return render(request, "desk/people.html", facts)


@for_operator
@require_safe
def person(request: MemberRequest, person: str) -> HttpResponse:
    """One account: where they belong as what, whose profile they look after, and what waits for their answer."""
    return _person(request, get_person_by_id(request.actor, person))


@for_operator
@require_POST
def impersonation(request: MemberRequest, person: str) -> HttpResponse:
    """See the house as they see it, for half an hour; they are told why."""
    found, reason = get_person_by_id(request.actor, person), request.POST.get("reason", "")
    try:
        until = begin_impersonation(request.actor, found, reason=reason)
    except BadReason as wrong:
        return _person(request, found, reason=reason, wrong=wrong)
    look_as(request, found, until)
    return redirect("/")


@ends_looking
@require_POST
def end(request: MemberRequest) -> HttpResponse:
    """Be oneself again."""
    who = presence(request)
    if who is None or who.seen_by is None:
        look_away(request)  # its time is over, or it never began
        return redirect("/")
    for membership in memberships_of(who.seen_by):
        if membership.role == ADMIN:
            end_impersonation(actor_in(membership), who.user)
    look_away(request)
    return redirect("desk-person", person=who.user.shown_id)


def _person(request: MemberRequest, found: User, *, reason: str = "", wrong: BadReason | None = None) -> HttpResponse:
    account = getattr(found, "engineer_account", None)
    facts = {
        "person": found,
        "memberships": memberships_of(found),
        "engineer": shown("eng", account.engineer_id) if account else "",
        "invitations": invitations_to(request.actor, found.email),
        "may_look": may_impersonate(request.actor, found) is None,
        "minutes": MINUTES,
        "reason": reason,
        "wrong": f"{_(wrong.message)} {_(wrong.hint)}" if wrong else "",
    }
    return render(request, "desk/person.html", facts, status=wrong.http_status if wrong else 200)
