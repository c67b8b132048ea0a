"""The ways into the pages of holds that must stay shut: strangers, whoever only looks on, other hosts, markup."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from django.test import Client

from guildworks.accounts.models import User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.holds import accept_hold
from guildworks.availability.models import Reservation
from guildworks.matching.actions import match_brief
from guildworks.matching.addresses import way_back
from guildworks.matching.models import Shortlist
from guildworks.matching.spent import Spent
from guildworks.platform.ids import shown
from guildworks.platform.limits import set_limit
from guildworks.talent.models import Engineer
from tests.cast import content_of, hold, make_brief, make_engineer, week
from tests.security.test_doors import EVIL

MARKUP = "<script>x</script>\"'><img src=x onerror=y>"
TEXT = "Python is a must, 20 hours a week for 8 weeks."

pytestmark = pytest.mark.django_db


def browser_of(actor, *, checks: bool = False) -> Client:
    opened = Client(raise_request_exception=False, enforce_csrf_checks=checks)
    opened.force_login(User.objects.get(id=actor.id))
    return opened


@pytest.fixture
def rosa(db) -> Engineer:
    return make_engineer("Rosa Lind")


@pytest.fixture
def made(cast, rosa) -> Shortlist:
    return match_brief(cast.ada, cast.halden, text=TEXT, top=5, spent=Spent())


def form(*engineers: Engineer, back: str = "") -> dict[str, object]:
    ids = [one.shown_id for one in engineers]
    return {"engineer": ids, "hours": "20", "weeks": "8", "starts": week(1).isoformat(), "back": back}


def test_a_stranger_places_and_releases_nothing_and_is_told_what_nobody_would_be(cast, rosa, made):
    cy = browser_of(cast.cy)
    of_nobody = cy.post(f"/briefs/{shown('brf', uuid4())}/holds", form(rosa))
    answer = cy.post(f"/briefs/{made.brief.shown_id}/holds", form(rosa))
    assert answer.status_code == of_nobody.status_code == 404
    assert not Reservation.objects.exists()
    (held,) = hold(rosa, holder=made.brief.holder)
    assert cy.post("/holds/releases", {"hold": held.shown_id}).status_code == 404
    held.refresh_from_db()
    assert held.state == "hold"


def test_a_hold_that_is_not_yours_spoils_the_release_of_your_own(cast, rosa, made):
    (theirs,) = hold(rosa, holder=make_brief(cast.strangers).holder)
    (ours,) = hold(make_engineer("Other"), holder=made.brief.holder)
    sent = {"hold": [ours.shown_id, theirs.shown_id]}
    assert browser_of(cast.ada).post("/holds/releases", sent).status_code == 404
    assert set(Reservation.objects.values_list("state", flat=True)) == {"hold"}


def test_whoever_only_looks_on_sees_holds_and_has_no_way_to_change_them(cast, rosa, made):
    (held,) = hold(rosa, holder=made.brief.holder)
    vi = browser_of(cast.vi)
    for address in ("/holds", f"/shortlists/{made.shown_id}", f"/shortlists/{made.shown_id}/engineers/{rosa.shown_id}"):
        page = vi.get(address).content.decode().split("<main")[1]
        assert "<count-down" in page
        assert "/holds/new" not in page and "/holds/releases" not in page and "Hold together" not in page
    assert vi.post("/holds/releases", {"hold": held.shown_id}).status_code == 403
    sent = vi.post(f"/briefs/{made.brief.shown_id}/holds", {"engineer": "nonsense", "hours": "many"})
    assert sent.status_code == 403
    assert "Only an owner or a hiring manager" in sent.content.decode()
    assert Reservation.objects.get().state == "hold"


def test_nobody_sees_what_others_hold(cast, rosa, made):
    hold(rosa, holder=make_brief(cast.strangers, text="# Secret plan\n\n" + TEXT).holder)
    ada = browser_of(cast.ada)
    for address in ("/holds", f"/shortlists/{made.shown_id}", f"/shortlists/{made.shown_id}/engineers/{rosa.shown_id}"):
        page = ada.get(address).content.decode()
        assert "<count-down" not in page and "Secret plan" not in page and "badge" not in page


def test_what_lacks_hours_never_tells_who_has_them(cast, rosa, made):
    accept_hold(local_operator(), hold(rosa, hours=30, holder=make_brief(cast.strangers).holder)[0])
    page = browser_of(cast.ada).post(f"/briefs/{made.brief.shown_id}/holds", form(rosa)).content.decode()
    assert "10 h left" in page
    assert "Elsewhere" not in page and "accepted" not in page.lower().replace("accepted, it lives 14 days", "")


def test_whoever_asks_on_is_told_no_more_and_not_even_whether_it_would_fit(cast, rosa, made):
    set_limit("refused_holds_per_hour", 2)
    hold(rosa, hours=30, holder=make_brief(cast.strangers).holder)
    ada, bo, address = browser_of(cast.ada), browser_of(cast.bo), f"/briefs/{made.brief.shown_id}/holds"
    assert [ada.post(address, form(rosa)).status_code for _ in range(2)] == [409, 409]
    answers = [bo.post(address, {**form(rosa), "hours": hours}) for hours in ("20", "9")]
    for answer in answers:
        text = answer.content.decode()
        assert answer.status_code == 429 and "was told too often within an hour" in text
        assert "h left" not in text and "Ask for" not in text
    assert Reservation.objects.count() == 1
    assert browser_of(cast.cy).get(address + "/new").status_code == 404


def test_whoever_is_not_listed_is_as_unknown_as_nobody(cast, rosa, made):
    hidden = make_engineer("Hidden", listed=False)
    ada = browser_of(cast.ada)
    answers = [
        ada.get(f"/briefs/{made.brief.shown_id}/holds/new?engineer={one}")
        for one in (hidden.shown_id, shown("eng", uuid4()))
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert content_of(answers[0]) == content_of(answers[1])
    assert ada.post(f"/briefs/{made.brief.shown_id}/holds", form(rosa, hidden)).status_code == 404
    assert not Reservation.objects.exists()


def test_without_its_token_a_form_changes_nothing(cast, rosa, made):
    (held,) = hold(rosa, holder=made.brief.holder)
    ada = browser_of(cast.ada, checks=True)
    assert ada.post("/holds/releases", {"hold": held.shown_id}).status_code == 403
    assert ada.post(f"/briefs/{made.brief.shown_id}/holds", form(make_engineer("Other"))).status_code == 403
    assert list(Reservation.objects.values_list("state", flat=True)) == ["hold"]


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example/shortlists/x",
        "/\\evil.example",
        "\\\\evil.example",
        "///evil.example",
        "/\t/evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "//[",
        "/account/logout/",
        "/demo/sign-in",
        "shortlists/x",
        "x" * 5000,
    ],
)
def test_nobody_is_sent_to_another_place(cast, rosa, made, back):
    assert way_back(back) == ""
    ada = browser_of(cast.ada)
    page = ada.get(f"/briefs/{made.brief.shown_id}/holds/new?{urlencode({'engineer': rosa.shown_id, 'back': back})}")
    assert "evil" not in page.content.decode() and "alert(1)" not in page.content.decode()
    answer = ada.post(f"/briefs/{made.brief.shown_id}/holds", form(rosa, back=back))
    assert answer.status_code == 302 and answer["Location"] == "/holds"


def test_the_pages_under_a_list_are_come_back_to(made, rosa):
    for address in (
        f"/shortlists/{made.shown_id}#role-1",
        f"/shortlists/{made.shown_id}/compare?engineer=a&engineer=b",
        f"/shortlists/{made.shown_id}/engineers/{rosa.shown_id}?role=2",
    ):
        assert way_back(address) == address


def test_titles_and_names_stay_text(cast):
    evil = make_engineer(f"Name {MARKUP}")
    brief = make_brief(cast.halden, text=f"# Title {MARKUP}\n\n{TEXT}")
    ada = browser_of(cast.ada)
    address = f"/briefs/{brief.shown_id}/holds"
    pages = [
        ada.get(f"{address}/new?engineer={evil.shown_id}"),
        ada.post(address, {**form(evil), "hours": MARKUP, "weeks": MARKUP, "starts": MARKUP}),
        ada.post(address, {**form(evil), "hours": "160"}),
    ]
    hold(evil, holder=brief.holder)
    pages += [ada.post(address, form(evil)), ada.get("/holds")]
    for page in pages:
        text = page.content.decode()
        assert "Name &lt;script&gt;" in text and "Title &lt;script&gt;" in text
        scripts = re.findall(r"<script[^>]*>", text)
        assert all('src="/static/web/count-down.js' in script for script in scripts)
        assert "<img" not in text and " style=" not in text and "onerror=y>" not in text.replace("onerror=y&gt;", "")


@pytest.mark.parametrize("what", EVIL)
def test_what_is_no_id_is_not_found(cast, rosa, made, what):
    ada = browser_of(cast.ada)
    for answer in (
        ada.get(f"/briefs/{made.brief.shown_id}/holds/new", {"engineer": what}),
        ada.get(f"/briefs/{quote(what, safe='')}/holds/new", {"engineer": rosa.shown_id}),
        ada.post(f"/briefs/{made.brief.shown_id}/holds", {**form(), "engineer": [what]}),
        ada.post("/holds/releases", {"hold": what}),
    ):
        assert answer.status_code == 404
        assert "Traceback" not in answer.content.decode()


def test_the_script_is_our_own_and_the_rules_for_browsers_stand(cast, rosa, made):
    hold(rosa, holder=made.brief.holder)
    answer = browser_of(cast.ada).get("/holds")
    assert re.findall(r"<script[^>]*>", answer.content.decode())[0].startswith('<script type="module" src="/static/')
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
