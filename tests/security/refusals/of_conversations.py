"""What may be said and read, and by whom."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from guildworks.conversations.actions import notifications, preferences
from guildworks.conversations.models import Notification
from guildworks.conversations.threads import actions as threads
from guildworks.conversations.threads.actions import Said
from guildworks.conversations.threads.models import Comment
from guildworks.conversations.webhooks.actions import looking_after as webhooks
from guildworks.conversations.webhooks.models import Webhook, WebhookDelivery
from guildworks.conversations.webhooks.policies import may_look_after_webhooks
from guildworks.conversations.wishes import Wish
from guildworks.matching.subjects import brief_subject
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from tests.security.refusals.scene import TOKEN, Row, Scene, finance_of, row

AN_HOUR_AGO = clock.now() - timedelta(hours=1)

ROWS: dict[str, Row] = {
    "conversations.mark_seen": row(
        lambda actor, scene: notifications.mark_seen(actor, [notification_of(scene.cast.ada)]), "ada"
    ),
    "conversations.mark_all_seen": row(
        lambda actor, scene: notifications.mark_all_seen(actor, until=notification_of(scene.cast.ada)), "ada"
    ),
    "conversations.choose_notifications": row(
        lambda actor, _: preferences.choose_notifications(actor, {"member_joined": Wish(False, "none")}),
        "ada",
        "bo",
        "vi",
        "cy",
    ),
    "conversations.write_comment": row(
        lambda actor, scene: threads.write_comment(actor, brief_subject(scene.brief), Said("She fits.", uuid4())),
        "ada",
        "bo",
        "vi",
    ),
    "conversations.share": row(
        lambda actor, scene: threads.share(
            actor, brief_subject(scene.brief), Said("", uuid4()), people=[a_colleague_of(scene)]
        ),
        "ada",
        "bo",
        "vi",
    ),
    "conversations.take_back_comment": row(
        lambda actor, scene: threads.take_back_comment(actor, a_comment_of_bo(scene)), "bo"
    ),
    "conversations.register_webhook": row(
        lambda actor, scene: webhooks.register_webhook(
            actor, scene.cast.halden, address=f"https://example.org/{uuid4()}", names=["hold.placed"]
        ),
        "operator",
        "ada",
    ),
    "conversations.choose_webhook_events": row(
        lambda actor, _: webhooks.choose_webhook_events(actor, a_webhook(), names=["hold.accepted"]), "operator", "ada"
    ),
    "conversations.change_webhook_secret": row(
        lambda actor, _: webhooks.change_webhook_secret(actor, a_webhook()), "operator", "ada"
    ),
    "conversations.test_webhook": row(lambda actor, _: webhooks.test_webhook(actor, a_webhook()), "operator", "ada"),
    "conversations.pause_webhook": row(lambda actor, _: webhooks.pause_webhook(actor, a_webhook()), "operator", "ada"),
    "conversations.resume_webhook": row(
        lambda actor, _: webhooks.resume_webhook(actor, a_webhook(off_as="paused")), "operator", "ada"
    ),
    "conversations.remove_webhook": row(
        lambda actor, _: webhooks.remove_webhook(actor, a_webhook()), "operator", "ada"
    ),
    "conversations.replay_delivery": row(
        lambda actor, _: webhooks.replay_delivery(actor, a_dead_delivery(actor)), "operator", "ada"
    ),
    "conversations.replay_webhook": row(
        lambda actor, _: webhooks.replay_webhook(
            actor, a_dead_delivery(actor).webhook, since=AN_HOUR_AGO, until=clock.now() + timedelta(hours=1)
        ),
        "operator",
        "ada",
    ),
}
# What a program does and no person: by itself, or by an action in its own transaction.
WITHOUT_ACTOR = {
    "conversations.notify_of_events",
    "conversations.send_digests",
    "conversations.forget_notifications",
    "conversations.make_deliveries",
    "conversations.deliver_webhook",
    "conversations.take_up_deliveries",
    "conversations.forget_deliveries",
}


def notification_of(person: Actor) -> Notification:
    """The last one of which somebody was told."""
    return Notification.objects.filter(user=person.id).latest("made_at")


def a_colleague_of(scene: Scene) -> UUID:
    return finance_of(scene.cast.halden).user_id


def a_comment_of_bo(scene: Scene) -> Comment:
    """One that stands already, so that who may not take it back leaves all as it was."""
    return Comment.objects.select_related("thread__organisation").get(author_id=scene.cast.bo.id, token=TOKEN)


def a_webhook(*, off_as: str | None = None) -> Webhook:
    """One of Halden that is on, or off in this way."""
    return Webhook.objects.filter(off_as=off_as, removed_at=None).select_related("organisation")[0]


def a_dead_delivery(actor: Actor) -> WebhookDelivery:
    """One that was given up; a further one for whoever may replay it, so that each has theirs."""
    webhook, now = a_webhook(), clock.now()
    if may_look_after_webhooks(actor, webhook.organisation) is None:
        return WebhookDelivery.objects.create(webhook=webhook, made_at=now, dead_at=now)
    return WebhookDelivery.objects.select_related("webhook__organisation")[0]
