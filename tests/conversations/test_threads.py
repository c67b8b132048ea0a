"""What colleagues say under a list: one comment however often it is sent, answers one level deep, words that go."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from guildworks.accounts.models import Membership
from guildworks.accounts.queries import local_operator
from guildworks.conversations.threads.actions import (
    AnswersNothing,
    NoAnswer,
    NobodyTicked,
    NoColleague,
    Said,
    SentAlready,
    TooManyComments,
    share,
    take_back_comment,
    write_comment,
)
from guildworks.conversations.threads.models import Comment, Thread
from guildworks.conversations.threads.queries import comments_on, participants
from guildworks.conversations.threads.subjects import Subject
from guildworks.conversations.threads.words import BadComment, linked
from guildworks.matching.subjects import brief_subject, find_listed, list_subject
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotAllowed
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Event
from guildworks.platform.refusals import constraint_of
from guildworks.talent.actions import erase_engineer
from tests.cast import make_brief, make_engineer, make_list, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def about(cast) -> Subject:
    return brief_subject(make_brief(cast.halden))


def say(actor: Actor, about: Subject, text: str = "I would take her.", **more: UUID) -> Comment:
    return write_comment(actor, about, Said(text, **{"token": uuid4(), **more}))


def texts(asker: Actor, about: Subject, *, page: int = 1) -> list[str]:
    return [comment.text for comment in comments_on(asker, about, page=page)[0]]


def test_answers_stand_under_what_they_answer_and_the_newest_last(cast, about):
    first = say(cast.ada, about, "first")
    say(cast.vi, about, "second")
    say(cast.bo, about, "answer", answers=first.id)
    say(cast.ada, about, "third")
    assert texts(cast.bo, about) == ["first", "answer", "second", "third"]
    assert [person.name for person in participants(Thread.objects.get())] == ["Ada", "Bo", "Vi"]


def test_a_stranger_an_engineer_and_nobody_read_nothing_and_write_nothing(cast, about):
    say(cast.ada, about)
    for who in (cast.cy, Actor("engineer", uuid4()), Actor("user", uuid4(), about.organisation.id, "owner")):
        with pytest.raises(NotAllowed, match="Only people of the organisation"):
            say(who, about)
    for who in (cast.cy, Actor("engineer", uuid4(), about.organisation.id), Actor("user", uuid4())):
        assert texts(who, about) == []
    assert Comment.objects.count() == 1


def test_the_operator_reads_along_and_does_not_write(cast, about):
    say(cast.ada, about)
    assert texts(local_operator(), about) == ["I would take her."]
    with pytest.raises(NotAllowed):
        say(local_operator(), about)


def test_whoever_has_left_writes_no_more_though_their_page_is_still_open(cast, about):
    Membership.objects.filter(user_id=cast.vi.id).delete()
    with pytest.raises(NotAllowed):
        say(cast.vi, about)


def test_a_form_sent_twice_makes_one_comment_and_one_that_was_changed_says_so(cast, about):
    token = uuid4()
    assert say(cast.ada, about, token=token) == say(cast.ada, about, token=token)
    with pytest.raises(SentAlready):
        say(cast.ada, about, "Rather him.", token=token)
    say(cast.bo, about, "Mine.", token=token)  # a token is one person's
    assert texts(cast.ada, about) == ["I would take her.", "Mine."]
    assert Event.objects.filter(name="comment.written").count() == 2


def test_an_answer_is_to_a_first_word_of_its_own_thread_that_still_stands(cast, about):
    first = say(cast.ada, about)
    answer = say(cast.bo, about, "Why?", answers=first.id)
    elsewhere = say(cast.ada, brief_subject(make_brief(cast.halden)))
    for wrong in (answer, elsewhere):
        with pytest.raises(NoAnswer):
            say(cast.vi, about, "So?", answers=wrong.id)
    take_back_comment(cast.ada, first)
    with pytest.raises(AnswersNothing):
        say(cast.vi, about, "So?", answers=first.id)
    assert texts(cast.ada, about) == ["", "Why?"]


def test_only_its_author_takes_a_comment_back_and_its_words_are_gone_for_good(cast, about):
    comment = say(cast.bo, about, "He drinks too much coffee.")
    for who in (cast.ada, cast.cy, local_operator()):
        with pytest.raises(NotAllowed, match="Only whoever wrote"):
            take_back_comment(who, comment)
    take_back_comment(cast.bo, comment)
    take_back_comment(cast.bo, comment)
    comment.refresh_from_db()
    assert comment.text == ""
    assert comment.taken_back_at
    assert Event.objects.filter(name="comment.taken_back").count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE conversations_comment SET text = 'She said so.'",
        "UPDATE conversations_comment SET text = ''",
        "UPDATE conversations_comment SET taken_back_at = now()",
        "UPDATE conversations_comment SET text = '', taken_back_at = NULL WHERE taken_back_at IS NOT NULL",
        "UPDATE conversations_comment SET text = '', taken_back_at = now() WHERE taken_back_at IS NOT NULL",
    ],
)
def test_raw_sql_takes_the_words_of_a_comment_once_and_changes_nothing_else(cast, about, statement):
    say(cast.ada, about)
    take_back_comment(cast.ada, say(cast.ada, about, "Forget this."))
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        connection.cursor().execute(statement)
    assert constraint_of(refused.value) == "comment_only_loses_its_words"
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("UPDATE conversations_comment SET author_id = author_id")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing in it"),
        (" \n\t ", "nothing in it"),
        ("\u200b\u2060", "nothing in it"),
        ("a\x00b", "U\\+0000"),
        ("a\x1b[31m", "U\\+001B"),
        ("pay \u202eten", "U\\+202E"),
        ("x" * 300_000, "at most 4,000 characters, this one has 300,000"),
    ],
)
def test_what_cannot_be_said_is_told_clearly(cast, about, text, why):
    with pytest.raises(BadComment, match=why):
        say(cast.ada, about, text)
    assert Thread.objects.count() == 0


def test_words_of_any_script_and_lines_stay_as_they_were_written(cast, about):
    text = "Łukasz – 👩‍👩‍👧 می‌خواهم\n\n\tzwei Zeilen"
    assert say(cast.ada, about, f" {text.replace(chr(10), chr(13) + chr(10))}\r\n").text == text


def test_addresses_become_links_and_nothing_else_is_markup():
    rel = 'rel="nofollow noopener ugc"'
    assert linked("See https://example.org/a?b=1&c=2.") == (
        f'See <a href="https://example.org/a?b=1&amp;c=2" {rel}>https://example.org/a?b=1&amp;c=2</a>.'
    )
    assert linked("(https://example.org/x_(y))") == (
        f'(<a href="https://example.org/x_(y)" {rel}>https://example.org/x_(y)</a>)'
    )
    for harmless in ("javascript:alert(1)", "https://", "data:text/html,x", "ftp://example.org", "http://./"):
        assert linked(harmless) == harmless
    assert linked('<b onmouseover="x()">') == "&lt;b onmouseover=&quot;x()&quot;&gt;"
    assert 'href="https://a.example/" ' in linked('https://a.example/"onclick="x()')
    assert "<script" not in linked("https://a.example/<script>alert(1)</script>")


def test_somebody_who_writes_too_often_waits(cast, about):
    set_limit("comments_per_hour", 2)
    say(cast.ada, about), say(cast.ada, about)
    with pytest.raises(TooManyComments, match="2 comments within an hour"):
        say(cast.ada, about)
    say(cast.bo, about)


def test_sharing_names_colleagues_once_each_and_tells_of_each_in_an_event(cast, about):
    said = Said("", uuid4())
    comment = share(cast.ada, about, said, people=[cast.bo.id, cast.vi.id, cast.bo.id, cast.ada.id])
    assert share(cast.ada, about, said, people=[cast.vi.id, cast.bo.id]) == comment
    told = Event.objects.filter(name="comment.shared")
    assert {event.facts["person"] for event in told} == {str(cast.bo.id), str(cast.vi.id)}
    assert all(event.chain == cast.halden.chain for event in told)
    assert [person.name for person in participants(Thread.objects.get())] == ["Ada", "Bo", "Vi"]
    (shown,), _ = comments_on(cast.vi, about, page=1)
    assert sorted(mention.person.name for mention in shown.mentions.all()) == ["Bo", "Vi"]


def test_nothing_is_shared_with_nobody_or_with_somebody_from_outside(cast, about):
    for people, refusal in (([], NobodyTicked), ([cast.ada.id], NobodyTicked), ([cast.bo.id, cast.cy.id], NoColleague)):
        with pytest.raises(refusal):
            share(cast.ada, about, Said("Look", uuid4()), people=people)
    assert Comment.objects.count() == 0


def test_what_was_said_about_an_engineer_goes_with_them(cast, operator):
    rosa = make_engineer("Rosa")
    made = make_list(cast.ada, make_brief(cast.halden))
    of_rosa, of_list = find_listed(cast.ada, made.id, rosa.id), list_subject(made)
    say(cast.ada, of_rosa, "Rosa is the one.")
    take_back_comment(cast.ada, say(cast.ada, of_rosa, "Or not."))
    say(cast.ada, of_list, "A good list.")
    erase_engineer(operator, rosa)
    assert texts(cast.bo, of_rosa) == ["", ""]
    assert texts(cast.bo, of_list) == ["A good list."]


def test_a_thousand_comments_cost_no_more_queries_than_one(cast, about, django_assert_num_queries):
    say(cast.ada, about)
    first = Comment.objects.get()
    Comment.objects.bulk_create(
        Comment(
            thread=first.thread,
            author=first.author,
            text=f"{place}",
            named=0,
            token=uuid4(),
            written_at=first.written_at,
        )
        for place in range(999)
    )
    with django_assert_num_queries(3):
        found, total = comments_on(cast.bo, about, page=1)
    assert (len(found), total) == (50, 1000)


def test_a_reader_of_another_organisation_that_they_do_not_act_for_writes_nothing(cast, about):
    ada = make_member("Adi", cast.halden, cast.strangers)
    with pytest.raises(NotAllowed):
        say(Actor("user", ada.id, cast.strangers.id, "owner"), about)
