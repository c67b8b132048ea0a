"""Taking back what one has agreed to."""

from __future__ import annotations

from django.db import transaction

from guildworks.accounts import policies
from guildworks.accounts.consents.keeping import keep_withdrawn
from guildworks.accounts.consents.purposes import get_purpose
from guildworks.accounts.events import CONSENT_WITHDRAWN
from guildworks.accounts.models import User
from guildworks.platform import events
from guildworks.platform.actor import OPERATOR_CHAIN, Actor
from guildworks.platform.policies import require


@transaction.atomic
def withdraw_consent(actor: Actor, user: User, purpose: str) -> None:
    """Somebody does not agree any more, and what they had agreed to ends; who never did is left as they are.

    Raises NotAllowed or UnknownPurpose.
    """
    require(policies.may_withdraw_consent(actor, user))
    found = get_purpose(purpose)
    if keep_withdrawn(user, purpose):
        found.undo(user)
        events.record(CONSENT_WITHDRAWN, user.ref, actor, chain=OPERATOR_CHAIN)
