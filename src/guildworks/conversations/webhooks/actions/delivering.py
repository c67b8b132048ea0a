"""What a worker does about webhooks: from events to deliveries, each delivery to its address, and clearing up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from guildworks.conversations.following import WEBHOOKS, keep_place, news
from guildworks.conversations.waking import organisations_of
from guildworks.conversations.webhooks.events import WEBHOOK_SWITCHED_OFF
from guildworks.conversations.webhooks.models import ANSWER_CHARACTERS, Webhook, WebhookAttempt, WebhookDelivery
from guildworks.conversations.webhooks.offered import OFFERED
from guildworks.conversations.webhooks.outbox import DELIVER_WEBHOOK, defer, next_try
from guildworks.conversations.webhooks.payload import body_of
from guildworks.conversations.webhooks.signing import SecretUnreadable, secrets_of, signed_headers
from guildworks.platform import clock, events
from guildworks.platform.actor import PROGRAM
from guildworks.platform.fetch import AddressRefused, Answered, BadAddress, FetchFailed, post
from guildworks.platform.limits import limit
from guildworks.platform.models import Event
from guildworks.platform.retention import BATCH
from guildworks.platform.work import declare_job

MAKE_DELIVERIES = declare_job("conversations.make_deliveries", follows=OFFERED)
TAKE_UP_DELIVERIES = declare_job("conversations.take_up_deliveries", every="*/10 * * * *")
FORGET_DELIVERIES = declare_job("conversations.forget_deliveries", every="7 * * * *")
EVENTS_MOST = 200  # in one transaction
TAKEN_UP_MOST = 10_000
EARLY = timedelta(seconds=5)  # by which clocks of two machines may differ
GONE = 410
JSON_HEADERS = {"Content-Type": "application/json"}
WITHOUT_JOB = """
SELECT delivery.id FROM conversations_webhookdelivery delivery
JOIN conversations_webhook webhook ON webhook.id = delivery.webhook_id
WHERE due_at <= %s AND off_at IS NULL AND removed_at IS NULL AND NOT EXISTS (
    SELECT FROM procrastinate_jobs
    WHERE task_name = %s AND status IN ('todo', 'doing') AND args->>'delivery' = delivery.id::text)
ORDER BY due_at LIMIT %s
"""


@transaction.atomic
def make_deliveries() -> bool:
    """Make the deliveries of the next events: whether there may be more of them.

    How far the log was read is written down in the same transaction: whatever ends it early, nothing is sent twice or
    not at all. While another worker does it there is nothing to do.
    """
    read = news(WEBHOOKS, list(OFFERED), most=EVENTS_MOST)
    if read is None:
        return False
    by_id = Event.objects.in_bulk([event for _, _, event in read.places])
    made = _made([by_id[event] for _, _, event in read.places])
    WebhookDelivery.objects.bulk_create(made, ignore_conflicts=True)  # what was made of an event is not made again
    waiting = WebhookDelivery.objects.filter(id__in=[each.id for each in made], due_at__isnull=False)
    defer(waiting.order_by("made_at"))
    keep_place(read)
    return read.is_cut_off


@transaction.atomic
def deliver_webhook(delivery_id: UUID) -> WebhookDelivery | None:
    """Try once to deliver what is due: the delivery; None where there was nothing to do.

    Nothing is to be done for one that has ended, that is not due yet, that another worker has at hand, or whose webhook
    is off. The row is locked while its address has the word: whoever else comes passes by, and a worker that dies
    leaves no trace.
    """
    alone = WebhookDelivery.objects.select_for_update(skip_locked=True, of=("self",))
    whole = alone.select_related("webhook__organisation", "event")
    due = Q(due_at__lte=clock.now() + EARLY)
    delivery = whole.filter(due, id=delivery_id, webhook__off_at=None, webhook__removed_at=None).first()
    if delivery is None:
        return None
    answer, attempt = _attempted(delivery)
    delivery.attempts += 1
    attempt.save()
    now = clock.now()
    if attempt.status is not None and 200 <= attempt.status < 300:
        Webhook.objects.filter(id=delivery.webhook_id, failing_since__isnull=False).update(failing_since=None)
        return _ended(delivery, delivered_at=now)
    if why := _why_off(delivery.webhook, attempt, now):
        _switch_off(delivery.webhook, why, now)
        return _ended(delivery, dead_at=now)
    due_at = next_try(delivery, retry_after=answer.retry_after if answer else "", now=now)
    if due_at is None:
        return _ended(delivery, dead_at=now)
    delivery.due_at = due_at
    delivery.save(update_fields=["attempts", "due_at"])
    defer([delivery])
    return delivery


@transaction.atomic
def take_up_deliveries() -> int:
    """Defer what is due and has no job, since its job has failed by a fault: how many."""
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_JOB, [clock.now(), DELIVER_WEBHOOK.name, TAKEN_UP_MOST])
        waiting = [str(id_) for (id_,) in cursor.fetchall()]
    DELIVER_WEBHOOK.defer([{"delivery": id_} for id_ in waiting])
    return len(waiting)


@transaction.atomic
def forget_deliveries() -> int:
    """Delete a batch of deliveries older than `webhook_days` or of removed webhooks, and these: how many deliveries."""
    old = Q(made_at__lt=clock.now() - timedelta(days=limit("webhook_days"))) | Q(webhook__removed_at__isnull=False)
    alone = WebhookDelivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(old)
    gone = list(alone.order_by("id").values_list("id", flat=True)[:BATCH])
    WebhookDelivery.objects.filter(id__in=gone).delete()
    Webhook.objects.filter(earlier_until__lte=clock.now()).update(earlier_secret="", earlier_until=None)
    Webhook.objects.filter(removed_at__isnull=False, deliveries=None).delete()
    return len(gone)


def _made(those: Sequence[Event]) -> list[WebhookDelivery]:
    """A delivery for each webhook that wants an event which its organisation may read, in order. One SQL query."""
    concerned = {event.id: organisations_of(event) for event in those}
    organisations = {one for each in concerned.values() for one in each}
    webhooks = list(Webhook.objects.filter(organisation__in=organisations, removed_at=None).order_by("made_at", "id"))
    wanted = [
        (webhook, event)
        for event in those
        for webhook in webhooks
        if event.name in webhook.events and webhook.organisation_id in concerned[event.id]
        if event.at >= webhook.made_at
    ]
    now = clock.now()
    return [
        WebhookDelivery(
            webhook=webhook,
            event=event,
            made_at=now + timedelta(microseconds=number),  # one after the other, as they happened
            # While it is off by itself nothing is tried: what it misses can be replayed.
            **{"dead_at" if webhook.off_as in ("gone", "failing") else "due_at": now},
        )
        for number, (webhook, event) in enumerate(wanted)
    ]


def _attempted(delivery: WebhookDelivery) -> tuple[Answered | None, WebhookAttempt]:
    began, at = monotonic(), clock.now()
    attempt = WebhookAttempt(delivery=delivery, at=at)
    answer = None
    try:
        answer = _sent(delivery, at=at)
        attempt.status, attempt.answer = answer.status, _readable(answer.content)
    except (BadAddress, AddressRefused, FetchFailed, SecretUnreadable) as problem:
        attempt.problem = problem.code
    attempt.milliseconds = round((monotonic() - began) * 1000)
    return answer, attempt


def _sent(delivery: WebhookDelivery, *, at: datetime) -> Answered:
    body = body_of(delivery)
    signed = signed_headers(delivery.shown_id, body, secrets=secrets_of(delivery.webhook, at=at), at=at)
    return post(
        delivery.webhook.address,
        body,
        headers=JSON_HEADERS | signed,
        most_bytes=ANSWER_CHARACTERS,
        seconds=limit("webhook_seconds"),
    )


def _readable(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")[:ANSWER_CHARACTERS]


def _ended(delivery: WebhookDelivery, **end: datetime) -> WebhookDelivery:
    delivery.due_at = None
    for name, at in end.items():
        setattr(delivery, name, at)
    delivery.save(update_fields=["attempts", "due_at", *end])
    return delivery


def _why_off(webhook: Webhook, attempt: WebhookAttempt, now: datetime) -> str:
    """Why a webhook is switched off after what has failed, if it is; and since when nothing arrives is written down."""
    if attempt.status == GONE:
        return "gone"
    Webhook.objects.filter(id=webhook.id, failing_since=None).update(failing_since=now)
    since = Webhook.objects.values_list("failing_since", flat=True).get(id=webhook.id)
    return "failing" if since and now - since >= timedelta(days=limit("webhook_failing_days")) else ""


def _switch_off(webhook: Webhook, why: str, now: datetime) -> None:
    """Send nothing any more, which its owners are told; what waits is given up, and can be replayed."""
    if not Webhook.objects.filter(id=webhook.id, off_at=None, removed_at=None).update(off_at=now, off_as=why):
        return
    # Those that another worker has at hand end by themselves: to wait for them, two workers might for each other.
    waiting = WebhookDelivery.objects.select_for_update(skip_locked=True).filter(webhook=webhook, due_at__isnull=False)
    ids = list(waiting.values_list("id", flat=True))
    WebhookDelivery.objects.filter(id__in=ids).update(due_at=None, dead_at=now)
    events.record(WEBHOOK_SWITCHED_OFF, webhook.ref, PROGRAM, chain=webhook.organisation.chain, why=why)
