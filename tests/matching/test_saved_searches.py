"""A search that is saved tells once, when somebody fits who did not, and neither loses that nor says it twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob as Job

from guildworks.accounts.models import Membership, User
from guildworks.matching.loosening.actions import loosen_brief
from guildworks.matching.models import SavedSearch, Shortlist
from guildworks.matching.saved.actions import (
    SEARCH_AGAIN,
    NothingToWaitFor,
    SavedAlready,
    TooManySearches,
    end_saved_search,
    save_search,
    search_again,
    take_up_searches,
)
from guildworks.matching.saved.queries import due_searches
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.limits import set_limit
from guildworks.platform.mail.draft import BadMail
from guildworks.platform.models import Event, Mail
from guildworks.platform.refusals import constraint_of
from guildworks.talent.actions import EvidenceDraft, list_engineers, record_evidence, unlist_engineers
from tests.cast import content_of, make_brief, make_engineer, make_list

pytestmark = pytest.mark.django_db
RUST = "Python and Rust are must-haves."


@pytest.fixture(autouse=True)
def mail_is_rows(settings) -> None:
    """As in the program: the runner would keep it in memory."""
    settings.EMAIL_BACKEND = "guildworks.platform.mail.outbox.Outbox"


@pytest.fixture
def short(cast) -> Shortlist:
    """A list of one, where ten were asked for."""
    make_engineer("Rosa", skills=("python", "rust"))
    return make_list(cast.ada, make_brief(cast.halden, text=RUST))


@pytest.fixture
def search(cast, short) -> SavedSearch:
    return save_search(cast.bo, short)


def somebody(name: str = "Emil") -> Any:
    return make_engineer(name, skills=("python", "rust"))


def told() -> list[str]:
    return list(Mail.objects.order_by("created_at").values_list("recipient", flat=True))


def state_of(search: SavedSearch) -> str | None:
    search.refresh_from_db()
    return search.ended_as


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=actor.id))
    return client


def test_nobody_is_told_while_nobody_came_and_no_list_is_left_of_it(search):
    before = Shortlist.objects.count(), Event.objects.count()
    search_again(search.id)
    assert state_of(search) is None
    assert told() == []
    assert (Shortlist.objects.count(), Event.objects.count()) == before


def test_whoever_saved_it_is_told_once_with_the_new_list_and_it_has_ended(search, cast):
    somebody()
    for _ in range(3):
        search_again(search.id)
    assert state_of(search) == "found"
    assert [person["name"] for person in search.found.found["roles"][0]["engineers"]].count("Emil") == 1
    assert told() == ["bo@example.org"]
    mail = Mail.objects.get()
    assert f"/shortlists/{search.found.shown_id}" in mail.text
    assert "Emil" not in mail.text + mail.subject
    found = Event.objects.get(name="search.found")
    assert found.facts == {
        "brief": str(search.brief_id),
        "shortlist": str(search.found_id),
        "person": str(cast.bo.id),
    }
    assert found.chain == cast.halden.chain


def test_one_who_leaves_and_comes_back_is_no_news_and_one_who_fits_a_further_role_is(cast, operator):
    rosa = make_engineer("Rosa", skills=("python", "pgvector"))
    text = (
        "We look for two people.\n\n## 1. ML engineer\nMust have: Python, pgvector.\n\n"
        "## 2. Data engineer\nMust have: Python, Rust.\n"
    )
    search = save_search(cast.ada, make_list(cast.ada, make_brief(cast.halden, text=text)))
    unlist_engineers(operator, [rosa])
    list_engineers(operator, [rosa])
    search_again(search.id)
    assert state_of(search) is None
    drafts = [EvidenceDraft("rust", "test", uuid4(), 3.0, 0.3, clock.today())]
    record_evidence(operator, {rosa: drafts})
    search_again(search.id)
    assert state_of(search) == "found"


@pytest.mark.parametrize(("role", "how"), [(None, "left"), ("viewer", "left")])
def test_whoever_does_not_work_there_any_more_is_told_nothing(search, cast, role, how):
    member = Membership.objects.get(user_id=cast.bo.id)
    if role:
        Membership.objects.filter(id=member.id).update(role=role)
    else:
        member.delete()
    somebody()
    search_again(search.id)
    assert state_of(search) == how
    assert told() == []


def test_it_ends_after_its_days_and_by_the_person_and_then_finds_nobody(search, cast):
    other = save_search(cast.ada, search.shortlist)
    end_saved_search(cast.ada, other)
    end_saved_search(cast.ada, other)
    somebody()
    with clock.at(clock.now() + timedelta(days=90)):
        assert search.id in due_searches(clock.now())
        search_again(search.id)
        search_again(other.id)
    assert (state_of(search), state_of(other)) == ("expired", "ended")
    assert told() == []
    assert Event.objects.filter(name="search.ended").count() == 2


def test_after_a_correction_it_tells_of_those_who_come_after_the_new_list(search, cast):
    make_engineer("Python alone", skills=("python",))
    loosened = loosen_brief(cast.ada, search.shortlist, "skills.rust:nice")
    assert len(loosened.engineers) == 2
    search_again(search.id)
    assert state_of(search) is None, "the two are known to whoever corrected the brief"
    make_engineer("Another", skills=("python",))
    search_again(search.id)
    assert state_of(search) == "found"


def test_after_a_correction_with_a_full_list_there_is_nothing_left_to_wait_for(cast):
    make_engineer("Python alone", skills=("python",))
    short = make_list(cast.ada, make_brief(cast.halden, text=RUST), top=1)
    search = save_search(cast.ada, short)
    loosen_brief(cast.ada, short, "skills.rust:nice")
    search_again(search.id)
    assert state_of(search) == "enough"
    assert told() == []


def test_an_organisation_that_had_many_lists_is_told_in_the_next_hour(search, cast):
    set_limit("shortlists_per_hour", 1)
    somebody()
    search_again(search.id)
    assert state_of(search) is None
    assert search.searched_at
    with clock.at(clock.now() + timedelta(hours=2)):
        search_again(search.id)
    assert state_of(search) == "found"


def test_one_search_lives_for_a_brief_and_a_person_and_none_for_a_full_list(search, cast):
    with pytest.raises(SavedAlready):
        save_search(cast.bo, search.shortlist)
    full = make_list(cast.ada, search.brief, top=1)
    with pytest.raises(NothingToWaitFor):
        save_search(cast.ada, full)
    set_limit("saved_searches_per_person", 1)
    other = make_list(cast.bo, make_brief(cast.halden, text="Go is a must."))
    with pytest.raises(TooManySearches):
        save_search(cast.bo, other)
    end_saved_search(cast.bo, search)
    assert save_search(cast.bo, other)


def test_raw_sql_begins_no_search_anew_that_has_ended(search, cast):
    end_saved_search(cast.bo, search)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        connection.cursor().execute("UPDATE matching_savedsearch SET ended_at = NULL, ended_as = NULL")
    assert constraint_of(refused.value) == "saved_search_ends_once"
    for statement in ("UPDATE matching_savedsearch SET person_id = person_id", "DELETE FROM matching_savedsearch"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_what_fails_on_the_way_leaves_the_search_as_it_was(search, cast):
    somebody()
    User.objects.filter(id=cast.bo.id).update(email="no address")
    with pytest.raises(BadMail), transaction.atomic():
        search_again(search.id)
    assert state_of(search) is None
    assert Shortlist.objects.count() == 1
    assert not Event.objects.filter(name="search.found").exists()
    User.objects.filter(id=cast.bo.id).update(email="bo@example.org")
    search_again(search.id)
    assert told() == ["bo@example.org"]


def test_so_many_are_taken_up_at_once_those_first_that_waited_longest(search, cast):
    set_limit("saved_searches_per_run", 1)
    later = save_search(cast.ada, search.shortlist)
    search_again(later.id)
    assert due_searches(clock.now()) == [search.id]
    assert take_up_searches() == 1
    (job,) = Job.objects.filter(task_name=SEARCH_AGAIN.name)
    assert job.args == {"search": str(search.id)}


def test_the_pages_say_that_it_waits_and_how_it_ended_to_whoever_saved_it_alone(search, cast):
    bo, ada = browser_of(cast.bo), browser_of(cast.ada)
    brief, made = f"/briefs/{search.brief.shown_id}", f"/shortlists/{search.shortlist.shown_id}"
    for address in (brief, made):
        assert b"You get a mail when somebody fits" in bo.get(address).content
        assert b"You get a mail when somebody fits" not in ada.get(address).content
    assert b"waiting for somebody" in bo.get("/briefs").content
    assert b"waiting for somebody" not in ada.get("/briefs").content
    somebody()
    search_again(search.id)
    for address in (brief, made):
        page = bo.get(address).content.decode()
        assert "Somebody was found" in page
        assert f'href="/shortlists/{search.__class__.objects.get().found.shown_id}"' in page
    assert b"waiting for somebody" not in bo.get("/briefs").content


def test_buttons_save_and_end_it_twice_is_once_and_others_find_nothing(short, cast):
    ada, cy, vi, address = (
        browser_of(cast.ada),
        browser_of(cast.cy),
        browser_of(cast.vi),
        f"/shortlists/{short.shown_id}",
    )
    assert b"Tell me when somebody fits" in ada.get(address).content
    assert b"Tell me when somebody fits" not in vi.get(address).content
    for _ in range(2):
        assert ada.post(f"{address}/saved-searches")["Location"] == f"{address}#role-1"
    search = SavedSearch.objects.get()
    assert cy.post(f"{address}/saved-searches").status_code == 404
    assert vi.post(f"{address}/saved-searches").status_code == 403
    for who in (cy, browser_of(cast.bo), vi):
        assert who.post(f"/saved-searches/{search.shown_id}/ending").status_code == 404
    assert ada.post(f"/saved-searches/{search.shown_id}/ending")["Location"] == f"/briefs/{short.brief.shown_id}"
    assert state_of(search) == "ended"
    assert b"Tell me when somebody fits" in ada.get(address).content
    assert content_of(ada.get(address))
