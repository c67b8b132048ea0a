"""What is said in threads, in the words of a notification."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from guildworks.conversations.kinds import Telling, Words
from guildworks.conversations.threads.events import COMMENT_WRITTEN
from guildworks.conversations.threads.models import Comment
from guildworks.conversations.threads.queries import threads_visible_to
from guildworks.conversations.threads.subjects import find_subject
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound


def comment_words(asker: Actor, tellings: Sequence[Telling]) -> Mapping[UUID, Words]:
    """Who has written about which thing, or pointed to it. One SQL query, and one or two for each thing.

    Not what they wrote: words that are taken back, or whose author is erased, must not live on in mails.
    """
    visible = Comment.objects.filter(thread__in=threads_visible_to(asker)).select_related("thread")
    comments = visible.in_bulk({telling.notification.about_id for telling in tellings})
    return dict(_told(asker, tellings, comments))


def _told(asker: Actor, tellings: Sequence[Telling], comments: Mapping[UUID, Comment]) -> Iterator[tuple[UUID, Words]]:
    for telling in tellings:
        comment = comments.get(telling.notification.about_id)
        try:
            subject = find_subject(asker, comment.thread) if comment else None
        except NotFound:
            subject = None
        if comment and subject:
            what = f"{subject.title}, {subject.word}" if comment.thread.part_id else subject.title
            title = _title(telling) % {"name": telling.doer, "what": what}
            yield telling.notification.id, Words(title, "", f"{subject.address}#talk")


def _title(telling: Telling) -> str:
    if telling.event.name == COMMENT_WRITTEN.name:
        return _("%(name)s has written about “%(what)s”")
    return _("%(name)s points you to “%(what)s”")
