"""What is sent of an event: ids, numbers, days and words of closed lists, as far as the organisation may read.

Made anew for each attempt, so that nothing of it is kept; of the erased it holds the id alone.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from guildworks.conversations.webhooks.models import WebhookDelivery
from guildworks.conversations.webhooks.offered import OFFERED, TEST
from guildworks.platform.models import Event
from guildworks.platform.outer_ids import outer_id

ENGINEER = "engineer:"  # with which the chains of engineers begin


def body_of(delivery: WebhookDelivery) -> bytes:
    """The body in JSON, the same at each attempt."""
    return json.dumps(payload_of(delivery), ensure_ascii=False, separators=(",", ":")).encode()


def payload_of(delivery: WebhookDelivery) -> dict[str, Any]:
    """The body: type, timestamp and data, as the specification has them."""
    event = delivery.event
    if event is None:
        webhook = delivery.webhook
        data = {"webhook": webhook.shown_id, "organisation": webhook.organisation.shown_id}
        return {"type": TEST, "timestamp": _moment(delivery.made_at), "data": data}
    return {"type": event.name, "timestamp": _moment(event.at), "data": _data(event, delivery.webhook.organisation_id)}


def _data(event: Event, organisation: UUID) -> dict[str, Any]:
    return {
        "version": event.version,
        "organisation": outer_id("organisation", organisation),
        "subject": {"kind": event.subject_kind, "id": outer_id(event.subject_kind, event.subject_id)},
        "actor": _actor(event, organisation),
        **_engineer(event),
        **_facts(event),
    }


def _actor(event: Event, organisation: UUID) -> dict[str, str]:
    """Who did it: by id where they are of the house, or an engineer; of others no more than what they are.

    The operator at a terminal is no person, and acts under the id of their organisation.
    """
    is_of_house = event.organisation_id in (None, organisation)
    is_nobody = event.actor_kind == "program" or event.actor_id == event.organisation_id
    if is_nobody or not is_of_house:
        return {"kind": event.actor_kind}
    kind = "engineer" if event.actor_kind == "engineer" else "user"
    return {"kind": event.actor_kind, "id": outer_id(kind, event.actor_id)}


def _engineer(event: Event) -> dict[str, str]:
    """Whose hours it is about: what happens to a hold lies on its engineer's chain."""
    if not event.chain.startswith(ENGINEER):
        return {}
    return {"engineer": outer_id("engineer", UUID(event.chain.removeprefix(ENGINEER)))}


def _facts(event: Event) -> dict[str, Any]:
    offered = OFFERED[event.name]
    kinds = {name: kind or event.facts[f"{name}_kind"] for name, kind in offered.ids.items()}
    ids = {name: outer_id(kind, UUID(event.facts[name])) for name, kind in kinds.items()}
    plain = {name: value for name, value in event.facts.items() if offered.event.facts.get(name) is not UUID}
    return {**plain, **ids}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
