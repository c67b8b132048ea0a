"""What is kept of a person by those who sign people in: their share of the archive that is for themself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.translation import gettext_noop

from guildworks.accounts.models import ApiKey, Consent, Invitation, Membership, User
from guildworks.platform.actor import Ref
from guildworks.platform.exporting import Row, Share
from guildworks.platform.models import Event, EventDetail, Mail

CHUNK = 1_000  # rows that are read at once


def belongs_to(person: UUID) -> set[UUID]:
    """The organisations that somebody belongs to now: what they wrote for these they may read."""
    return set(Membership.objects.filter(user=person).values_list("organisation_id", flat=True))


def done_by(person: UUID, name: str) -> Iterator[UUID]:
    """The subjects of the events of this name that somebody has caused, the newest first."""
    caused = Event.objects.filter(actor_id=person, name=name).order_by("-id")
    yield from caused.values_list("subject_id", flat=True).iterator(chunk_size=CHUNK)


def said(at: datetime | None) -> str | None:
    """A time as the files say it."""
    return at.isoformat() if at else None


def _account(subject: Ref) -> Iterator[Row]:
    for user in User.objects.filter(id=subject.id):
        yield {
            "id": user.shown_id,
            "name": user.name,
            "email": user.email,
            "created_at": said(user.created_at),
            "last_login": said(user.last_login),
            "language": user.language,
            "has_password": user.has_usable_password(),
        }


def _addresses(subject: Ref) -> Iterator[Row]:
    for kept in EmailAddress.objects.filter(user=subject.id).order_by("-primary", "email"):
        yield {"email": kept.email, "verified": kept.verified, "primary": kept.primary}


def _memberships(subject: Ref) -> Iterator[Row]:
    theirs = Membership.objects.filter(user=subject.id).select_related("organisation").order_by("-joined_at", "-id")
    for kept in theirs:
        organisation = kept.organisation
        yield {
            "organisation": organisation.shown_id,
            "name": organisation.name,
            "role": kept.role,
            "joined_at": said(kept.joined_at),
        }


def _sessions(subject: Ref) -> Iterator[Row]:
    for kept in UserSession.objects.filter(user=subject.id).order_by("-created_at"):
        yield {
            "since": said(kept.created_at),
            "last_seen_at": said(kept.last_seen_at),
            "address": kept.ip,
            "browser": kept.user_agent,
        }


def _second_factors(subject: Ref) -> Iterator[Row]:
    for kept in Authenticator.objects.filter(user=subject.id).order_by("-created_at"):
        yield {
            "kind": kept.type,
            "name": kept.data.get("name", "") if kept.type == Authenticator.Type.WEBAUTHN else "",
            "created_at": said(kept.created_at),
            "last_used_at": said(kept.last_used_at),
        }


def _providers(subject: Ref) -> Iterator[Row]:
    for kept in SocialAccount.objects.filter(user=subject.id).order_by("-date_joined", "-id"):
        yield {
            "provider": kept.provider,
            "their_id": kept.uid,
            "since": said(kept.date_joined),
            "last_used_at": said(kept.last_login),
        }


def _consents(subject: Ref) -> Iterator[Row]:
    for kept in Consent.objects.filter(user=subject.id).order_by("-at", "-id"):
        yield {"purpose": kept.purpose, "wording": kept.wording, "said": kept.said, "at": said(kept.at)}


def _api_keys(subject: Ref) -> Iterator[Row]:
    theirs = ApiKey.objects.filter(Q(membership__user=subject.id) | Q(account__user=subject.id))
    for kept in theirs.select_related("revocation").order_by("-made_at", "-id"):
        yield {
            "id": kept.shown_id,
            "name": kept.name,
            "begins": kept.beginning,
            "scopes": kept.scopes,
            "made_at": said(kept.made_at),
            "expires_at": said(kept.expires_at),
            "last_used_at": said(kept.last_used_at),
            "revoked_at": said(kept.revocation.revoked_at) if hasattr(kept, "revocation") else None,
        }


def _invitations(subject: Ref) -> Iterator[Row]:
    theirs = Q(invited_by=subject.id) | _to(subject, "email")
    for kept in Invitation.objects.filter(theirs).select_related("organisation").order_by("-invited_at", "-id"):
        yield {
            "id": kept.shown_id,
            "sent_by_you": kept.invited_by_id == subject.id,
            "organisation": kept.organisation.name,
            "role": kept.role,
            "invited_at": said(kept.invited_at),
            "expires_at": said(kept.expires_at),
            "ended_as": kept.ended_as,
        }


def _mails(subject: Ref) -> Iterator[Row]:
    to_them = Mail.objects.filter(_to(subject, "recipient"), erased_at=None).order_by("-created_at", "-id")
    for kept in to_them.iterator(chunk_size=CHUNK):
        yield {
            "to": kept.recipient,
            "subject": kept.subject,
            "text": kept.text,
            "written_at": said(kept.created_at),
            "became": kept.state,
        }


def events_of(subject: Ref) -> Iterator[Row]:
    theirs = Q(actor_id=subject.id) | Q(subject_kind=subject.kind, subject_id=subject.id)
    details = dict(
        EventDetail.objects.filter(event__subject_kind=subject.kind, event__subject_id=subject.id).values_list(
            "event_id", "content"
        )
    )
    for kept in Event.objects.filter(theirs).order_by("-id").iterator(chunk_size=CHUNK):
        yield {
            "name": kept.name,
            "at": said(kept.at),
            "by_you": kept.actor_id == subject.id,
            "subject": {"kind": kept.subject_kind, "id": str(kept.subject_id)},
            "facts": kept.facts,
            "detail": details.get(kept.id),
        }


def _to(subject: Ref, field: str) -> Q:
    """What was sent to an address that they have proved."""
    proved = EmailAddress.objects.filter(user=subject.id, verified=True).values_list("email", flat=True)
    return reduce(or_, (Q(**{f"{field}__iexact": address}) for address in proved), Q(pk__in=[]))


SHARES = (
    Share("account", gettext_noop("Who you are here."), _account),
    Share("addresses", gettext_noop("Your e-mail addresses."), _addresses, page="account_email"),
    Share("memberships", gettext_noop("The organisations to which you belong, and as what."), _memberships),
    Share("sessions", gettext_noop("Where you are signed in."), _sessions, page="usersessions_list", kept="sessions"),
    Share(
        "second_factors",
        gettext_noop("Your passkeys and other second factors, without their secrets."),
        _second_factors,
        page="mfa_index",
    ),
    Share("single_sign_on", gettext_noop("Which providers sign you in, and who you are for them."), _providers),
    Share("consents", gettext_noop("What you have agreed to, and taken back."), _consents, stays=True),
    Share("api_keys", gettext_noop("The API keys that act as you, without the keys themselves."), _api_keys),
    Share(
        "invitations",
        gettext_noop("Invitations by you, without addresses, and to you."),
        _invitations,
    ),
    Share(
        "mails", gettext_noop("Mails to your addresses that are still kept, with their words."), _mails, kept="mails"
    ),
    Share(
        "events",
        gettext_noop("What you have done, and what was done with your account; ids name the things."),
        events_of,
        stays=True,
    ),
)
