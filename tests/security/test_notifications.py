"""Ways into other people's notifications that must stay shut: strangers, colleagues, other organisations, markup."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from guildworks.accounts.models import Membership, Organisation, User
from guildworks.accounts.queries import local_operator
from guildworks.conversations.models import Notification
from guildworks.conversations.queries import notifications_visible_to
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.ids import shown
from guildworks.platform.models import Mail
from tests.cast import content_of, hold, make_brief, make_engineer
from tests.conversations.telling import tell

MARKUP = "<script>x</script>\"'><img src=x onerror=y>"
TEXT = "Python is a must, 20 hours a week for 8 weeks."

pytestmark = pytest.mark.django_db


def browser_of(actor, *, checks: bool = False) -> Client:
    opened = Client(raise_request_exception=False, enforce_csrf_checks=checks)
    opened.force_login(User.objects.get(id=actor.id))
    return opened


@pytest.fixture
def of_ada(cast) -> Notification:
    """Ada is told that Bo holds Rosa."""
    tell()
    hold(make_engineer("Rosa Lind"), holder=make_brief(cast.halden).holder, actor=cast.bo)
    tell()
    return Notification.objects.get(user=cast.ada.id)


def test_somebody_elses_is_as_unknown_as_none_to_strangers_colleagues_and_admins(cast, of_ada, admin):
    ids = (of_ada.shown_id, shown("ntf", uuid4()))
    for who in (cast.cy, cast.bo, admin):
        browser = browser_of(who)
        answers = [browser.get(f"/notifications/{one}") for one in ids]
        assert [answer.status_code for answer in answers] == [404, 404]
        of_hers, of_nobody = (content_of(answer).decode() for answer in answers)
        assert of_hers.replace(ids[0], "") == of_nobody.replace(ids[1], "")
        assert browser.post("/notifications/seen", {"until": of_ada.shown_id}).status_code == 404
        assert b"Rosa" not in browser.get("/notifications").content
    of_ada.refresh_from_db()
    assert of_ada.seen_at is None


def test_the_command_line_which_may_see_all_else_sees_nobodys(of_ada):
    assert not notifications_visible_to(local_operator()).exists()


def test_of_another_organisation_nothing_is_shown_while_one_acts_for_this_one(cast, of_ada):
    vela = Organisation.objects.create(kind="client", name="Vela Clinics")
    Membership.objects.create(user_id=cast.ada.id, organisation=vela, role="viewer", joined_at=clock.now())
    ada = browser_of(cast.ada)
    assert b"Rosa" in ada.get("/notifications").content
    ada.post("/organisation", {"organisation": vela.shown_id})
    page = ada.get("/notifications").content
    assert b"Rosa" not in page and b"Nothing yet, at Vela Clinics" in page
    assert b'class="badge"' not in page
    assert ada.get(f"/notifications/{of_ada.shown_id}").status_code == 404
    assert ada.post("/notifications/seen", {"until": of_ada.shown_id}).status_code == 404
    ada.post("/organisation", {"organisation": cast.halden.shown_id})
    assert ada.get(f"/notifications/{of_ada.shown_id}").status_code == 302


def test_whoever_has_left_sees_nothing_any_more(cast, of_ada):
    Membership.objects.filter(user=cast.bo.id).update(role="owner")
    Membership.objects.filter(user=cast.ada.id).delete()
    ada = browser_of(cast.ada)
    for address in ("/notifications", f"/notifications/{of_ada.shown_id}", "/notifications/preferences"):
        answer = ada.get(address)
        assert answer.status_code == 403
        assert b"Rosa" not in answer.content


def test_nobody_of_another_organisation_is_named(cast, of_ada, admin):
    """What the operator's people do for a client is done by the operator, whoever of them it was."""
    operator = Actor("operator", admin.id, local_operator().organisation_id, "admin")
    hold(make_engineer("Juno"), holder=make_brief(cast.halden).holder, actor=operator)
    tell()
    page = browser_of(cast.ada).get("/notifications").content.decode().split("<main")[1]
    assert "The operator has placed a hold on Juno" in page and admin.name not in page


@pytest.mark.parametrize("where", ["engineer", "brief", "person", "organisation"])
def test_markup_in_a_name_stays_text(cast, of_ada, where):
    if where == "engineer":
        engineer = make_engineer("Juno")
        type(engineer).objects.filter(id=engineer.id).update(public_name=MARKUP)
        hold(engineer, holder=make_brief(cast.halden).holder, actor=cast.bo)
    elif where == "brief":
        brief = make_brief(cast.halden, text=f"# {MARKUP}\n\n{TEXT}")
        hold(make_engineer("Juno"), holder=brief.holder, actor=cast.bo)
    elif where == "person":
        User.objects.filter(id=cast.bo.id).update(name=MARKUP)
    else:
        Organisation.objects.filter(id=cast.halden.id).update(name=MARKUP)
    tell()
    ada = browser_of(cast.ada)
    for address in ("/notifications", "/notifications/preferences"):
        page = ada.get(address).content.decode()
        assert "<script>x" not in page and "<img src=x" not in page
    assert "&lt;script&gt;x" in ada.get("/notifications").content.decode()


def test_a_notification_leads_to_a_page_of_this_site_alone(cast, of_ada):
    ada = browser_of(cast.ada)
    for more in ("?next=https://evil.example", "?back=//evil.example"):
        assert ada.get(f"/notifications/{of_ada.shown_id}{more}")["Location"] == "/holds"


def test_to_look_where_it_leads_is_not_to_see_it(cast, of_ada):
    assert browser_of(cast.ada).head(f"/notifications/{of_ada.shown_id}").status_code == 302
    of_ada.refresh_from_db()
    assert of_ada.seen_at is None


def test_without_its_token_a_form_changes_nothing(cast, of_ada):
    ada = browser_of(cast.ada, checks=True)
    assert ada.post("/notifications/seen", {"until": of_ada.shown_id}).status_code == 403
    assert ada.post("/notifications/preferences", {"mail-role_changed": "none"}).status_code == 403
    of_ada.refresh_from_db()
    assert of_ada.seen_at is None


def test_notifications_keep_no_words(cast, of_ada):
    """So that there is nothing to erase in them: ids, times and words of closed lists."""
    columns = {field.attname for field in Notification._meta.concrete_fields}
    assert columns == {
        "id", "user_id", "organisation_id", "kind", "about_kind", "about_id", "event_id", "on_page", "mailing",
        "made_at", "seen_at", "mail_id",
    }  # fmt: skip
    assert not Mail.objects.filter(text__contains="Rosa").exists(), "a digest has its words when it is sent"
