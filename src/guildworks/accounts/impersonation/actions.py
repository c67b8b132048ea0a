"""Beginning and ending it. The reason is what is personal about the event, and goes when the person is erased."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from guildworks.accounts import policies
from guildworks.accounts.events import IMPERSONATION_BEGUN, IMPERSONATION_ENDED
from guildworks.accounts.languages.speaking import speaking_to
from guildworks.accounts.models import Membership, User
from guildworks.platform import clock, events
from guildworks.platform.actor import OPERATOR_CHAIN, Actor
from guildworks.platform.errors import BadInput
from guildworks.platform.policies import require

MINUTES = 30
REASON_LEAST, REASON_MOST = 5, 300  # characters


class BadReason(BadInput):
    """A reason has 5 to 300 visible characters."""

    code = "bad_impersonation_reason"
    hint = "The person reads it: say what they asked for, or what you look for."


@transaction.atomic
def begin_impersonation(actor: Actor, person: User, *, reason: str) -> datetime:
    """Note that somebody looks as this person does from now on, and tell the person why: until when it lasts.

    Raises NotAllowed or BadReason.
    """
    require(policies.may_impersonate(actor, person))
    words = " ".join(reason.split())
    if not REASON_LEAST <= len(words) <= REASON_MOST or not words.isprintable():
        raise BadReason()
    until = clock.now() + timedelta(minutes=MINUTES)
    belongs = Membership.objects.filter(user=person).select_related("organisation").order_by("organisation_id")
    events.record(
        IMPERSONATION_BEGUN,
        person.ref,
        actor,
        chain=OPERATOR_CHAIN,
        concerns=[one.organisation.chain for one in belongs],
        detail={"reason": words},
        minutes=MINUTES,
    )
    by = User.objects.filter(id=actor.id).first()
    facts = {"by": by, "person": person, "reason": words, "until": until, "site": settings.PUBLIC_ADDRESS.origin}
    with speaking_to(person):
        subject = render_to_string("accounts/mail/impersonation_subject.txt", facts).strip()
        send_mail(subject, render_to_string("accounts/mail/impersonation.txt", facts), None, [person.email])
    return until


@transaction.atomic
def end_impersonation(actor: Actor, person: User) -> None:
    """Note that somebody does not look as this person does any more. Raises NotAllowed."""
    require(policies.may_impersonate(actor, person))
    events.record(IMPERSONATION_ENDED, person.ref, actor, chain=OPERATOR_CHAIN)
