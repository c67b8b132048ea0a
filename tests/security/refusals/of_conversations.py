"""What may be said and read, and by whom."""

from __future__ import annotations

from uuid import UUID, uuid4

from guildworks.conversations.actions import notifications, preferences
from guildworks.conversations.models import Notification
from guildworks.conversations.threads import actions as threads
from guildworks.conversations.threads.actions import Said
from guildworks.conversations.threads.models import Comment
from guildworks.conversations.wishes import Wish
from guildworks.matching.subjects import brief_subject
from guildworks.platform.actor import Actor
from tests.security.refusals.scene import TOKEN, Row, Scene, finance_of, row

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
}
# What a program does and no person: by itself, or by an action in its own transaction.
WITHOUT_ACTOR = {
    "conversations.notify_of_events",
    "conversations.send_digests",
    "conversations.forget_notifications",
}


def notification_of(person: Actor) -> Notification:
    """The last one of which somebody was told."""
    return Notification.objects.filter(user=person.id).latest("made_at")


def a_colleague_of(scene: Scene) -> UUID:
    return finance_of(scene.cast.halden).user_id


def a_comment_of_bo(scene: Scene) -> Comment:
    """One that stands already, so that who may not take it back leaves all as it was."""
    return Comment.objects.select_related("thread__organisation").get(author_id=scene.cast.bo.id, token=TOKEN)
