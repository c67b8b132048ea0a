"""Questions about webhooks: of whoever looks after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from guildworks.accounts.models import Organisation
from guildworks.conversations.webhooks.models import Webhook, WebhookAttempt, WebhookDelivery
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import parsed
from guildworks.platform.paging import page_of


@dataclass(frozen=True, slots=True)
class Counted:
    """How many deliveries of a webhook wait, were delivered and were given up, of those that are kept."""

    waiting: int
    delivered: int
    dead: int


def webhooks_visible_to(asker: Actor) -> QuerySet[Webhook]:
    """Those of the organisation that an owner acts for, and for the operator all; for others none."""
    there = Webhook.objects.filter(removed_at=None).select_related("organisation")
    if asker.kind == "operator":
        return there
    return there.filter(organisation=asker.organisation_id) if asker.role == "owner" else there.none()


def webhooks_of(asker: Actor, organisation: Organisation) -> list[Webhook]:
    """All webhooks of an organisation, the oldest first. One SQL query."""
    return list(webhooks_visible_to(asker).filter(organisation=organisation).order_by("made_at", "id"))


def find_webhooks(asker: Actor, *, page: int) -> tuple[list[Webhook], int]:
    """One page of all webhooks that the asker may see, the latest first, and how many there are."""
    return page_of(webhooks_visible_to(asker).order_by("-made_at", "-id"), page)


def get_webhook(asker: Actor, shown_id: str) -> Webhook:
    """The webhook with this shown id. Raises BadId, or NotFound in the same words for another's and for none."""
    found = webhooks_visible_to(asker).filter(id=parsed("whk", shown_id)).first()
    if found is None:
        raise NotFound(
            _("There is no webhook %(id)s, or it is not yours") % {"id": shown_id[:40]},
            hint=_("The page of your organisation's webhooks shows those that there are."),
        )
    return found


def deliveries_of(webhook: Webhook, *, page: int, state: str = "") -> tuple[list[WebhookDelivery], int]:
    """One page of what a webhook was sent, or is to be, the latest first, each with its event; and how many there are.

    `state` is `waiting`, `delivered`, `dead`, or nothing for all.
    """
    there = WebhookDelivery.objects.filter(webhook=webhook).select_related("event")
    if state in ("delivered", "dead"):
        there = there.filter(**{f"{state}_at__isnull": False})
    elif state == "waiting":
        there = there.filter(due_at__isnull=False)
    return page_of(there.order_by("-made_at", "-id"), page)


def get_delivery(asker: Actor, shown_id: str) -> WebhookDelivery:
    """The delivery with this shown id, with its webhook and event. Raises BadId or NotFound."""
    there = WebhookDelivery.objects.filter(webhook__in=webhooks_visible_to(asker))
    whole = there.select_related("webhook__organisation", "event")
    found = whole.filter(id=parsed("msg", shown_id)).first()
    if found is None:
        raise NotFound(
            _("There is no delivery %(id)s, or it is not yours") % {"id": shown_id[:40]},
            hint=_("What is old enough is deleted. The page of the webhook shows those that are kept."),
        )
    return found


def attempts_at(delivery: WebhookDelivery) -> list[WebhookAttempt]:
    """The attempts to deliver, the latest first; those before a replay too."""
    return list(delivery.tries.order_by("-at", "-id"))


def counted(webhook: Webhook) -> Counted:
    """How its deliveries stand. One SQL query."""
    counts = WebhookDelivery.objects.filter(webhook=webhook).aggregate(
        waiting=Count("id", filter=Q(due_at__isnull=False)),
        delivered=Count("id", filter=Q(delivered_at__isnull=False)),
        dead=Count("id", filter=Q(dead_at__isnull=False)),
    )
    return Counted(**counts)


def tests_since(webhook: Webhook, since: datetime) -> int:
    """How often it was tested since then."""
    return WebhookDelivery.objects.filter(webhook=webhook, event=None, made_at__gt=since).count()
