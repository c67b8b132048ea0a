"""Questions about people and organisations."""

from __future__ import annotations

from guildworks.accounts.models import Organisation
from guildworks.platform.actor import Actor


def operator_organisation() -> Organisation:
    """The operator of this installation; a migration has made it."""
    return Organisation.objects.get(kind="operator")


def acting_for(operator: Organisation) -> Actor:
    """Whoever works on the local installation, as its operator."""
    return Actor("operator", operator.id, operator.id)


def local_operator() -> Actor:
    """Whom the command line acts as: the operator of the local installation."""
    return acting_for(operator_organisation())
