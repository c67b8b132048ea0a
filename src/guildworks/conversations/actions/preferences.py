"""How somebody wants to be told of what happens."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from guildworks.conversations import policies
from guildworks.conversations.models import NotificationPreference
from guildworks.conversations.wishes import Wish, require_possible
from guildworks.platform.actor import Actor
from guildworks.platform.policies import require


@transaction.atomic
def choose_notifications(actor: Actor, wishes: Mapping[str, Wish]) -> None:
    """How somebody wants each of these kinds from now on, where they act now: all or none.

    No event: it is nobody else's business. Raises NotAllowed or BadPreference.
    """
    require(policies.may_have_notifications(actor))
    assert actor.organisation_id is not None  # they belong to it
    for name, wish in wishes.items():
        require_possible(name, wish)
    chosen = [
        NotificationPreference(
            user_id=actor.id,
            organisation_id=actor.organisation_id,
            kind=name,
            on_page=wish.on_page,
            mailing=wish.mailing,
        )
        for name, wish in wishes.items()
    ]
    NotificationPreference.objects.bulk_create(
        chosen,
        update_conflicts=True,
        unique_fields=["user", "organisation", "kind"],
        update_fields=["on_page", "mailing"],
    )
