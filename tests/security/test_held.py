"""What must not work with the link of whoever is held, and that what it tells goes to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import resolve
from structlog.testing import capture_logs

from guildworks.accounts.models import Organisation, User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.holds import place_hold, release_holds
from guildworks.availability.load import Load
from guildworks.availability.models import HoldNotice, Reservation, TalkAnswer
from guildworks.availability.talks import Talk
from guildworks.matching.held import engineer_of, token_of
from guildworks.matching.notices import tell_of_holds
from guildworks.platform import clock
from guildworks.platform.models import Event, Mail
from guildworks.talent.actions import erase_engineer
from guildworks.talent.models import Engineer
from guildworks.web.refusals import RefusalMiddleware
from tests.cast import make_brief, make_engineer, tables_that_hold, week
from tests.security.test_doors import EVIL

MARKUP = "<script>x</script>\"'><img src=x onerror=y>"
POSTS = ("acceptance", "declining", "talk")

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(db) -> Engineer:
    return make_engineer("Rosa Lind", email="rosa@engineers.example")


@pytest.fixture
def held(cast, rosa) -> Reservation:
    return held_for(cast, rosa)


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


def held_for(cast, engineer: Engineer) -> Reservation:
    """Somebody held for a new brief of Halden, with a time for a talk."""
    talk = Talk((clock.now() + timedelta(hours=20),), 30, "Europe/Berlin")
    brief = make_brief(cast.halden, text="# Zebrafish\n\nPython is a must, 20 hours a week for 8 weeks.")
    return place_hold(cast.ada, [engineer], holder=brief.holder, load=Load(week(1), (4,)), talks={engineer.id: talk})[0]


def path(hold: Reservation) -> str:
    return f"/held/{token_of(hold)}"


def untouched(hold: Reservation) -> bool:
    now = Reservation.objects.get(id=hold.id)
    return now.state == "hold" and now.accepted_at is None and not TalkAnswer.objects.exists()


class TestTheToken:
    def test_a_token_opens_its_own_hold_alone(self, cast, rosa, held, browser):
        other = held_for(cast, make_engineer("Other"))
        signature = token_of(held).partition(".")[2]
        mixed = f"{other.shown_id.removeprefix('hld_')}.{signature}"
        answers = [browser.get(f"/held/{mixed}"), browser.post(f"/held/{mixed}/declining")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert untouched(other) and untouched(held)

    @pytest.mark.parametrize("change", ["last", "first", "none", "more", "lower"])
    def test_one_that_was_changed_leads_nowhere_and_tells_nothing(self, held, browser, change):
        id_, _, signature = token_of(held).partition(".")
        token = {
            "last": f"{id_}.{signature[:-1]}{'A' if signature[-1] != 'A' else 'B'}",
            "first": f"{id_}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}",
            "none": f"{id_}.",
            "more": f"{id_}.{signature}A",
            "lower": f"{id_}.{signature.swapcase()}",
        }[change]
        answer = browser.get(f"/held/{token}")
        assert answer.status_code == 404 and "leads to no hold" in answer.content.decode()
        assert "Halden" not in answer.content.decode() and "Rosa" not in answer.content.decode()

    @pytest.mark.parametrize("what", [each for each in EVIL if "/" not in each and each.isprintable()])
    def test_what_is_no_token_is_not_found(self, held, browser, what):
        from urllib.parse import quote

        answer = browser.get(f"/held/{quote(what, safe='')}")
        assert answer.status_code in (404, 429) and "Traceback" not in answer.content.decode()

    def test_another_secret_key_opens_nothing(self, held, browser, settings):
        before = path(held)
        settings.SECRET_KEY = "another secret of tests alone, longer than fifty characters"
        assert browser.get(before).status_code == 404

    def test_it_is_kept_nowhere_but_in_the_mail(self, held):
        tell_of_holds()
        signature = token_of(held).partition(".")[2]
        assert tables_that_hold(signature) == ["platform_mail"]
        assert signature not in str([vars(event) for event in Event.objects.all()])

    def test_whoever_guesses_on_is_stopped_and_whoever_has_the_link_before_is_not_counted(self, held, browser):
        for _ in range(15):
            assert browser.get(path(held)).status_code == 200
        answers = [browser.get(f"/held/guess{number}").status_code for number in range(12)]
        assert answers[:10] == [404] * 10 and answers[-1] == 429


class TestTheLink:
    def test_opening_it_any_number_of_times_changes_nothing(self, held, browser):
        for address in (path(held), f"{path(held)}/talk.ics"):
            for send in (browser.get, browser.head, browser.get):
                send(address)
        for what in POSTS:
            assert browser.get(f"{path(held)}/{what}").status_code == 405
        assert untouched(held)

    def test_its_address_goes_to_no_other_site_and_into_no_cache(self, held, browser):
        for answer in (browser.get(path(held)), browser.get("/held/none"), browser.post(f"{path(held)}/talk")):
            assert answer["Referrer-Policy"] == "no-referrer"
            assert "no-store" in answer["Cache-Control"]
            assert "set-cookie" not in {name.lower() for name in answer.headers}

    def test_it_says_nothing_of_the_briefs_words(self, held, browser):
        page = browser.get(path(held)).content.decode()
        assert "Halden Mutual" in page and "Python" in page
        assert "Zebrafish" not in page and "ada@example.org" not in page

    def test_what_has_ended_answers_nobody_and_names_nobody(self, held, browser):
        release_holds(local_operator(), [held])
        for answer in (browser.get(path(held)), *(browser.post(f"{path(held)}/{what}") for what in POSTS)):
            text = answer.content.decode()
            assert answer.status_code == 410 and "released" in text
            assert "Halden" not in text and "Rosa" not in text
        assert browser.get(f"{path(held)}/talk.ics").status_code == 410

    def test_one_from_last_year_tells_that_its_time_is_over(self, held, browser):
        with clock.at(clock.now() + timedelta(days=365)):
            answer = browser.get(path(held))
            posted = browser.post(f"{path(held)}/acceptance", {"time": "none"})
        assert answer.status_code == posted.status_code == 410
        assert "The time of this hold is over." in answer.content.decode()
        assert untouched(held)

    def test_of_somebody_erased_nothing_is_left_to_open(self, held, rosa, browser):
        tell_of_holds()
        before = path(held)
        erase_engineer(local_operator(), rosa)
        answer = browser.get(before)
        assert answer.status_code == 410 and "has been erased" in answer.content.decode()
        assert "Halden" not in answer.content.decode()
        assert not Mail.objects.exclude(recipient="").exists() and HoldNotice.objects.exists()

    def test_whoever_is_signed_in_is_nobody_else_there(self, held, cast):
        theirs = Client(raise_request_exception=False)
        theirs.force_login(User.objects.get(id=cast.cy.id))
        assert theirs.post(f"{path(held)}/talk", {"time": "none"}).status_code == 302
        answered = Event.objects.get(name="talk.declined")
        assert (answered.actor_kind, answered.actor_id) == ("engineer", engineer_of(held).id)

    def test_another_sites_form_can_name_no_link_and_its_cookies_count_for_nothing(self, held):
        careful = Client(enforce_csrf_checks=True, raise_request_exception=False)
        assert careful.post("/held/x/declining", headers={"origin": "https://evil.example"}).status_code == 404
        sent = careful.post(f"{path(held)}/talk", {"time": "none"}, headers={"origin": "null"})
        assert sent.status_code == 302, "a page without a referrer sends this origin"

    def test_names_stay_text_on_the_page_and_one_line_in_the_mail(self, cast, browser):
        evil = make_engineer(f"Name {MARKUP}", email="evil@engineers.example")
        Organisation.objects.filter(id=cast.halden.id).update(name=f"Org\r\nBcc: x@example.org {MARKUP}")
        held = held_for(cast, evil)
        text = browser.get(path(held)).content.decode()
        assert "Org" in text and "&lt;script&gt;" in text and "<img" not in text
        tell_of_holds()
        (mail,) = Mail.objects.all()
        assert "\n" not in mail.subject and mail.subject.startswith("Org Bcc: x@example.org <script>")
        assert mail.recipient == "evil@engineers.example"


@pytest.mark.parametrize(
    "evil", ["\x00", "²", "9" * 400, "-1", "../../etc/passwd", "x" * 5000, MARKUP, "0001-01-01T00:00"]
)
@pytest.mark.parametrize("field", ["minutes", "zone", "worked", "warned", "time", "pick"])
@pytest.mark.parametrize("button", ["anew", "hold"])
def test_nothing_typed_into_the_question_ends_in_a_fault(cast, rosa, evil, field, button):
    brief = make_brief(cast.halden)
    ada = Client(raise_request_exception=False)
    ada.force_login(User.objects.get(id=cast.ada.id))
    sent = {
        "engineer": rosa.shown_id,
        "hours": "many",
        "weeks": "8",
        "starts": week(1).isoformat(),
        "minutes": "30",
        "zone": "UTC",
        "worked": f"30 {evil if field == 'zone' else 'UTC'}",
        f"time-{rosa.shown_id}": evil if field == "time" else "9999-12-31T23:59",
        f"pick-{rosa.shown_id}": evil if field == "pick" else "1",
        button: "1",
    }
    for hours in ("many", "8"):
        answer = ada.post(f"/briefs/{brief.shown_id}/holds", {**sent, field: evil, "hours": hours})
        assert answer.status_code in (200, 302, 422), answer.content.decode()[-500:]
        assert "<img" not in answer.content.decode()


def test_the_log_has_no_whole_token(held):
    request = RequestFactory().get(path(held))
    request.resolver_match = resolve(path(held))
    with capture_logs() as lines:
        RefusalMiddleware(lambda _: None).process_exception(request, OperationalError("away"))
        RefusalMiddleware(lambda _: None).process_exception(request, ValueError("a fault"))
    assert [line["path"] for line in lines] == [f"/held/{token_of(held)[:8]}…"] * 2


def test_a_client_reads_no_address_before_the_engineer_accepts_and_strangers_never(held, cast, rosa):
    from guildworks.availability.actions.answers import accept_hold_and_answer
    from guildworks.availability.models import TalkProposal

    def page(actor, address: str = "/holds") -> str:
        opened = Client(raise_request_exception=False)
        opened.force_login(User.objects.get(id=actor.id))
        return opened.get(address).content.decode()

    assert rosa.email not in page(cast.ada)
    accept_hold_and_answer(engineer_of(held), held, chosen=TalkProposal.objects.get().starts_at[0])
    assert rosa.email in page(cast.ada)
    assert rosa.email not in page(cast.cy)
    assert "There is no hold" in page(cast.cy, f"/holds/{held.shown_id}/talk.ics")
