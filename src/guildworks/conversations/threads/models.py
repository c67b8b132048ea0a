"""Threads, their comments, and whom a comment was meant for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from guildworks.accounts.models import Organisation, User
from guildworks.platform.actor import Ref
from guildworks.platform.ids import shown, uuid7


class Thread(models.Model):
    """What an organisation's people say about one thing. It is made with its first comment. Append-only.

    The thing is named by kind and id; `part_id` names one of those that it holds, such as an engineer on a list.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    part_id = models.UUIDField(null=True, db_index=True)
    begun_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="thread_once_for_each_subject",
                fields=["subject_kind", "subject_id", "part_id"],
                nulls_distinct=False,
            ),
        ]


class Comment(models.Model):
    """What somebody wrote in a thread, or whom of their colleagues they pointed to it, or both.

    It only grows, but that its author may take it back: the row stays, so that answers keep their place and nobody
    wonders whether there was something, and the words go, since they are the author's own (sql/0002_threads.sql).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)  # later ones sort later
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")  # a first word, or none
    text = models.TextField()
    named = models.SmallIntegerField()  # so many colleagues; `mentions` tells which
    token = models.UUIDField()  # of the form that it was sent by
    written_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["author", "written_at"], name="comment_by_author")]
        constraints: ClassVar = [
            models.UniqueConstraint(name="comment_sent_once", fields=["author", "token"]),
            models.CheckConstraint(
                name="comment_says_something_until_taken_back",
                condition=Q(taken_back_at__isnull=True) & (Q(text__gt="") | Q(named__gt=0))
                | Q(taken_back_at__isnull=False, text=""),
            ),
            models.CheckConstraint(name="comment_names_nobody_or_more", condition=Q(named__gte=0)),
        ]

    @property
    def shown_id(self) -> str:
        """The id as everybody outside sees it."""
        return shown("com", self.id)

    @property
    def ref(self) -> Ref:
        """The comment as the subject of an event."""
        return Ref("comment", self.id)


class Mention(models.Model):
    """A colleague whom a comment names. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions", db_index=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="mention_once", fields=["comment", "person"])]
