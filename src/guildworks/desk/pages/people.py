"""Accounts: everybody who can sign in, and one of them with all places where they belong."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.impersonation.actions import MINUTES, begin_impersonation, end_impersonation
from guildworks.accounts.looking import look_as, look_away
from guildworks.accounts.models import ADMIN, User
from guildworks.accounts.policies import may_impersonate, may_shut_out
from guildworks.accounts.queries import actor_in, find_people, get_person_by_id, invitations_to, memberships_of
from guildworks.accounts.reasons import BadReason
from guildworks.accounts.shutting_out.actions import let_in, shut_out
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


@for_operator
@require_POST
def shutting_out(request: MemberRequest, person: str) -> HttpResponse:
    """Let them in no more; they are told why."""
    found, why = get_person_by_id(request.actor, person), request.POST.get("reason", "")
    try:
        shut_out(request.actor, found, reason=why)
    except BadReason as wrong:
        return _person(request, found, why=why, wrong_why=wrong)
    messages.success(request, _("%(name)s is shut out, and is told why by mail.") % {"name": found.name})
    return redirect("desk-person", person=found.shown_id)


@for_operator
@require_POST
def letting_in(request: MemberRequest, person: str) -> HttpResponse:
    """Let them in again; they are told."""
    found = get_person_by_id(request.actor, person)
    let_in(request.actor, found)
    messages.success(request, _("%(name)s can sign in again, and is told so by mail.") % {"name": found.name})
    return redirect("desk-person", person=found.shown_id)


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


def _person(
    request: MemberRequest,
    found: User,
    *,
    reason: str = "",
    wrong: BadReason | None = None,
    why: str = "",
    wrong_why: BadReason | None = None,
) -> HttpResponse:
    account = getattr(found, "engineer_account", None)
    facts = {
        "person": found,
        "memberships": memberships_of(found),
        "engineer": shown("eng", account.engineer_id) if account else "",
        "invitations": invitations_to(request.actor, found.email),
        "may_look": may_impersonate(request.actor, found) is None,
        "minutes": MINUTES,
        "reason": reason,
        "wrong": _said(wrong),
        "may_shut_out": may_shut_out(request.actor, found) is None,
        "why": why,
        "wrong_why": _said(wrong_why),
    }
    refused = wrong or wrong_why
    return render(request, "desk/person.html", facts, status=refused.http_status if refused else 200)


def _said(wrong: BadReason | None) -> str:
    return f"{_(wrong.message)} {_(wrong.hint)}" if wrong else ""
