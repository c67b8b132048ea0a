"""Correcting what somebody is called, and what an organisation is."""

from __future__ import annotations

from django.db import transaction

from guildworks.accounts import policies
from guildworks.accounts.events import ORGANISATION_RENAMED, PERSON_RENAMED
from guildworks.accounts.models import Organisation, User
from guildworks.accounts.typed import readable_name
from guildworks.platform import events
from guildworks.platform.actor import OPERATOR_CHAIN, Actor
from guildworks.platform.policies import require


@transaction.atomic
def rename_person(actor: Actor, user: User, *, name: str) -> str:
    """Call somebody so from now on, on all pages and in all mails: the name as it is kept.

    What an engineer is called on lists stands in their profile, and stays. Raises NotAllowed or BadName.
    """
    require(policies.may_rename_person(actor, user))
    called = readable_name(name)
    if User.objects.filter(id=user.id, erased_at=None).exclude(name=called).update(name=called):
        events.record(PERSON_RENAMED, user.ref, actor, chain=OPERATOR_CHAIN)
    return called


@transaction.atomic
def rename_organisation(actor: Actor, organisation: Organisation, *, name: str) -> str:
    """Call an organisation so from now on: the name as it is kept. Raises NotAllowed or BadName."""
    require(policies.may_rename_organisation(actor, organisation))
    called = readable_name(name)
    if Organisation.objects.filter(id=organisation.id).exclude(name=called).update(name=called):
        events.record(ORGANISATION_RENAMED, organisation.ref, actor, chain=organisation.chain)
    return called
