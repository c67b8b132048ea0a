"""Who can be signed in as in a demo: a client with everybody that it has, the operator's two, and some engineers."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import Count
from django.utils.text import slugify

from guildworks.accounts.actions import add_member, create_organisation, sign_up_invited
from guildworks.accounts.engineers.actions import invite_engineer
from guildworks.accounts.models import EngineerAccount, Organisation
from guildworks.accounts.queries import operator_organisation
from guildworks.platform.actor import Actor
from guildworks.project.demo.story import tell_story
from guildworks.talent.models import Engineer

ENGINEERS = 3  # who can be tried, of all that a demo has
CLIENT = "Aldermoor Insurance"
OF_THE_CLIENT = {
    "Ines Brandt": "owner",
    "Henrik Dahl": "hiring_manager",
    "Priya Nair": "finance",
    "Oskar Lindqvist": "viewer",
}
OF_THE_OPERATOR = {"Amara Okafor": "admin", "Marta Oliveira": "reviewer"}


@transaction.atomic
def add_engineers(actor: Actor) -> None:
    """Let some engineers of a demo that has no such accounts yet look after their own profiles, all or none.

    Whoever is held, whoever nearly stood on a list, and of the others those of whom most was seen.
    """
    if EngineerAccount.objects.exists():
        return
    told = tell_story()
    others = Engineer.objects.filter(is_demo=True, erased_at=None).exclude(id__in=[one.id for one in told])
    seen = others.annotate(seen=Count("evidence")).order_by("-seen", "id")
    for engineer in [*told, *seen[: ENGINEERS - len(told)]]:
        name = engineer.public_name
        address = f"{slugify(name).replace('-', '.')}@example.org"
        invited = invite_engineer(actor, engineer.ref, email=engineer.email or address)
        sign_up_invited(invited.invitation, name=name, password=secrets.token_urlsafe(24))


@transaction.atomic
def add_members(actor: Actor) -> None:
    """Add them to a demo that has no client yet, all or none."""
    if Organisation.objects.filter(kind="client").exists():
        return
    client = create_organisation(actor, name=CLIENT)
    for organisation, people in ((client, OF_THE_CLIENT), (operator_organisation(), OF_THE_OPERATOR)):
        for name, role in people.items():
            address = f"{name.lower().replace(' ', '.')}@example.org"
            add_member(actor, organisation, email=address, name=name, role=role)
