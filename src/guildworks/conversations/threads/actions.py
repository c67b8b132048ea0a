"""Saying something in a thread, pointing colleagues to what it is about, and taking a comment back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import ngettext

from guildworks.accounts.models import Membership
from guildworks.conversations.threads import policies
from guildworks.conversations.threads.events import COMMENT_SHARED, COMMENT_TAKEN_BACK, COMMENT_WRITTEN
from guildworks.conversations.threads.models import Comment, Mention, Thread
from guildworks.conversations.threads.subjects import Subject
from guildworks.conversations.threads.words import readable_comment
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.figures import figure
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals

HOUR = timedelta(hours=1)


class SentAlready(GuildworksError):
    """This form was sent before, with other words."""

    code = "comment_sent_once"
    hint = "What was sent first stands in the thread. Send these words too, if they are to stand beside it."


class TooManyComments(GuildworksError):
    """You have written as many comments within an hour as the limit `comments_per_hour` allows."""

    code = "too_many_comments"
    http_status = 429
    hint = "Nothing is lost: send it again in a while."


class NoAnswer(GuildworksError):
    """Only what somebody said first can be answered, and only in its own thread."""

    code = "comment_answers_a_first_word"
    hint = "Answer the comment at its top, or write a new one."


class AnswersNothing(GuildworksError):
    """What this answers was taken back meanwhile."""

    code = "comment_answers_what_stands"
    hint = "Send it as a comment of its own, if it still says something."


class NobodyTicked(BadInput):
    """Nobody is ticked with whom this is to be shared."""

    code = "nobody_ticked"
    hint = "Tick at least one colleague."


class NoColleague(BadInput):
    """Somebody ticked does not belong to the organisation any more."""

    code = "no_colleague"
    hint = "Nothing was sent. The list below shows who belongs to it now."


@dataclass(frozen=True, slots=True)
class Said:
    """What a form brings: the words, and the token that makes it one comment however often it is sent."""

    text: str
    token: UUID
    answers: UUID | None = None


@transaction.atomic
def write_comment(actor: Actor, subject: Subject, said: Said) -> Comment:
    """Say something about a thing, or answer what somebody has said of it.

    Sent twice, it is one comment. Raises NotAllowed, BadComment, TooManyComments, SentAlready, NoAnswer or
    AnswersNothing.
    """
    require(policies.may_comment(actor, subject.organisation.id))
    return _write(actor, subject, said, text=readable_comment(said.text), people=())


@transaction.atomic
def share(actor: Actor, subject: Subject, said: Said, *, people: Sequence[UUID]) -> Comment:
    """Point colleagues to a thing, by a comment that names them, with a word to it or without.

    They can see it already: this tells them. Raises NotAllowed, NobodyTicked, NoColleague, BadComment, TooManyComments
    or SentAlready.
    """
    require(policies.may_share(actor, subject.organisation.id))
    text, told = readable_comment(said.text, may_be_empty=True), set(people) - {actor.id}
    if not told:
        raise NobodyTicked()
    colleagues = Membership.objects.filter(organisation=subject.organisation, user__in=told)
    if colleagues.count() != len(told):
        raise NoColleague()
    return _write(actor, subject, said, text=text, people=sorted(told))


@transaction.atomic
def take_back_comment(actor: Actor, comment: Comment) -> None:
    """Take the words of a comment of one's own back; that there was one stays. Raises NotAllowed."""
    require(policies.may_take_back(actor, comment))
    standing = Comment.objects.filter(id=comment.id, taken_back_at=None)
    if standing.update(text="", taken_back_at=clock.now()):
        chain = comment.thread.organisation.chain
        events.record(COMMENT_TAKEN_BACK, comment.ref, actor, chain=chain, thread=comment.thread_id)


def _write(actor: Actor, subject: Subject, said: Said, *, text: str, people: Sequence[UUID]) -> Comment:
    # One after the other of one person: the same form twice is then seen, and so is the hour's last comment.
    Membership.objects.select_for_update(no_key=True).get(user_id=actor.id, organisation=subject.organisation)
    if sent := Comment.objects.filter(author_id=actor.id, token=said.token).select_related("thread").first():
        return _same(sent, text, people)
    _require_seldom(actor)
    thread = _thread_of(subject)
    with refusals(
        comment_sent_once=SentAlready,
        comment_answers_a_first_word=NoAnswer,
        comment_answers_what_stands=AnswersNothing,
    ):
        comment = Comment.objects.create(
            thread=thread,
            author_id=actor.id,
            answers_id=said.answers,
            text=text,
            named=len(people),
            token=said.token,
            written_at=clock.now(),
        )
    Mention.objects.bulk_create(Mention(comment=comment, person_id=person) for person in people)
    _record(actor, subject, comment, people)
    return comment


def _record(actor: Actor, subject: Subject, comment: Comment, people: Sequence[UUID]) -> None:
    chain, thread = subject.organisation.chain, comment.thread_id
    events.record(
        COMMENT_WRITTEN,
        comment.ref,
        actor,
        chain=chain,
        thread=thread,
        about=subject.id,
        is_answer=comment.answers_id is not None,
        named=len(people),
    )
    for person in people:
        events.record(COMMENT_SHARED, comment.ref, actor, chain=chain, thread=thread, about=subject.id, person=person)


def _same(sent: Comment, text: str, people: Sequence[UUID]) -> Comment:
    """What this form has made already; unless somebody went back and changed it, and would lose the change."""
    named = sent.mentions.values_list("person_id", flat=True)
    if sent.taken_back_at is None and (sent.text, sorted(named)) != (text, list(people)):
        raise SentAlready()
    return sent


def _require_seldom(actor: Actor) -> None:
    most, since = limit("comments_per_hour"), clock.now() - HOUR
    if Comment.objects.filter(author_id=actor.id, written_at__gt=since).count() >= most:
        said = ngettext(
            "You have written %(most)s comment within an hour, and can write no more for now",
            "You have written %(most)s comments within an hour, and can write no more for now",
            most,
        )
        raise TooManyComments(said % {"most": figure(most)})


def _thread_of(subject: Subject) -> Thread:
    """The thread of a thing; of two who begin it at once, the second finds the first one's."""
    key = {"subject_kind": subject.kind, "subject_id": subject.id, "part_id": subject.part_id}
    made = Thread(**key, organisation=subject.organisation, begun_at=clock.now())
    Thread.objects.bulk_create([made], ignore_conflicts=True)
    return Thread.objects.get(**key)
