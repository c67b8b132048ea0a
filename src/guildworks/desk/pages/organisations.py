"""Organisations: all of them, a new one, and one with its people, invitations and briefs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildworks.accounts.actions import create_organisation
from guildworks.accounts.models import Organisation
from guildworks.accounts.pages.people import (
    Place,
    give_role_at,
    invite_at,
    rename_at,
    send_again_at,
    shown_at,
    take_out_at,
    withdraw_at,
)
from guildworks.accounts.queries import find_organisations, get_organisation
from guildworks.accounts.signed_in import MemberRequest, for_operator
from guildworks.accounts.typed import BadName
from guildworks.desk.shown import searched
from guildworks.matching.queries import find_briefs
from guildworks.platform.actor import Actor
from guildworks.web.paging import page_asked, pages_of

BRIEFS_SHOWN = 10


@for_operator
@require_http_methods(["GET", "HEAD", "POST"])
def organisations(request: MemberRequest) -> HttpResponse:
    """All organisations, by name; sent, a new client."""
    if request.method != "POST":
        return _organisations(request)
    name = request.POST.get("name", "")
    try:
        made = create_organisation(request.actor, name=name)
    except BadName as wrong:
        return _organisations(request, name=name, wrong=wrong)
    messages.success(request, _("%(name)s is there. Invite the first owner now.") % {"name": made.name})
    return redirect("desk-organisation", organisation=made.shown_id)


def _organisations(request: MemberRequest, *, name: str = "", wrong: BadName | None = None) -> HttpResponse:
    page, words = page_asked(request), searched(request)
    found, total = find_organisations(request.actor, words=words, page=page)
    facts = {
        "organisations": found,
        "search": words,
        "total": total,
        "pages": pages_of(total, page),
        "name": name,
        "wrong": f"{_(wrong.message)} {_(wrong.hint)}" if wrong else "",
    }
    return render(request, "desk/organisations.html", facts, status=wrong.http_status if wrong else 200)


@for_operator
@require_safe
def organisation(request: MemberRequest, organisation: str) -> HttpResponse:
    """One organisation: who belongs to it, who is asked in, and its latest briefs."""
    return shown_at(request, _place(request, organisation))


@for_operator
@require_POST
def rename(request: MemberRequest, organisation: str) -> HttpResponse:
    """Call it otherwise."""
    return rename_at(request, _place(request, organisation))


@for_operator
@require_POST
def invite(request: MemberRequest, organisation: str) -> HttpResponse:
    """Ask an address in."""
    return invite_at(request, _place(request, organisation))


@for_operator
@require_POST
def send_again(request: MemberRequest, organisation: str, invitation: str) -> HttpResponse:
    """Send an invitation once more."""
    return send_again_at(request, _place(request, organisation), invitation)


@for_operator
@require_POST
def withdraw(request: MemberRequest, organisation: str, invitation: str) -> HttpResponse:
    """Have an invitation count no more."""
    return withdraw_at(request, _place(request, organisation), invitation)


@for_operator
@require_POST
def give_role(request: MemberRequest, organisation: str, person: str) -> HttpResponse:
    """Give somebody another role."""
    return give_role_at(request, _place(request, organisation), person)


@for_operator
@require_POST
def take_out(request: MemberRequest, organisation: str, person: str) -> HttpResponse:
    """Take somebody out."""
    return take_out_at(request, _place(request, organisation), person)


def _place(request: MemberRequest, shown_id: str) -> Place:
    found = get_organisation(request.actor, shown_id)
    page = reverse("desk-organisation", kwargs={"organisation": found.shown_id})
    more = partial(_more, request.actor, found)
    return Place(found, page, page, template="desk/organisation.html", more=more)


def _more(actor: Actor, organisation: Organisation) -> Mapping[str, Any]:
    briefs, total = find_briefs(actor, organisation=organisation, page=1)
    return {"briefs": briefs[:BRIEFS_SHOWN], "briefs_total": total}
