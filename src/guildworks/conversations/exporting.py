"""What somebody has said and was told: their share of the archive that is for themself."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from guildworks.accounts.exporting import CHUNK, belongs_to, said
from guildworks.conversations.models import Comment, Notification, NotificationPreference
from guildworks.platform.actor import Ref
from guildworks.platform.exporting import Row, Share
from guildworks.platform.ids import shown


def _comments(subject: Ref) -> Iterator[Row]:
    now_in = belongs_to(subject.id)
    theirs = Comment.objects.filter(author=subject.id).select_related("thread").order_by("-written_at", "-id")
    for kept in theirs.iterator(chunk_size=CHUNK):
        words = {"text": kept.text} if kept.thread.organisation_id in now_in else {}
        yield {"id": kept.shown_id, "written_at": said(kept.written_at), **words}


def _notifications(subject: Ref) -> Iterator[Row]:
    told = Notification.objects.filter(user=subject.id).order_by("-made_at", "-id")
    for kept in told.iterator(chunk_size=CHUNK):
        yield {
            "id": kept.shown_id,
            "organisation": shown("org", kept.organisation_id),
            "kind": kept.kind,
            "made_at": said(kept.made_at),
            "seen_at": said(kept.seen_at),
        }


def _preferences(subject: Ref) -> Iterator[Row]:
    for kept in NotificationPreference.objects.filter(user=subject.id).order_by("organisation_id", "kind"):
        yield {
            "organisation": shown("org", kept.organisation_id),
            "kind": kept.kind,
            "on_page": kept.on_page,
            "mailing": kept.mailing,
        }


SHARES = (
    Share("comments", gettext_noop("What you have said about briefs, lists and those who stand on them."), _comments),
    Share(
        "notifications",
        gettext_noop("What you were told of."),
        _notifications,
        page="notifications",
        kept="notifications",
    ),
    Share(
        "preferences",
        gettext_noop("How you want to be told, where you have chosen it."),
        _preferences,
        page="notification-preferences",
    ),
)
