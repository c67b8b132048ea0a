"""What somebody does with the webhooks of an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.accounts.models import Organisation
from guildworks.conversations.webhooks.events import (
    WEBHOOK_EVENTS_CHOSEN,
    WEBHOOK_PAUSED,
    WEBHOOK_REGISTERED,
    WEBHOOK_REMOVED,
    WEBHOOK_REPLAYED,
    WEBHOOK_RESUMED,
    WEBHOOK_SECRET_CHANGED,
    WEBHOOK_TESTED,
)
from guildworks.conversations.webhooks.models import Webhook, WebhookDelivery
from guildworks.conversations.webhooks.outbox import defer
from guildworks.conversations.webhooks.policies import may_look_after_webhooks
from guildworks.conversations.webhooks.queries import tests_since
from guildworks.conversations.webhooks.signing import kept, new_secret
from guildworks.conversations.webhooks.typed import readable_events, readable_webhook_address
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor
from guildworks.platform.errors import GuildworksError, NotFound
from guildworks.platform.events import EventKind
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals


class WebhookAlready(GuildworksError):
    """The organisation has a webhook with this address."""

    code = "webhook_once_for_each_address"
    hint = "Its page is where its events are chosen, and its secret is changed."


class TooManyWebhooks(GuildworksError):
    """The organisation has as many webhooks as it can have."""

    code = "too_many_webhooks"
    hint = "Remove one that nobody needs any more."


class TooManyTests(GuildworksError):
    """This webhook was tested as often as it can be for now."""

    code = "too_many_webhook_tests"
    http_status = 429
    hint = "Go on in an hour. The deliveries below say what was answered so far."


class WebhookIsOff(GuildworksError):
    """This webhook is off, and is sent nothing."""

    code = "webhook_is_off"
    hint = "Switch it on first."


class NothingToReplay(GuildworksError):
    """Nothing of this time has ended in this way, so there is nothing to send once more."""

    code = "nothing_to_replay"
    hint = "What waits is sent anyway. The list shows the deliveries that are kept, and when they were made."


@transaction.atomic
def register_webhook(
    actor: Actor, organisation: Organisation, *, address: str, names: Sequence[str]
) -> tuple[Webhook, str]:
    """Have these events sent to an address from now on: the webhook, and its secret, which is told this once.

    Raises NotAllowed, BadWebhookAddress, BadWebhookEvents, TooManyWebhooks or WebhookAlready.
    """
    require(may_look_after_webhooks(actor, organisation))
    Organisation.objects.select_for_update(no_key=True).get(id=organisation.id)  # one after the other, or none counts
    most = limit("webhooks_per_organisation")
    if Webhook.objects.filter(organisation=organisation, removed_at=None).count() >= most:
        message = ngettext(
            "It has %(most)s webhook, and no more can be", "It has %(most)s webhooks, and no more can be", most
        )
        raise TooManyWebhooks(message % {"most": most})
    secret = new_secret()
    with refusals(webhook_once_for_each_address=WebhookAlready):
        webhook = Webhook.objects.create(
            organisation=organisation,
            address=readable_webhook_address(address),
            events=readable_events(names, organisation),
            secret=kept(secret),
            made_at=clock.now(),
        )
    _record(WEBHOOK_REGISTERED, actor, webhook, events=len(webhook.events))
    return webhook, secret


@transaction.atomic
def choose_webhook_events(actor: Actor, webhook: Webhook, *, names: Sequence[str]) -> Webhook:
    """Have these events sent from now on, and no others. Raises NotAllowed or BadWebhookEvents."""
    webhook = _own(actor, webhook)
    webhook.events = readable_events(names, webhook.organisation)
    webhook.save(update_fields=["events"])
    _record(WEBHOOK_EVENTS_CHOSEN, actor, webhook, events=len(webhook.events))
    return webhook


@transaction.atomic
def change_webhook_secret(actor: Actor, webhook: Webhook) -> str:
    """A new secret, told this once; the one before signs beside it for `webhook_secret_hours`. Raises NotAllowed."""
    webhook, secret = _own(actor, webhook), new_secret()
    webhook.earlier_secret, webhook.secret = webhook.secret, kept(secret)
    webhook.earlier_until = clock.now() + timedelta(hours=limit("webhook_secret_hours"))
    webhook.save(update_fields=["secret", "earlier_secret", "earlier_until"])
    _record(WEBHOOK_SECRET_CHANGED, actor, webhook)
    return secret


@transaction.atomic
def test_webhook(actor: Actor, webhook: Webhook) -> WebhookDelivery:
    """Send something that says nothing, to see whether it arrives. Raises NotAllowed, WebhookIsOff or TooManyTests."""
    webhook, now = _own(actor, webhook), clock.now()
    _require_on(webhook)
    if tests_since(webhook, now - timedelta(hours=1)) >= limit("webhook_tests_per_hour"):
        raise TooManyTests()
    delivery = WebhookDelivery.objects.create(webhook=webhook, made_at=now, due_at=now)
    defer([delivery])
    _record(WEBHOOK_TESTED, actor, webhook)
    return delivery


@transaction.atomic
def pause_webhook(actor: Actor, webhook: Webhook) -> Webhook:
    """Send nothing for now; what happens meanwhile waits. Raises NotAllowed or WebhookIsOff."""
    webhook = _own(actor, webhook)
    _require_on(webhook)
    webhook.off_at, webhook.off_as = clock.now(), "paused"
    webhook.save(update_fields=["off_at", "off_as"])
    _record(WEBHOOK_PAUSED, actor, webhook)
    return webhook


@transaction.atomic
def resume_webhook(actor: Actor, webhook: Webhook) -> Webhook:
    """Send again, and what has waited at once; one that is on stays on. Raises NotAllowed."""
    webhook = _own(actor, webhook)
    if webhook.off_at is None:
        return webhook
    webhook.off_at = webhook.off_as = webhook.failing_since = None
    webhook.save(update_fields=["off_at", "off_as", "failing_since"])
    defer(WebhookDelivery.objects.filter(webhook=webhook, due_at__isnull=False))
    _record(WEBHOOK_RESUMED, actor, webhook)
    return webhook


@transaction.atomic
def remove_webhook(actor: Actor, webhook: Webhook) -> None:
    """Send nothing any more, for good: address and secret are gone at once, its deliveries soon. Raises NotAllowed."""
    webhook = _own(actor, webhook)
    webhook.address = webhook.secret = webhook.earlier_secret = ""
    webhook.earlier_until, webhook.removed_at = None, clock.now()
    webhook.save(update_fields=["address", "secret", "earlier_secret", "earlier_until", "removed_at"])
    _record(WEBHOOK_REMOVED, actor, webhook)


@transaction.atomic
def replay_delivery(actor: Actor, delivery: WebhookDelivery) -> WebhookDelivery:
    """Send one once more, under the same id. Raises NotAllowed, WebhookIsOff or NothingToReplay."""
    (again,) = _replayed(actor, delivery.webhook, WebhookDelivery.objects.filter(id=delivery.id))
    return again


@transaction.atomic
def replay_webhook(
    actor: Actor, webhook: Webhook, *, since: datetime, until: datetime, with_delivered: bool = False
) -> list[WebhookDelivery]:
    """Send once more what was made in this time and was given up, or all of it, each under the same id.

    At most `webhook_replays`, the oldest first. Raises NotAllowed, WebhookIsOff or NothingToReplay.
    """
    made = WebhookDelivery.objects.filter(webhook=webhook, made_at__gte=since, made_at__lt=until)
    return _replayed(actor, webhook, made if with_delivered else made.filter(dead_at__isnull=False))


def _replayed(actor: Actor, webhook: Webhook, those: QuerySet[WebhookDelivery]) -> list[WebhookDelivery]:
    webhook, now = _own(actor, webhook), clock.now()
    _require_on(webhook)
    ended = those.filter(due_at=None).order_by("made_at", "id")
    again = list(ended.select_for_update(skip_locked=True)[: limit("webhook_replays")])
    if not again:
        raise NothingToReplay()
    for delivery in again:
        delivery.due_at, delivery.attempts = now, 0
        delivery.delivered_at = delivery.dead_at = None
    WebhookDelivery.objects.bulk_update(again, ["due_at", "attempts", "delivered_at", "dead_at"])
    defer(again)
    _record(WEBHOOK_REPLAYED, actor, webhook, deliveries=len(again))
    return again


def _own(actor: Actor, webhook: Webhook) -> Webhook:
    """The webhook as it is now, for somebody who looks after it and until the action is over for nobody else."""
    require(may_look_after_webhooks(actor, webhook.organisation))
    alone = Webhook.objects.select_for_update(no_key=True, of=("self",)).filter(id=webhook.id, removed_at=None)
    found = alone.select_related("organisation").first()
    if found is None:
        raise NotFound(
            _("This webhook was removed"), hint=_("Register its address anew if it is to be sent something.")
        )
    return found


def _require_on(webhook: Webhook) -> None:
    if webhook.off_at is not None:
        raise WebhookIsOff()


def _record(kind: EventKind, actor: Actor, webhook: Webhook, **facts: Any) -> None:
    events.record(kind, webhook.ref, actor, chain=webhook.organisation.chain, **facts)
