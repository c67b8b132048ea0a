"""Who can be signed in as in a demo: a client with everybody that it has, and the operator's two."""

from __future__ import annotations

from django.db import transaction

from guildworks.accounts.actions import add_member, create_organisation
from guildworks.accounts.models import Organisation
from guildworks.accounts.queries import operator_organisation
from guildworks.platform.actor import Actor

CLIENT = "Aldermoor Insurance"
OF_THE_CLIENT = {
    "Ines Brandt": "owner",
    "Henrik Dahl": "hiring_manager",
    "Priya Nair": "finance",
    "Oskar Lindqvist": "viewer",
}
OF_THE_OPERATOR = {"Amara Okafor": "admin", "Marta Oliveira": "reviewer"}


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
