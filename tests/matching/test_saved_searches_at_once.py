"""Saved searches with several workers, and with a log in which nothing has happened since."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guildworks.matching.models import SavedSearch, Shortlist
from guildworks.matching.saved.actions import (
    SavedAlready,
    end_saved_search,
    save_search,
    search_again,
    take_up_searches,
)
from guildworks.matching.saved.queries import due_searches
from guildworks.platform import clock
from guildworks.platform.models import Event, Mail
from tests.cast import Cast, make_brief, make_cast, make_engineer, make_list
from tests.platform.test_jobs import done_within

pytestmark = pytest.mark.usefixtures("own_database")
RUST = "Python and Rust are must-haves."


@pytest.fixture(autouse=True)
def mail_is_rows(settings) -> None:
    settings.EMAIL_BACKEND = "guildworks.platform.mail.outbox.Outbox"


@pytest.fixture
def cast(own_database) -> Cast:
    return make_cast()


@pytest.fixture
def short(cast) -> Shortlist:
    return make_list(cast.ada, make_brief(cast.halden, text=RUST))


def test_four_workers_at_one_search_tell_once(cast, short, at_once):
    search = save_search(cast.bo, short)
    make_engineer("Emil", skills=("python", "rust"))
    _, lost = at_once(4, lambda: search_again(search.id))
    assert lost == []
    assert Mail.objects.count() == Event.objects.filter(name="search.found").count() == 1
    assert SavedSearch.objects.get().ended_as == "found"
    assert Shortlist.objects.count() == 2


def test_of_several_clicks_at_once_one_saves(cast, short, at_once):
    won, lost = at_once(5, lambda: save_search(cast.ada, short))
    assert (len(won), {type(each) for each in lost}) == (1, {SavedAlready})


def test_one_who_ends_a_search_while_it_finds_somebody_leaves_it_ended_once(cast, short, at_once):
    search = save_search(cast.bo, short)
    make_engineer("Emil", skills=("python", "rust"))
    acts = iter([lambda: end_saved_search(cast.bo, search), lambda: search_again(search.id)])
    _, lost = at_once(2, lambda: next(acts)())
    assert lost == []
    ended = SavedSearch.objects.get()
    assert ended.ended_as in ("found", "ended")
    assert Mail.objects.count() == (ended.ended_as == "found")


def test_nothing_is_searched_anew_while_nothing_has_happened_to_anybody_but_once_a_day(cast, short):
    search, now = save_search(cast.bo, short), clock.now()
    assert due_searches(now) == [search.id]
    search_again(search.id)
    assert due_searches(now) == []
    make_brief(cast.halden)
    assert due_searches(now) == [], "what clients do brings nobody"
    assert due_searches(now + timedelta(days=1, minutes=1)) == [search.id]
    make_engineer("Emil", skills=("python", "rust"))
    assert due_searches(now) == [search.id]


def test_a_worker_finds_whom_a_search_waited_for_and_writes_the_mail(cast, short):
    save_search(cast.bo, short)
    make_engineer("Emil", skills=("python", "rust"))
    assert take_up_searches() == 1
    done_within(lambda: SavedSearch.objects.filter(ended_as="found").exists(), at_once=1)
    assert [mail.recipient for mail in Mail.objects.all()] == ["bo@example.org"]
