"""Several who write in one thread at the same moment."""

from __future__ import annotations

from uuid import UUID, uuid4

from guildworks.conversations.threads.actions import (
    AnswersNothing,
    Said,
    TooManyComments,
    take_back_comment,
    write_comment,
)
from guildworks.conversations.threads.models import Comment, Thread
from guildworks.conversations.threads.queries import comments_on
from guildworks.conversations.threads.subjects import Subject
from guildworks.matching.subjects import brief_subject
from guildworks.platform.actor import Actor
from guildworks.platform.limits import set_limit
from tests.cast import make_brief, make_cast


def say(actor: Actor, about: Subject, text: str = "I would take her.", **more: UUID) -> Comment:
    return write_comment(actor, about, Said(text, **{"token": uuid4(), **more}))


def texts(asker: Actor, about: Subject) -> list[str]:
    return [comment.text for comment in comments_on(asker, about, page=1)[0]]


def test_two_who_begin_a_thread_share_it_and_a_form_sent_at_once_is_one_comment(own_database, at_once):
    cast = make_cast()
    about, token = brief_subject(make_brief(cast.halden)), uuid4()
    people = iter([cast.ada, cast.bo] * 4)
    won, lost = at_once(8, lambda: say(next(people), about, token=token))
    assert lost == []
    assert len({comment.id for comment in won}) == 2
    assert Thread.objects.count() == 1


def test_the_last_comment_of_an_hour_is_written_once(own_database, at_once):
    cast = make_cast()
    about = brief_subject(make_brief(cast.halden))
    set_limit("comments_per_hour", 3)
    won, lost = at_once(6, lambda: say(cast.ada, about))
    assert (len(won), {type(each) for each in lost}) == (3, {TooManyComments})


def test_an_answer_and_taking_back_at_once_leave_no_answer_to_what_was_gone(own_database, at_once):
    cast = make_cast()
    about = brief_subject(make_brief(cast.halden))
    first = say(cast.ada, about)
    acts = iter([lambda: take_back_comment(cast.ada, first), lambda: say(cast.bo, about, "Why?", answers=first.id)])
    _, lost = at_once(2, lambda: next(acts)())
    assert {type(each) for each in lost} <= {AnswersNothing}
    assert texts(cast.bo, about) in ([""], ["", "Why?"])
