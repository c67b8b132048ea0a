"""Webhooks as their pages show them."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from guildworks.accounts.models import Organisation
from guildworks.conversations.webhooks.models import WebhookDelivery
from guildworks.conversations.webhooks.offered import OFFERED, TEST, offered_to
from guildworks.conversations.webhooks.payload import payload_of

KINDS = {"waiting": "waits", "delivered": "fine", "dead": "refused"}  # of tags


@dataclass(frozen=True, slots=True)
class Choice:
    """An event that can be ticked."""

    name: str
    about: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery in a list."""

    id: str
    name: str
    about: str
    state: str
    kind: str
    attempts: int
    made_at: datetime
    due_at: datetime | None


def choices(organisation: Organisation, chosen: Collection[str]) -> list[Choice]:
    """The events that an organisation can have, those that are chosen ticked."""
    return [Choice(row.event.name, _(row.about), row.event.name in chosen) for row in offered_to(organisation.kind)]


def row_of(delivery: WebhookDelivery) -> Row:
    """A delivery as a list shows it."""
    name = delivery.event.name if delivery.event else TEST
    about = OFFERED[name].about if name in OFFERED else ""
    return Row(
        id=delivery.shown_id,
        name=name,
        about=_(about) if about else _("A test"),
        state=delivery.said_state,
        kind=KINDS[delivery.state],
        attempts=delivery.attempts,
        made_at=delivery.made_at,
        due_at=delivery.due_at,
    )


def body_shown(delivery: WebhookDelivery) -> str:
    """What is sent, in lines that can be read."""
    return json.dumps(payload_of(delivery), ensure_ascii=False, indent=2)
