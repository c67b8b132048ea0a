"""The share of threads in erasing an engineer."""

from __future__ import annotations

from guildworks.conversations.threads.models import Comment
from guildworks.platform import clock
from guildworks.platform.actor import Actor, Ref


def forget_words(actor: Actor, subject: Ref) -> None:
    """Take the words of all comments about somebody who is erased; that there were some stays.

    In the transaction of the action that erases them. Nobody can find them by name in what is said elsewhere.
    """
    about = Comment.objects.filter(thread__part_id=subject.id, taken_back_at=None)
    about.update(text="", taken_back_at=clock.now())
