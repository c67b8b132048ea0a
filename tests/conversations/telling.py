"""What the tests of notifications share: having them made, and reading what came of it."""

from __future__ import annotations

from django.db import connection

from guildworks.accounts.models import User
from guildworks.conversations.actions.notifications import notify_of_events
from guildworks.conversations.models import Notification
from guildworks.platform.actor import Actor


def tell() -> None:
    """Have everything told that was recorded, also in a transaction that a test never commits."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # events take their places on the chains
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    while notify_of_events():
        pass


def told(person: Actor | User) -> list[str]:
    """The kinds of what somebody was told, the first one first."""
    return list(Notification.objects.filter(user=person.id).order_by("made_at", "id").values_list("kind", flat=True))
