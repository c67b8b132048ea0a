"""Correcting a name: one's own, and that of the organisation that one owns."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from guildworks.accounts.actions import erase_person
from guildworks.accounts.models import Organisation, User
from guildworks.accounts.names.actions import rename_organisation, rename_person
from guildworks.accounts.queries import acting_as_themself, local_operator
from guildworks.platform.models import Event
from tests.cast import make_account, make_admin, make_engineer, make_member

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def ada(cast) -> Client:
    return signed_in(User.objects.get(id=cast.ada.id))


def test_one_corrects_ones_own_name_and_is_called_so_at_the_next_click(ada, cast):
    assert 'value="Ada"' in ada.get("/account/name").content.decode()
    answer = ada.post("/account/name", {"name": "  Ada   Løvlie "}, follow=True)
    assert "You are called Ada Løvlie from now on." in unescape(answer.content.decode())
    assert User.objects.get(id=cast.ada.id).name == "Ada Løvlie"
    assert "Ada Løvlie" in ada.get("/organisation/people").content.decode()
    assert "Ada Løvlie" in signed_in(make_admin()).get(f"/desk/people/{User(id=cast.ada.id).shown_id}").content.decode()


@pytest.mark.parametrize("typed", ["", "   ", "x" * 201, "Ada\x00Lind", "Ada\u202eLind"])
def test_what_is_no_name_is_told_beside_the_field_and_stays_there(ada, cast, typed):
    answer = ada.post("/account/name", {"name": typed})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422 and "A name has 1 to 200 visible characters." in page
    assert "aria-invalid" in page and User.objects.get(id=cast.ada.id).name == "Ada"
    answer = ada.post("/organisation/name", {"name": typed})
    assert answer.status_code == 422 and "A name has 1 to 200 visible characters." in unescape(answer.content.decode())
    assert Organisation.objects.get(id=cast.halden.id).name == "Halden Mutual"


def test_the_owner_corrects_the_organisations_name_and_a_viewer_sees_no_way_to(ada, cast):
    answer = ada.post("/organisation/name", {"name": "Halden Gruppe"}, follow=True)
    assert "The organisation has its new name." in unescape(answer.content.decode())
    assert "People of Halden Gruppe" in answer.content.decode()
    viewer = signed_in(User.objects.get(id=cast.vi.id))
    assert "/organisation/name" not in viewer.get("/organisation/people").content.decode()


def test_the_operator_corrects_both_at_the_desk_and_for_whoever_asks(cast):
    page = f"/desk/organisations/{cast.halden.shown_id}"
    desk = signed_in(make_admin())
    assert f'action="{page}/name"' in desk.get(page).content.decode()
    assert desk.post(f"{page}/name", {"name": "Halden AS"}).status_code == 302
    assert Organisation.objects.get(id=cast.halden.id).name == "Halden AS"
    rename_person(local_operator(), User.objects.get(id=cast.bo.id), name="Bo Falk")
    assert User.objects.get(id=cast.bo.id).name == "Bo Falk"


def test_the_log_says_that_and_never_what_and_nothing_where_nothing_changed(cast):
    vi = User.objects.get(id=cast.vi.id)
    for _ in range(2):
        rename_person(acting_as_themself(vi), vi, name="Violet Zebrafish")
        rename_organisation(local_operator(), cast.halden, name="Halden Zebrafish")
    told = Event.objects.filter(name__endswith="renamed")
    assert sorted(told.values_list("name", "subject_id")) == [
        ("organisation.renamed", cast.halden.id),
        ("person.renamed", vi.id),
    ]
    assert "Zebrafish" not in str(list(told.values()))


def test_an_engineer_is_told_that_lists_have_the_name_of_their_profile(db):
    person = make_account(make_engineer("Rosa Lind"))
    browser = signed_in(person)
    assert "the name of" in browser.get("/account/name").content.decode()
    browser.post("/account/name", {"name": "Rosa B. Lind"})
    assert "Rosa B. Lind" in browser.get("/").content.decode()
    assert person.engineer_account.engineer_id and User.objects.get(id=person.id).name == "Rosa B. Lind"


def test_nobody_who_is_gone_gets_a_name_again(cast):
    gone = make_member("Gone")
    erase_person(acting_as_themself(gone), gone, address=gone.email)
    rename_person(local_operator(), gone, name="Back Again")
    assert User.objects.get(id=gone.id).name == "Erased person"
