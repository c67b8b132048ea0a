"""The link of an invitation, its mail, and what is said of one that cannot be accepted."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.accounts.models import Invitation, Organisation
from guildworks.platform import clock
from guildworks.platform.errors import GuildworksError
from guildworks.platform.limits import limit


class InvitationUnknown(GuildworksError):
    """This link leads to no invitation."""

    code = "invitation_unknown"
    http_status = 404
    hint = "Take it whole from the mail: a mail program may have cut it."


class InvitationUsed(GuildworksError):
    """This invitation has been accepted."""

    code = "invitation_used"
    http_status = 410
    hint = "If that was you, sign in: you are in."


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
    if sent.filter(ended_at=None, expires_at__gt=now).count() >= at_once:
        message = ngettext(
            "%(most)s invitation waits for an answer, and no more can",
            "%(most)s invitations wait for an answer, and no more can",
            at_once,
        )
        raise TooManyInvitations(message % {"most": f"{at_once:,}"}, hint=_("Withdraw one that nobody will accept."))
    if sent.filter(invited_at__gt=now - timedelta(days=1)).count() >= in_a_day:
        hint = ngettext(
            "%(most)s can be sent in 24 hours. Go on tomorrow.",
            "%(most)s can be sent in 24 hours. Go on tomorrow.",
            in_a_day,
        )
        raise TooManyInvitations(hint=hint % {"most": f"{in_a_day:,}"})


def send_invitation(invitation: Invitation, *, link: str) -> None:
    """Put the mail into the outbox, within the transaction that invites."""
    facts = {"invitation": invitation, "organisation": invitation.organisation, "link": link}
    subject = render_to_string("accounts/mail/invitation_subject.txt", facts).strip()
    send_mail(subject, render_to_string("accounts/mail/invitation.txt", facts), None, [invitation.email])
