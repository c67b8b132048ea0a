"""The page of an organisation's people: who belongs to it as what, who is asked in, and changing both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.actions import UnknownRole, change_role, end_membership, invite_member, withdraw_invitation
from guildworks.accounts.models import ROLE_WORDS, ROLES, said
from guildworks.accounts.policies import may_change_members, may_sign_up_invited
from guildworks.accounts.queries import get_member_by_id, get_open_invitation, invitations_of, members_of
from guildworks.accounts.signed_in import MemberRequest
from guildworks.platform.errors import GuildworksError, NotAllowed, NotFound
from guildworks.platform.limits import limit
from guildworks.web.paging import page_asked, pages_of

FORM = "invite"


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused, at which place of the page: the id of a person or an invitation, or the form."""

    at: str
    refusal: GuildworksError
    email: str = ""
    role: str = ""

    @property
    def by_field(self) -> dict[str, str]:
        """What is wrong with the form, by the field that it is about."""
        field = "role" if isinstance(self.refusal, UnknownRole) else "email"
        return {field: f"{_(self.refusal.message)} {_(self.refusal.hint)}"}


@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Who belongs to the organisation; whoever looks after it has the buttons too."""
    return _page(request)


@require_POST
def invite(request: MemberRequest) -> HttpResponse:
    """Ask an address in."""
    email, role = request.POST.get("email", ""), request.POST.get("role", "")
    return _told(
        request,
        lambda: invite_member(request.actor, request.organisation, email=email, role=role),
        done=_("A mail with a link is on its way to {address}.").format(address=email.strip()),
        at=FORM,
        email=email,
        role=role,
    )


@require_POST
def send_again(request: MemberRequest, invitation: str) -> HttpResponse:
    """Send an invitation once more, by a new link: what was in the first mail, nobody has any more."""
    asked = get_open_invitation(request.actor, request.organisation, invitation)
    return _told(
        request,
        lambda: invite_member(request.actor, request.organisation, email=asked.email, role=asked.role),
        done=_("A mail with a new link is on its way to {address}. The earlier link does not work any more.").format(
            address=asked.email
        ),
        at=invitation,
    )


@require_POST
def withdraw(request: MemberRequest, invitation: str) -> HttpResponse:
    """Have an invitation count no more."""
    asked = get_open_invitation(request.actor, request.organisation, invitation)
    return _told(
        request,
        lambda: withdraw_invitation(request.actor, asked),
        done=_("The invitation of {address} is withdrawn.").format(address=asked.email),
        at=invitation,
    )


@require_POST
def give_role(request: MemberRequest, person: str) -> HttpResponse:
    """Give somebody another role."""
    member = get_member_by_id(request.actor, request.organisation, person)
    role = request.POST.get("role", "")
    return _told(
        request,
        lambda: change_role(request.actor, member, role=role),
        done=_("{name} is {role} now.").format(name=member.user.name, role=said(role) if role in ROLE_WORDS else role),
        at=person,
    )


@require_POST
def take_out(request: MemberRequest, person: str) -> HttpResponse:
    """Take somebody out, or leave."""
    member = get_member_by_id(request.actor, request.organisation, person)
    if member.user_id == request.actor.id:
        return _told(request, lambda: end_membership(request.actor, member), at=person, then="/")
    return _told(
        request,
        lambda: end_membership(request.actor, member),
        done=_("{name} does not belong any more to {organisation}.").format(
            name=member.user.name, organisation=request.organisation.name
        ),
        at=person,
    )


def _told(
    request: MemberRequest,
    act: Callable[[], object],
    *,
    at: str,
    done: str = "",
    email: str = "",
    role: str = "",
    then: str = "people",
) -> HttpResponse:
    """Do it, and say so on the page; or the page with what was refused where it was asked for."""
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except GuildworksError as refusal:
        return _page(request, Refused(at, refusal, email, role))
    if done:  # whoever has left sees it by where they are then
        messages.success(request, done)
    return redirect(then)


def _page(request: MemberRequest, wrong: Refused | None = None) -> HttpResponse:
    actor, organisation, page = request.actor, request.organisation, page_asked(request)
    members, total = members_of(actor, organisation, page=page)
    roles = [(role, said(role)) for role in ROLES[organisation.kind]]
    shown = {
        "organisation": organisation,
        "members": members,
        "total": total,
        "pages": pages_of(total, page),
        "invitations": invitations_of(actor, organisation),
        "may_change": may_change_members(actor, organisation) is None,
        "roles": roles,
        "wrong": wrong,
        "form": _form(wrong, last_role=roles[-1][0]),
        "invitation_days": limit("invitation_days"),
        "closed": may_sign_up_invited() is not None,
    }
    return render(request, "accounts/people.html", shown, status=wrong.refusal.http_status if wrong else 200)


def _form(wrong: Refused | None, *, last_role: str) -> dict[str, object]:
    """The form that asks somebody in: as it was sent, and what is wrong with it; or empty, with the least role."""
    if wrong is None or wrong.at != FORM:
        return {"email": "", "role": last_role, "wrong": {}}
    return {"email": wrong.email, "role": wrong.role, "wrong": wrong.by_field}
