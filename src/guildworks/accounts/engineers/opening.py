"""An engineer's coming, within the action by which somebody accepts an invitation."""

from __future__ import annotations

from uuid import UUID

from guildworks.accounts.events import ENGINEER_ACCOUNT_OPENED
from guildworks.accounts.models import EngineerAccount, User
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor, Ref, chain_of
from guildworks.platform.errors import GuildworksError
from guildworks.platform.refusals import refusals


class EngineerHasAccount(GuildworksError):
    """Somebody looks after this engineer's profile already."""

    code = "engineer_account_once_for_each_profile"
    hint = "They sign in as everybody does. If that is not you, write to the operator of this site."


class EngineerAlready(GuildworksError):
    """Your account looks after another engineer's profile already."""

    code = "engineer_already"
    hint = "An account has one profile. Ask the operator of this site which of the two is yours."


def open_engineer_account(actor: Actor, user: User, engineer_id: UUID) -> EngineerAccount:
    """Let a person look after a profile. Raises EngineerHasAccount or EngineerAlready."""
    engineer = Ref("engineer", engineer_id)
    with refusals(
        engineer_account_once_for_each_profile=EngineerHasAccount, accounts_engineeraccount_pkey=EngineerAlready
    ):
        account = EngineerAccount.objects.create(user=user, engineer_id=engineer_id, since=clock.now())
    events.record(ENGINEER_ACCOUNT_OPENED, engineer, actor, chain=chain_of(engineer), person=user.id)
    return account
