"""What goes with a person who is erased, within the action that erases them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial, reduce
from operator import or_

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from guildworks.accounts.events import INVITATION_WITHDRAWN, MEMBER_LEFT, PERSON_ERASED
from guildworks.accounts.invitations import end
from guildworks.accounts.models import SAYING_NOTHING, Invitation, Membership, User
from guildworks.platform import clock, events
from guildworks.platform.actor import OPERATOR_CHAIN, Actor
from guildworks.platform.erasure import erase_shares
from guildworks.platform.errors import GuildworksError
from guildworks.platform.mail.erasing import erase_mails_of
from guildworks.platform.refusals import refusals


class LastOwner(GuildworksError):
    """An organisation keeps an owner, and this is the last one."""

    code = "organisation_keeps_an_owner"
    hint = "Make somebody else an owner first."


class LastAdmin(GuildworksError):
    """The operator keeps an admin, and this is the last one."""

    code = "operator_keeps_an_admin"
    hint = "Make somebody else an admin first."
    at_terminal = "`guildworks organisations add` on the machine does it too."


def erase_account(actor: Actor, user: User) -> None:
    """Erase all that is kept of a person whose row is locked, in every domain. Raises LastOwner or LastAdmin."""
    addresses = addresses_of(user)
    # First, since what follows is refused for anybody who is not erased, or looks whether they are.
    User.objects.filter(id=user.id).update(erased_at=clock.now(), **SAYING_NOTHING)
    leave_everywhere(actor, user)
    end_invitations(actor, user, addresses)
    forget_ways_in(user)
    erase_mails_of(actor, addresses)
    erase_shares(actor, user.ref)
    events.erase_details(user.ref)
    events.record(PERSON_ERASED, user.ref, actor, chain=OPERATOR_CHAIN)


def addresses_of(user: User) -> list[str]:
    """All addresses of a person, also those that they have never proved."""
    added = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return list(dict.fromkeys([user.email.lower(), *(address.lower() for address in added)]))


def leave_everywhere(actor: Actor, user: User) -> None:
    """End all memberships, in one order. Raises LastOwner or LastAdmin, which name the organisation."""
    theirs = Membership.objects.filter(user=user).select_related("organisation").order_by("organisation_id")
    for membership in theirs:
        facts = {"organisation": membership.organisation.name, "name": user.name}
        with refusals(
            organisation_keeps_an_owner=partial(_last_owner, facts), operator_keeps_an_admin=partial(_last_admin, facts)
        ):
            Membership.objects.filter(id=membership.id).delete()
        events.record(MEMBER_LEFT, user.ref, actor, chain=membership.organisation.chain, role=membership.role)


def end_invitations(actor: Actor, user: User, addresses: Iterable[str]) -> None:
    """Withdraw what waits of those that they have sent, and of those to their addresses, which these then forget."""
    to_them = Invitation.objects.filter(reduce(or_, (Q(email__iexact=address) for address in addresses)))
    withdraw_all(actor, Invitation.objects.filter(invited_by=user) | to_them)
    to_them.update(email="")


def withdraw_all(actor: Actor, invitations: QuerySet[Invitation]) -> None:
    """Withdraw those of these invitations that wait for an answer, in one order."""
    for invitation in invitations.filter(ended_at=None).select_related("organisation").order_by("id"):
        if end([invitation], "withdrawn"):
            chain = invitation.organisation.chain
            events.record(INVITATION_WITHDRAWN, invitation.ref, actor, chain=chain, role=invitation.role)


def forget_ways_in(user: User) -> None:
    """Delete sessions, addresses, and whatever signs them in: the next click of any of their browsers is nobody's."""
    for kept in (Authenticator, SocialAccount, EmailAddress):
        kept.objects.filter(user=user).delete()
    end_sessions(user)


def end_sessions(user: User) -> None:
    """Sign all their browsers out."""
    sessions = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()


def _last_owner(facts: Mapping[str, str]) -> LastOwner:
    return LastOwner(
        _("%(organisation)s keeps an owner, and %(name)s is the last one") % facts,
        hint=_(
            "Make somebody else an owner on the page of its people; where nobody else belongs to it, ask the "
            "operator of this site to put somebody in your place."
        ),
    )


def _last_admin(facts: Mapping[str, str]) -> LastAdmin:
    return LastAdmin(_("%(organisation)s keeps an admin, and %(name)s is the last one") % facts)
