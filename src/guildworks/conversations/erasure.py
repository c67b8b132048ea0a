"""The share of conversations in erasing somebody, in the transaction of the action that erases them."""

from __future__ import annotations

from django.db.models import Q

from guildworks.conversations.models import Comment, Notification, NotificationPreference
from guildworks.platform import clock
from guildworks.platform.actor import Actor, Ref


def forget_words_about(actor: Actor, subject: Ref) -> None:
    """Take the words of all comments about an engineer who is erased; that there were some stays.

    Nobody can find them by name in what is said elsewhere.
    """
    _take_back(Q(thread__part_id=subject.id))


def forget_words_of(actor: Actor, subject: Ref) -> None:
    """Take the words of all comments that a person has written, and what they were told and how they wanted it."""
    _take_back(Q(author=subject.id))
    for kept in (Notification, NotificationPreference):
        kept.objects.filter(user=subject.id).delete()


def _take_back(which: Q) -> None:
    Comment.objects.filter(which, taken_back_at=None).update(text="", taken_back_at=clock.now())
