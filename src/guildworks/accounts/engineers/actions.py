"""Asking an engineer in, and the end of their account. The profile itself is of `talent`, which stands above."""

from __future__ import annotations

from django.db import transaction

from guildworks.accounts import policies
from guildworks.accounts.engineers.opening import EngineerHasAccount
from guildworks.accounts.erasure import erase_account, withdraw_all
from guildworks.accounts.events import ENGINEER_ACCOUNT_CLOSED, ENGINEER_INVITED
from guildworks.accounts.invitations import InvitedByLink, end, require_room_for_engineers, send_invitation
from guildworks.accounts.models import ENGINEER, EngineerAccount, Invitation, Membership, Organisation, User
from guildworks.accounts.queries import operator_organisation
from guildworks.accounts.typed import readable_address
from guildworks.platform import events
from guildworks.platform.actor import Actor, Ref, chain_of
from guildworks.platform.policies import require


@transaction.atomic
def invite_engineer(actor: Actor, engineer: Ref, *, email: str) -> InvitedByLink:
    """Send a link to an address, by which its person looks after this profile; an earlier one for either ends.

    The link is told as well, for an installation that sends no mail. Raises NotAllowed, BadEmail, EngineerHasAccount,
    TooManyInvitations or InvitedMeanwhile.
    """
    require(policies.may_invite_engineer(actor))
    operator, address = operator_organisation(), readable_address(email)
    Organisation.objects.select_for_update(no_key=True).get(id=operator.id)  # one after the other, or none counts
    if EngineerAccount.objects.filter(engineer_id=engineer.id).exists():
        raise EngineerHasAccount()
    end(Invitation.objects.filter(organisation=operator, email__iexact=address), "replaced")
    end(Invitation.objects.filter(engineer_id=engineer.id), "replaced")
    require_room_for_engineers(operator)
    invited = send_invitation(actor, operator, address=address, role=ENGINEER, engineer_id=engineer.id)
    events.record(ENGINEER_INVITED, engineer, actor, chain=chain_of(engineer), invitation=invited.invitation.id)
    return invited


@transaction.atomic
def close_engineer_account(actor: Actor, engineer: Ref) -> None:
    """End the account and the invitations of an engineer who is being erased. Raises NotAllowed.

    A person who belongs to an organisation keeps what they have there; of anybody else nothing is left to sign in for,
    and all is erased. Called before the engineer's row is locked: who accepts an invitation locks it last.
    """
    require(policies.may_close_engineer_account(actor, engineer))
    to_them = Invitation.objects.filter(engineer_id=engineer.id)
    withdraw_all(actor, to_them)
    to_them.update(email="")
    theirs = User.objects.filter(engineer_account__engineer_id=engineer.id)
    person = theirs.select_for_update(of=("self",)).first()
    if person is None:
        return
    EngineerAccount.objects.filter(user=person).delete()
    events.record(ENGINEER_ACCOUNT_CLOSED, engineer, actor, chain=chain_of(engineer), person=person.id)
    if person.erased_at is None and not Membership.objects.filter(user=person).exists():
        erase_account(actor, person)
