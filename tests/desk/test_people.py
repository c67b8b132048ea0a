"""Accounts and organisations at the desk: found, looked at, and changed as their own owners change them."""

from __future__ import annotations

import pytest

from guildworks.accounts.models import Invitation, Membership, Organisation, User
from guildworks.platform.limits import set_limit
from tests.cast import make_account, make_brief, make_engineer, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def halden(cast) -> str:
    return f"/desk/organisations/{cast.halden.shown_id}"


@pytest.mark.parametrize("words", ["ADA@", "ada"])
def test_people_are_found_by_name_and_address_whatever_the_capitals(oda, cast, words):
    page = oda.get("/desk/people", {"search": words}).content.decode()
    assert "1 account, with" in page and "Halden Mutual, owner" in page
    assert "bo@example.org" not in page


def test_more_people_than_a_page_holds_stand_on_the_next(oda):
    set_limit("page_size", 10)
    for number in range(12):
        make_member(f"Person{number:02}")
    assert "Person11" not in oda.get("/desk/people").content.decode()
    assert "Person11" in oda.get("/desk/people?page=2").content.decode()


def test_one_account_says_where_it_belongs_and_whose_profile_it_looks_after(oda, cast):
    rosa = make_engineer()
    ada = oda.get(f"/desk/people/{User.objects.get(id=cast.ada.id).shown_id}").content.decode()
    assert "Halden Mutual" in ada and "owner" in ada
    engineer = oda.get(f"/desk/people/{make_account(rosa).shown_id}").content.decode()
    assert f"/desk/engineers/{rosa.shown_id}" in engineer and "They belong to no organisation" in engineer


def test_what_is_not_there_is_answered_as_such(oda):
    for path in ("people/usr_0", "people/eng_00000000000000000000000000", "organisations/org_x", "engineers/eng_y"):
        assert oda.get(f"/desk/{path}").status_code == 404


def test_a_new_organisation_leads_to_the_page_that_invites_its_owner(oda):
    answer = oda.post("/desk/organisations", {"name": "Vela  Clinics"}, follow=True)
    made = Organisation.objects.get(name="Vela Clinics")
    assert answer.redirect_chain[-1][0] == f"/desk/organisations/{made.shown_id}"
    oda.post(f"/desk/organisations/{made.shown_id}/invitations", {"email": "una@example.org", "role": "owner"})
    assert Invitation.objects.get(organisation=made).email == "una@example.org"


def test_a_name_that_is_none_is_refused_beside_its_field_and_kept(oda):
    answer = oda.post("/desk/organisations", {"name": "x" * 201})
    page = answer.content.decode()
    assert answer.status_code == 422 and "A name has 1 to 200 visible characters" in page and "x" * 201 in page
    assert Organisation.objects.filter(kind="client").count() == 0


def test_roles_are_given_and_people_taken_out(oda, cast, halden):
    make_brief(cast.halden, text="# Letters\n\nPython, 20 hours a week.")
    bo = User.objects.get(id=cast.bo.id)
    assert "Letters" in oda.get(halden).content.decode()
    assert oda.post(f"{halden}/people/{bo.shown_id}/role", {"role": "viewer"})["Location"] == halden
    assert Membership.objects.get(user=bo).role == "viewer"
    oda.post(f"{halden}/people/{bo.shown_id}/removal")
    assert not Membership.objects.filter(user=bo).exists()


def test_the_last_owner_stays_and_the_page_says_why(oda, cast, halden):
    ada = User.objects.get(id=cast.ada.id)
    answer = oda.post(f"{halden}/people/{ada.shown_id}/removal")
    assert answer.status_code == 409 and "owner" in answer.content.decode()
    assert Membership.objects.filter(user=ada).exists()


def test_invitations_are_sent_again_and_withdrawn(oda, cast, halden):
    oda.post(f"{halden}/invitations", {"email": "una@example.org", "role": "viewer"})
    first = Invitation.objects.get(ended_at=None)
    oda.post(f"{halden}/invitations/{first.shown_id}/sending")
    second = Invitation.objects.get(ended_at=None)
    assert second != first
    oda.post(f"{halden}/invitations/{second.shown_id}/withdrawal")
    assert not Invitation.objects.filter(ended_at=None).exists()
