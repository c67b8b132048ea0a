"""The page of an organisation's people: who belongs to it as what, who is asked in, and changing both.

The operator's desk has the same page of every organisation: what is done there is done by the functions below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.actions import UnknownRole, change_role, end_membership, invite_member, withdraw_invitation
from guildworks.accounts.models import ROLE_WORDS, ROLES, Organisation, said
from guildworks.accounts.names.actions import rename_organisation
from guildworks.accounts.policies import may_change_members, may_sign_up_invited
from guildworks.accounts.queries import get_member_by_id, get_open_invitation, invitations_of, members_of
from guildworks.accounts.signed_in import MemberRequest
from guildworks.platform.errors import GuildworksError, NotAllowed, NotFound
from guildworks.platform.limits import limit
from guildworks.web.paging import page_asked, pages_of

FORM, NAME = "invite", "name"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose people a page shows, at which address, and the address below which its forms are sent."""

    organisation: Organisation
    page: str
    below: str
    template: str = "accounts/people.html"
    more: Callable[[], Mapping[str, Any]] = field(default=dict)  # what else the page shows


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused, at which place of the page: the id of a person or an invitation, or the form."""

    at: str
    refusal: GuildworksError
    email: str = ""
    role: str = ""
    name: str = ""

    @property
    def by_field(self) -> dict[str, str]:
        """What is wrong with the form, by the field that it is about."""
        field = "role" if isinstance(self.refusal, UnknownRole) else "email"
        return {field: f"{_(self.refusal.message)} {_(self.refusal.hint)}"}


@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Who belongs to the organisation; whoever looks after it has the buttons too."""
    return shown_at(request, _own(request))


@require_POST
def rename(request: MemberRequest) -> HttpResponse:
    """Call the organisation otherwise."""
    return rename_at(request, _own(request))


@require_POST
def invite(request: MemberRequest) -> HttpResponse:
    """Ask an address in."""
    return invite_at(request, _own(request))


@require_POST
def send_again(request: MemberRequest, invitation: str) -> HttpResponse:
    """Send an invitation once more, by a new link: what was in the first mail, nobody has any more."""
    return send_again_at(request, _own(request), invitation)


@require_POST
def withdraw(request: MemberRequest, invitation: str) -> HttpResponse:
    """Have an invitation count no more."""
    return withdraw_at(request, _own(request), invitation)


@require_POST
def give_role(request: MemberRequest, person: str) -> HttpResponse:
    """Give somebody another role."""
    return give_role_at(request, _own(request), person)


@require_POST
def take_out(request: MemberRequest, person: str) -> HttpResponse:
    """Take somebody out, or leave."""
    return take_out_at(request, _own(request), person)


def rename_at(request: MemberRequest, place: Place) -> HttpResponse:
    """Call the organisation of a page otherwise."""
    name = request.POST.get("name", "")
    return _told(
        request,
        place,
        lambda: rename_organisation(request.actor, place.organisation, name=name),
        done=_("The organisation has its new name."),
        wrong=lambda refusal: Refused(NAME, refusal, name=name),
    )


def invite_at(request: MemberRequest, place: Place) -> HttpResponse:
    """Ask an address into the organisation of a page."""
    email, role = request.POST.get("email", ""), request.POST.get("role", "")
    return _told(
        request,
        place,
        lambda: invite_member(request.actor, place.organisation, email=email, role=role),
        done=_("A mail with a link is on its way to {address}.").format(address=email.strip()),
        wrong=lambda refusal: Refused(FORM, refusal, email, role),
    )


def send_again_at(request: MemberRequest, place: Place, invitation: str) -> HttpResponse:
    """Send an invitation of the organisation of a page once more."""
    asked = get_open_invitation(request.actor, place.organisation, invitation)
    return _told(
        request,
        place,
        lambda: invite_member(request.actor, place.organisation, email=asked.email, role=asked.role),
        done=_("A mail with a new link is on its way to {address}. The earlier link does not work any more.").format(
            address=asked.email
        ),
        wrong=lambda refusal: Refused(invitation, refusal),
    )


def withdraw_at(request: MemberRequest, place: Place, invitation: str) -> HttpResponse:
    """Have an invitation into the organisation of a page count no more."""
    asked = get_open_invitation(request.actor, place.organisation, invitation)
    return _told(
        request,
        place,
        lambda: withdraw_invitation(request.actor, asked),
        done=_("The invitation of {address} is withdrawn.").format(address=asked.email),
        wrong=lambda refusal: Refused(invitation, refusal),
    )


def give_role_at(request: MemberRequest, place: Place, person: str) -> HttpResponse:
    """Give somebody another role in the organisation of a page."""
    member = get_member_by_id(request.actor, place.organisation, person)
    role = request.POST.get("role", "")
    return _told(
        request,
        place,
        lambda: change_role(request.actor, member, role=role),
        done=_("{name} is {role} now.").format(name=member.user.name, role=said(role) if role in ROLE_WORDS else role),
        wrong=lambda refusal: Refused(person, refusal),
    )


def take_out_at(request: MemberRequest, place: Place, person: str) -> HttpResponse:
    """Take somebody out of the organisation of a page, or leave it oneself."""
    member = get_member_by_id(request.actor, place.organisation, person)
    leaves = member.user_id == request.actor.id
    done = _("{name} does not belong any more to {organisation}.").format(
        name=member.user.name, organisation=place.organisation.name
    )
    return _told(
        request,
        place,
        lambda: end_membership(request.actor, member),
        done="" if leaves else done,
        wrong=lambda refusal: Refused(person, refusal),
        then="/" if leaves else place.page,
    )


def _own(request: MemberRequest) -> Place:
    return Place(request.organisation, reverse("people"), reverse("people").rpartition("/")[0])


def _told(
    request: MemberRequest,
    place: Place,
    act: Callable[[], object],
    *,
    done: str,
    wrong: Callable[[GuildworksError], Refused],
    then: str = "",
) -> HttpResponse:
    """Do it, and say so on the page; or the page with what was refused where it was asked for."""
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except GuildworksError as refusal:
        return shown_at(request, place, wrong(refusal))
    if done:  # whoever has left sees it by where they are then
        messages.success(request, done)
    return redirect(then or place.page)


def shown_at(request: MemberRequest, place: Place, wrong: Refused | None = None) -> HttpResponse:
    """The page of an organisation's people, with what was refused where it was asked for."""
    actor, organisation, page = request.actor, place.organisation, page_asked(request)
    members, total = members_of(actor, organisation, page=page)
    roles = [(role, said(role)) for role in ROLES[organisation.kind]]
    shown = {
        "organisation": organisation,
        "below": place.below,
        "members": members,
        "total": total,
        "pages": pages_of(total, page),
        "invitations": invitations_of(actor, organisation),
        "may_change": may_change_members(actor, organisation) is None,
        "roles": roles,
        "wrong": wrong,
        "form": _form(wrong, last_role=roles[-1][0]),
        "naming": _naming(wrong, organisation),
        "invitation_days": limit("invitation_days"),
        "closed": may_sign_up_invited() is not None,
        **place.more(),
    }
    return render(request, place.template, shown, status=wrong.refusal.http_status if wrong else 200)


def _form(wrong: Refused | None, *, last_role: str) -> dict[str, object]:
    """The form that asks somebody in: as it was sent, and what is wrong with it; or empty, with the least role."""
    if wrong is None or wrong.at != FORM:
        return {"email": "", "role": last_role, "wrong": {}}
    return {"email": wrong.email, "role": wrong.role, "wrong": wrong.by_field}


def _naming(wrong: Refused | None, organisation: Organisation) -> dict[str, str]:
    """The form that renames the organisation: as it was sent, and what is wrong with it; or its name as it is."""
    if wrong is None or wrong.at != NAME:
        return {"name": organisation.name, "wrong": ""}
    return {"name": wrong.name, "wrong": f"{_(wrong.refusal.message)} {_(wrong.refusal.hint)}"}
