"""Comments, answers to a talk, and what a saved search found: who is told, and in which words."""

from __future__ import annotations

from uuid import uuid4

import pytest

from guildworks.accounts.actions import erase_person
from guildworks.accounts.models import User
from guildworks.conversations.models import Comment, Notification
from guildworks.conversations.threads.actions import Said, share, write_comment
from guildworks.conversations.words import words_of
from guildworks.matching.actions import match_brief
from guildworks.matching.saved.actions import save_search, search_again
from guildworks.matching.spent import Spent
from guildworks.matching.subjects import brief_subject, list_subject
from guildworks.platform.actor import Actor
from tests.cast import make_brief, make_engineer, make_list, tables_that_hold
from tests.conversations.telling import tell, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def from_now_on(db) -> None:
    tell()


def titles(person: Actor) -> list[str]:
    """What somebody was told, the first first, in words."""
    those = list(Notification.objects.filter(user=person.id).select_related("event").order_by("made_at"))
    words = words_of(those)
    return [words[one.id].title for one in those]


def test_whoever_takes_part_is_told_of_an_answer_and_its_author_is_not(cast):
    about = list_subject(make_list(cast.ada, make_brief(cast.halden, text="# Letters\n\nPython is a must.")))
    write_comment(cast.ada, about, Said("I would take the first.", uuid4()))
    tell()
    assert not Notification.objects.exists()
    write_comment(cast.bo, about, Said("So would I.", uuid4()))
    tell()
    assert told(cast.ada) == ["comment_written"] and told(cast.bo) == told(cast.cy) == []
    assert titles(cast.ada) == ["Bo has written about “Letters”"]


def test_whom_a_comment_names_is_told_of_that_alone(cast):
    about = brief_subject(make_brief(cast.halden, text="# Letters\n\nPython is a must."))
    write_comment(cast.bo, about, Said("Mine.", uuid4()))
    tell()
    share(cast.ada, about, Said("Look.", uuid4()), people=[cast.bo.id, cast.vi.id])
    tell()
    assert told(cast.bo) == told(cast.vi) == ["comment_shared"]
    assert titles(cast.vi) == ["Ada points you to “Letters”"]
    assert told(cast.ada) == []


def test_who_saved_a_search_is_told_once_somebody_fits(cast):
    made = match_brief(cast.ada, cast.halden, text="# Letters\n\nPython is a must.", top=3, spent=Spent())
    search = save_search(cast.ada, made)
    make_engineer("Rosa", skills=["python"])
    search_again(search.id)
    tell()
    assert told(cast.ada) == ["search_found"]
    assert titles(cast.ada) == ["Somebody fits “Letters”"]


def test_with_an_account_go_the_words_of_its_comments_and_what_it_was_told(cast):
    about = brief_subject(make_brief(cast.halden))
    write_comment(cast.ada, about, Said("First.", uuid4()))
    tell()
    write_comment(cast.bo, about, Said("I live at Birkenweg 7.", uuid4()))
    write_comment(cast.ada, about, Said("Third.", uuid4()))
    tell()
    assert told(cast.bo) == ["comment_written"]
    bo = User.objects.get(id=cast.bo.id)
    erase_person(cast.bo, bo, address=bo.email)
    assert tables_that_hold("Birkenweg") == [] and told(cast.bo) == []
    assert Comment.objects.filter(text="").count() == 1
