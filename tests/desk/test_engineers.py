"""Engineers at the desk: found by how they stand, looked at, listed, and asked to look after their profile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from guildworks.accounts.models import Invitation
from guildworks.availability.actions.hours import pause_engineers
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.models import Event
from guildworks.talent.models import Engineer, Listing
from guildworks.talent.public.actions import open_public_page
from guildworks.talent.reading import read_resume
from guildworks.talent.resumes.actions import send_resume
from tests.cast import hold, make_account, make_brief, make_engineer

pytestmark = pytest.mark.django_db


def names(oda, **asked: str) -> list[str]:
    page = oda.get("/desk/engineers", asked).content.decode()
    return [one.public_name for one in Engineer.objects.order_by("public_name") if one.public_name in page]


@pytest.fixture
def everybody(operator) -> None:
    """One who stands in each way; Ana alone has an account."""
    make_account(make_engineer("Ana Found", skills=["python"]))
    pause_engineers(operator, [make_engineer("Bela Paused", skills=["rag"])])
    make_engineer("Ciro Unlisted", listed=False)
    make_engineer("Dora Silent", hours=None, day=None)


@pytest.mark.parametrize(
    ("stands", "who"),
    [
        ("found", ["Ana Found"]),
        ("paused", ["Bela Paused"]),
        ("unlisted", ["Ciro Unlisted"]),
        ("unconfirmed", ["Dora Silent"]),
        ("alone", ["Bela Paused", "Ciro Unlisted", "Dora Silent"]),
        ("no such way", ["Ana Found", "Bela Paused", "Ciro Unlisted", "Dora Silent"]),
    ],
)
def test_they_are_cut_down_to_those_who_stand_so(oda, everybody, stands, who):
    assert names(oda, stands=stands) == who


def test_hours_that_were_confirmed_too_long_ago_count_no_more(oda, everybody):
    with clock.at(clock.now() + timedelta(days=15)):
        assert names(oda, stands="unconfirmed") == ["Ana Found", "Dora Silent"]


def test_they_are_found_by_name_and_by_skill(oda, everybody):
    assert names(oda, search="ciro") == ["Ciro Unlisted"]
    assert names(oda, search="rag") == ["Bela Paused"]
    assert names(oda, search="\x00nobody") == []


def test_one_page_tells_what_is_said_seen_held_and_asked(oda, cast, operator):
    rosa = make_engineer(seen={"rag": 3.4})
    hold(rosa, hours=10, holder=make_brief(cast.halden, text="# Letters\n\nPython, 10 hours a week.").holder)
    page = oda.get(f"/desk/engineers/{rosa.shown_id}").content.decode()
    for words in ("3.4 ± 0.3", "Python", "advanced", "€90/h", "Letters", "Halden Mutual", "30 free", "English C1"):
        assert words in page


def test_somebody_is_listed_and_taken_off_again(oda):
    rosa = make_engineer(listed=False)
    address = f"/desk/engineers/{rosa.shown_id}"
    assert "is listed from now on" in oda.post(f"{address}/listing", follow=True).content.decode()
    assert Listing.objects.filter(engineer=rosa).exists()
    oda.post(f"{address}/unlisting")
    assert not Listing.objects.filter(engineer=rosa).exists()


def test_somebody_is_asked_to_look_after_their_profile(oda):
    rosa = make_engineer(email="rosa@example.org")
    address = f"/desk/engineers/{rosa.shown_id}"
    assert 'value="rosa@example.org"' in oda.get(address).content.decode()
    refused = oda.post(f"{address}/invitation", {"email": "no address"})
    assert refused.status_code == 422 and 'value="no address"' in refused.content.decode()
    oda.post(f"{address}/invitation", {"email": "rosa@example.org"})
    assert Invitation.objects.get().engineer_id == rosa.id
    assert "rosa@example.org is invited, until" in oda.get(address).content.decode()


def test_whoever_has_an_account_is_not_asked_again(oda):
    rosa = make_engineer()
    make_account(rosa)
    answer = oda.post(f"/desk/engineers/{rosa.shown_id}/invitation", {"email": "rosa@example.org"})
    assert answer.status_code == 409 and not Invitation.objects.exists()


def test_a_resume_is_taken_out_by_its_link_and_the_engineers_log_says_so(oda):
    rosa = make_engineer()
    page = f"/desk/engineers/{rosa.shown_id}"
    assert "No resume is kept." in oda.get(page).content.decode()
    content = b"Rosa Lind\n\nSkills: Python, RAG\n"
    itself = Actor("engineer", rosa.id)
    send_resume(itself, rosa, content=content, name="rosa.txt", read=read_resume(content, name="rosa.txt"))
    open_public_page(itself, rosa, handle="rosa-lind", shows=["headline"])
    shown = oda.get(page).content.decode()
    link = f"/engineers/{rosa.shown_id}/resume"
    assert f'<a href="{link}">rosa.txt</a>' in shown and '<a href="/engineers/rosa-lind">' in shown
    answer = oda.get(link)
    assert answer.content == content and "attachment" in answer["Content-Disposition"]
    taken = Event.objects.get(name="resume.taken_out")
    assert (taken.subject_id, taken.actor_kind) == (rosa.id, "operator")


def test_taking_out_ones_own_resume_is_nobodys_business(rosa_alone):
    browser, _ = rosa_alone
    assert browser.get("/me/profile/resume/file").status_code == 200
    assert not Event.objects.filter(name="resume.taken_out").exists()


@pytest.fixture
def rosa_alone():
    rosa = make_engineer()
    content = b"Rosa Lind\n\nSkills: Python, RAG\n"
    itself = Actor("engineer", rosa.id)
    send_resume(itself, rosa, content=content, name="rosa.txt", read=read_resume(content, name="rosa.txt"))
    browser = Client()
    browser.force_login(make_account(rosa))
    return browser, rosa
