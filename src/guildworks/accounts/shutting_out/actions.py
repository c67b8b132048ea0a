"""Shutting out and letting in. The reason is what is personal about the event, and goes when the person is erased."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from guildworks.accounts import policies
from guildworks.accounts.erasure import end_sessions
from guildworks.accounts.events import PERSON_LET_IN, PERSON_SHUT_OUT
from guildworks.accounts.languages.speaking import speaking_to
from guildworks.accounts.models import Membership, User
from guildworks.accounts.reasons import readable_reason
from guildworks.platform import events
from guildworks.platform.actor import OPERATOR_CHAIN, Actor
from guildworks.platform.policies import require


@transaction.atomic
def shut_out(actor: Actor, person: User, *, reason: str) -> None:
    """Let somebody in no more, by no session, password, passkey, provider or API key, and tell them why.

    Who is shut out already stays so, and is told nothing again. Raises NotAllowed or BadReason.
    """
    require(policies.may_shut_out(actor, person))
    words = readable_reason(reason)
    if User.objects.filter(id=person.id, is_active=True, erased_at=None).update(is_active=False):
        end_sessions(person)
        _note(PERSON_SHUT_OUT, actor, person, detail={"reason": words})
        _tell(person, "shut_out", reason=words)


@transaction.atomic
def let_in(actor: Actor, person: User) -> None:
    """Let somebody in again as they were, API keys too, and tell them. Raises NotAllowed."""
    require(policies.may_shut_out(actor, person))
    if User.objects.filter(id=person.id, is_active=False, erased_at=None).update(is_active=True):
        _note(PERSON_LET_IN, actor, person)
        _tell(person, "let_in")


def _note(kind: events.EventKind, actor: Actor, person: User, *, detail: dict[str, str] | None = None) -> None:
    belongs = Membership.objects.filter(user=person).select_related("organisation").order_by("organisation_id")
    concerns = [one.organisation.chain for one in belongs]
    events.record(kind, person.ref, actor, chain=OPERATOR_CHAIN, concerns=concerns, detail=detail)


def _tell(person: User, what: str, *, reason: str = "") -> None:
    facts = {"reason": reason, "site": settings.PUBLIC_ADDRESS.origin}
    with speaking_to(person):
        subject = render_to_string(f"accounts/mail/{what}_subject.txt", facts).strip()
        send_mail(subject, render_to_string(f"accounts/mail/{what}.txt", facts), None, [person.email])
