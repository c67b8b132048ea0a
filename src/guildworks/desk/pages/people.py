"""Accounts: everybody who can sign in, and one of them with all places where they belong."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildworks.accounts.queries import find_people, get_person_by_id, invitations_to, memberships_of
from guildworks.accounts.signed_in import MemberRequest, for_operator
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
    found = get_person_by_id(request.actor, person)
    account = getattr(found, "engineer_account", None)
    facts = {
        "person": found,
        "memberships": memberships_of(found),
        "engineer": shown("eng", account.engineer_id) if account else "",
        "invitations": invitations_to(request.actor, found.email),
    }
    return render(request, "desk/person.html", facts)
