"""All that is kept of a person, for themself: whole, explained, without what is others', and within its bounds."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from time import monotonic
from typing import Any
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from guildworks.accounts.actions import (
    TooManyExports,
    end_membership,
    export_own_data,
    invite_member,
    make_password_link,
)
from guildworks.accounts.events import MEMBER_JOINED
from guildworks.accounts.models import Membership, User
from guildworks.accounts.queries import acting_as_themself, local_operator
from guildworks.matching.actions import correct_brief, make_shortlist, write_brief
from guildworks.matching.correcting import Typed
from guildworks.matching.spent import Spent
from guildworks.platform import clock, events
from guildworks.platform.actions import write_mails
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotAllowed
from guildworks.platform.limits import set_limit
from guildworks.platform.mail.draft import Draft
from tests.cast import hold, make_account, make_brief, make_engineer, make_list, make_member

TEXT = "We need Python for 20 hours a week for 8 weeks."
PASSWORD = "seven herons over Tallinn"

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe(cast) -> User:
    """Somebody who hires for Halden and has done one of each thing."""
    user = make_member("Zoe", cast.halden, role="hiring_manager", password=PASSWORD)
    Client(headers={"user-agent": "Zoe's browser"}).post("/account/login/", {"login": user.email, "password": PASSWORD})
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Telephone", "credential": "topsecret"})
    EmailAddress.objects.create(user=user, email="unproved@example.org", verified=False)
    actor, rosa = Actor("user", user.id, cast.halden.id, "hiring_manager"), make_engineer("Rosa Lind")
    brief = write_brief(actor, cast.halden, text=TEXT, spent=Spent())
    correct_brief(actor, brief, [Typed("hours_per_week", "value", {"hours": "24"}, 0)])
    make_shortlist(actor, brief, top=1, spent=Spent())
    hold(rosa, actor=actor, holder=brief.holder)
    write_mails([Draft(user.email, "For Zoe", "Dear Zoe"), Draft("bo@example.org", "For Bo", "Dear Bo, Zoe wrote")])
    make_password_link(local_operator(), user)
    return user


def exported(user: User) -> ZipFile:
    return ZipFile(BytesIO(export_own_data(acting_as_themself(user), user)))


def files_of(user: User) -> dict[str, list[dict[str, Any]]]:
    archive = exported(user)
    return {
        name.removesuffix(".json"): json.loads(archive.read(name))
        for name in archive.namelist()
        if name.endswith(".json")
    }


def test_it_holds_one_of_each_thing_that_they_have(cast, zoe):
    invite_member(cast.cy, cast.strangers, email=zoe.email, role="viewer")
    files = files_of(zoe)
    assert files["account"][0] | {"created_at": "", "last_login": ""} == {
        "id": zoe.shown_id, "name": "Zoe", "email": zoe.email, "created_at": "", "last_login": "",
        "has_password": True,
    }  # fmt: skip
    assert {(one["email"], one["verified"]) for one in files["addresses"]} == {
        (zoe.email, True), ("unproved@example.org", False),
    }  # fmt: skip
    assert [(one["name"], one["role"]) for one in files["memberships"]] == [("Halden Mutual", "hiring_manager")]
    assert [one["browser"] for one in files["sessions"]] == ["Zoe's browser"]
    assert [(one["kind"], one["name"]) for one in files["second_factors"]] == [("webauthn", "Telephone")]
    assert [one["text"] for one in files["briefs"]] == [TEXT]
    assert [(one["item"], one["says"]) for one in files["corrections"]] == [("hours_per_week", "value")]
    assert [one["brief"] for one in files["shortlists"]] == [files["briefs"][0]["id"]]
    assert [one["state"] for one in files["holds"]] == ["hold"]
    assert [one["sent_by_you"] for one in files["invitations"]] == [False]
    assert [(one["subject"], one["text"]) for one in files["mails"]] == [("For Zoe", "Dear Zoe")]
    assert {(one["name"], one["by_you"]) for one in files["events"]} == {
        ("brief.written", True), ("brief.corrected", True), ("shortlist.made", True), ("hold.placed", True),
        ("person.password_link_made", False),
    }  # fmt: skip


def test_a_text_explains_each_file(zoe):
    archive = exported(zoe)
    told = archive.read("README.txt").decode()
    for name in archive.namelist():
        assert name == "README.txt" or f"\n{name}: " in told
    assert "briefs.json: Briefs that you have written. 1 entry.\n" in told
    assert "There are more" not in told


def test_nothing_of_others_and_no_secret_is_in_it(cast, zoe):
    invite_member(Actor("user", zoe.id, cast.halden.id, "owner"), cast.halden, email="di@example.org", role="viewer")
    archive = exported(zoe)
    everything = "".join(archive.read(name).decode() for name in archive.namelist())
    for word in ("Rosa", "Ada", "ada@", "Bo", "bo@", "di@example.org", "topsecret", zoe.password, "pbkdf2"):
        assert word not in everything
    assert '"sent_by_you": true' in everything


def test_what_was_written_for_an_organisation_that_they_have_left_is_named_without_its_words(cast, zoe):
    end_membership(local_operator(), Membership.objects.get(user=zoe))
    files = files_of(zoe)
    assert [set(one) for one in files["briefs"]] == [{"id", "written_at"}]
    assert [set(one) for one in files["corrections"]] == [{"brief", "item", "made_at"}]


def test_mails_to_an_address_that_they_never_proved_are_not_theirs(zoe):
    write_mails([Draft("unproved@example.org", "Secret", "Of somebody else")])
    assert [one["subject"] for one in files_of(zoe)["mails"]] == ["For Zoe"]


def test_nobody_else_may_take_it(cast, zoe):
    for actor in (cast.ada, local_operator(), cast.cy):
        with pytest.raises(NotAllowed):
            export_own_data(actor, zoe)


def test_three_times_a_day(zoe):
    for _ in range(3):
        exported(zoe)
    with pytest.raises(TooManyExports, match="as often as one may") as refused:
        exported(zoe)
    assert "3 times" in refused.value.hint
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert exported(zoe)


def test_what_is_cut_says_so(zoe):
    set_limit("export_rows", 100)
    actor = acting_as_themself(zoe)
    for _ in range(120):
        events.record(MEMBER_JOINED, zoe.ref, actor, chain="operator", role="viewer")
    archive = exported(zoe)
    kept = json.loads(archive.read("events.json"))
    assert (len(kept), kept[0]["name"]) == (100, "member.joined")
    assert "100 entries. There are more, older ones" in archive.read("README.txt").decode()


def test_bytes_have_a_bound_too(zoe):
    set_limit("export_bytes", 100_000)
    write_mails([Draft(zoe.email, "Long", "x" * 90_000) for _ in range(2)])
    archive = exported(zoe)
    assert len(json.loads(archive.read("mails.json"))) == 1
    assert sum(one.file_size for one in archive.infolist()) < 110_000


def test_10_000_events_take_seconds_not_minutes(zoe):
    actor = acting_as_themself(zoe)
    for _ in range(10_000):
        events.record(MEMBER_JOINED, zoe.ref, actor, chain="operator", role="viewer")
    began = monotonic()
    archive = exported(zoe)
    assert monotonic() - began < 5
    assert len(json.loads(archive.read("events.json"))) > 10_000


@pytest.fixture
def rosa(cast) -> User:
    """An engineer with an account, who stands on a list and came near on another."""
    engineer = make_engineer("Rosa Lind", seen={"python": 3.0}, email="rosa@example.org")
    user = make_account(engineer)
    brief = make_brief(cast.halden, text=TEXT)
    make_list(cast.ada, brief)
    near = make_brief(cast.halden, text="You must know Python and pgvector. At most 40 EUR per hour.")
    make_list(cast.ada, near)
    hold(engineer, actor=cast.ada, holder=brief.holder)
    return user


def test_an_engineer_has_their_profile_hours_holds_and_every_decision_with_its_reasons(rosa):
    files = files_of(rosa)
    assert [one["public_name"] for one in files["profile"]] == ["Rosa Lind"]
    assert [one["skill"] for one in files["claims"]] == ["python"]
    assert [one["mean"] for one in files["evidence"]] == [3.0]
    assert [one["hourly"] for one in files["rates"]] == ["90"]
    assert [one["language"] for one in files["languages"]] == ["en"]
    assert [one["hours"] for one in files["working_week"]] == [40.0]
    assert [one["state"] for one in files["reservations"]] == ["hold"]
    assert len(files["listing"]) == 1
    near, listed = files["decisions"]
    assert [role["stood"] for role in listed["roles"]] == ["listed"]
    assert [role["stood"] for role in near["roles"]] == ["not_listed"]
    assert "pgvector" in near["roles"][0]["because"]
    assert "your rate of €90/h is above its range" in near["roles"][0]["because"]


def test_a_decision_tells_an_engineer_no_budget_and_no_client(rosa):
    decisions = files_of(rosa)["decisions"]
    assert {name for one in decisions for name in one} == {"list", "made_at", "roles"}
    assert "40" not in str([one["roles"] for one in decisions])
    assert "Halden" not in str(decisions)


def test_who_is_no_engineer_has_no_profile_in_it(zoe):
    assert "profile" not in files_of(zoe)
