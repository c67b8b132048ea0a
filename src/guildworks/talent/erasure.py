"""The share of talent in erasing a person: who deletes their account is no engineer here any more either."""

from __future__ import annotations

from guildworks.accounts.models import EngineerAccount
from guildworks.platform.actor import Actor, Ref
from guildworks.talent.actions import erase_engineer
from guildworks.talent.models import Engineer


def erase_engineer_of(actor: Actor, subject: Ref) -> None:
    """Erase the engineer that a person is, if they are one. Raises what `erase_engineer` does, as EngineerIsBooked.

    In the transaction of the action that erases the person, as whom they act or the operator.
    """
    account = EngineerAccount.objects.filter(user=subject.id).first()
    if account is None:
        return
    engineer = Engineer.objects.get(id=account.engineer_id)
    erase_engineer(actor if actor.kind == "operator" else Actor("engineer", engineer.id), engineer)
