"""The link of an invitation, its mail, and what is said of one that cannot be accepted."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.accounts.languages.speaking import speaking_to_address
from guildworks.accounts.models import ENGINEER, Invitation, Organisation, User
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import GuildworksError
from guildworks.platform.figures import figure
from guildworks.platform.limits import limit
from guildworks.platform.refusals import refusals

_MEMBERS = ~Q(role=ENGINEER)  # engineers have a bound of their own


class InvitationUnknown(GuildworksError):
    """This link leads to no invitation."""

    code = "invitation_unknown"
    http_status = 404
    hint = "Copy it whole from the mail: a mail program may have cut it."


class InvitationUsed(GuildworksError):
    """This invitation has been accepted."""

    code = "invitation_used"
    http_status = 410
    hint = "If that was you, sign in: you belong to it already."


class InvitationWithdrawn(GuildworksError):
    """This invitation was withdrawn."""

    code = "invitation_withdrawn"
    http_status = 410
    hint = "Whoever invited you can say why, and send another one."


class InvitationReplaced(GuildworksError):
    """A newer invitation has taken the place of this one."""

    code = "invitation_replaced"
    http_status = 410
    hint = "Its link is in the latest mail."


class InvitationExpired(GuildworksError):
    """The time of this invitation is over."""

    code = "invitation_expired"
    http_status = 410
    hint = "Whoever invited you can send another one."


class InvitedMeanwhile(GuildworksError):
    """Somebody else has invited this address at this very moment."""

    code = "invitation_open_once"
    hint = "It has its mail; nothing more is to be done."


class TooManyInvitations(GuildworksError):
    """The organisation has sent as many invitations as it may for now."""

    code = "too_many_invitations"
    http_status = 429


ENDED: dict[str | None, type[GuildworksError]] = {
    "accepted": InvitationUsed,
    "withdrawn": InvitationWithdrawn,
    "replaced": InvitationReplaced,
}


def new_token() -> str:
    """What stands in a link: 256 bits that nobody guesses."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """What is kept of it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True, slots=True)
class InvitedByLink:
    """An invitation, and the path of its link, which is told this once."""

    invitation: Invitation
    path: str

    @property
    def link(self) -> str:
        """The link as it is mailed."""
        return f"{settings.PUBLIC_ADDRESS.origin}{self.path}"


def end(invitations: Iterable[Invitation], ending: str) -> int:
    """How many of these waited until now, and have ended so; within an action."""
    ids = [invitation.id for invitation in invitations]
    return Invitation.objects.filter(id__in=ids, ended_at=None).update(ended_at=clock.now(), ended_as=ending)


def not_open(invitation: Invitation) -> GuildworksError | None:
    """Why it cannot be accepted, if it cannot. It names neither organisation nor address: the link is all one needs."""
    if invitation.ended_as is not None:
        return ENDED[invitation.ended_as]()
    return InvitationExpired() if invitation.is_over else None


def require_room(organisation: Organisation) -> None:
    """Mails go to people who have asked for nothing, so how many wait and how many go out in a day has a bound.

    Raises TooManyInvitations.
    """
    sent, now = Invitation.objects.filter(organisation=organisation), clock.now()
    at_once, in_a_day = limit("open_invitations"), limit("invitations_per_day")
    if sent.filter(_MEMBERS, ended_at=None, expires_at__gt=now).count() >= at_once:
        message = ngettext(
            "%(most)s invitation waits for an answer, and no more can",
            "%(most)s invitations wait for an answer, and no more can",
            at_once,
        )
        raise TooManyInvitations(message % {"most": figure(at_once)}, hint=_("Withdraw one that nobody will accept."))
    _require_few(sent.filter(_MEMBERS), in_a_day)


def require_room_for_engineers(operator: Organisation) -> None:
    """The same for engineers, who are many: how many are asked in a day has a bound. Raises TooManyInvitations."""
    _require_few(Invitation.objects.filter(organisation=operator, role=ENGINEER), limit("engineer_invitations_per_day"))


def _require_few(sent: QuerySet[Invitation], most: int) -> None:
    if sent.filter(invited_at__gt=clock.now() - timedelta(days=1)).count() < most:
        return
    hint = ngettext(
        "%(most)s can be sent in 24 hours. Go on tomorrow.", "%(most)s can be sent in 24 hours. Go on tomorrow.", most
    )
    raise TooManyInvitations(hint=hint % {"most": figure(most)})


def send_invitation(
    actor: Actor, organisation: Organisation, *, address: str, role: str, engineer_id: UUID | None = None
) -> InvitedByLink:
    """Make an invitation and put its mail into the outbox, within the action that asks somebody in.

    Raises InvitedMeanwhile.
    """
    token, now = new_token(), clock.now()
    with refusals(invitation_open_once=InvitedMeanwhile):
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=address,
            role=role,
            engineer_id=engineer_id,
            token_hash=hash_of(token),
            invited_by=User.objects.filter(id=actor.id).first(),
            invited_at=now,
            expires_at=now + timedelta(days=limit("invitation_days")),
        )
    invited = InvitedByLink(invitation, reverse("invitation", kwargs={"token": token}))
    facts = {"invitation": invitation, "organisation": organisation, "link": invited.link}
    with speaking_to_address(address):
        subject = render_to_string("accounts/mail/invitation_subject.txt", facts).strip()
        send_mail(subject, render_to_string("accounts/mail/invitation.txt", facts), None, [address])
    return invited
