"""A hold with times for a talk: the question, the mails, the link of the engineer, and what the client sees of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from html import unescape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from guildworks.accounts.languages.actions import choose_language
from guildworks.accounts.models import Membership, User
from guildworks.accounts.queries import acting_as_themself, local_operator
from guildworks.availability.actions.holds import accept_hold, book_hold, decline_hold, release_holds
from guildworks.availability.actions.notices import ToldBefore, tell_of_hold
from guildworks.availability.models import HoldNotice, Reservation, TalkAnswer, TalkProposal
from guildworks.availability.overlap import WorkingDay
from guildworks.matching.actions import match_brief
from guildworks.matching.held import engineer_of, link_of, token_of
from guildworks.matching.models import Shortlist
from guildworks.matching.notices import tell_of_holds
from guildworks.matching.spent import Spent
from guildworks.matching.talking import find_instant
from guildworks.platform import clock
from guildworks.platform.mail.smtp import message_of
from guildworks.platform.models import Event, Mail
from guildworks.talent.actions import erase_engineer
from guildworks.talent.models import Engineer
from tests.cast import hold, make_account, make_engineer, tables_that_hold

BERLIN = "\nRemote, at least 2 hours between 9:00 and 17:00 Berlin time. At most 130 EUR per hour."
TEXT = f"Claims search for Zebrafish\n\nPython is a must, RAG would be nice, 20 hours a week for 8 weeks.{BERLIN}"
LISBON = WorkingDay("Europe/Lisbon", 10 * 60, 18 * 60, 127)

pytestmark = pytest.mark.django_db


def reached(name: str, day: WorkingDay = LISBON) -> Engineer:
    """Somebody with an address."""
    return make_engineer(name, day=day, skills=("python", "rag"), email=f"{name.split()[0].lower()}@engineers.example")


@pytest.fixture
def rosa(db) -> Engineer:
    return reached("Rosa Lind")


@pytest.fixture
def made(cast, rosa) -> Shortlist:
    return match_brief(cast.ada, cast.halden, text=TEXT, top=5, spent=Spent())


@pytest.fixture
def ada(cast) -> Client:
    opened = Client(raise_request_exception=False)
    opened.force_login(User.objects.get(id=cast.ada.id))
    return opened


def words(answer) -> str:
    text = answer.content.decode().split("<main", 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def question(browser: Client, made: Shortlist, *engineers: Engineer):
    return browser.get(f"/briefs/{made.brief.shown_id}/holds/new", {"engineer": [one.shown_id for one in engineers]})


def form_of(answer) -> dict[str, list[str]]:
    """What a browser would send of the form as it stands."""
    page = answer.content.decode().split('<form method="post" action="/briefs', 1)[1].split("</form>")[0]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if told.get("type") != "checkbox" or " checked" in tag:
            sent.setdefault(told["name"], []).append(unescape(told.get("value", "")))
    picked = re.search(r'<option value="(\d+)" selected', page)
    return sent | ({"minutes": [picked[1]]} if picked else {})


def send(browser: Client, made: Shortlist, form: dict[str, list[str]]):
    return browser.post(f"/briefs/{made.brief.shown_id}/holds", form)


@pytest.fixture
def held(ada, made, rosa) -> Reservation:
    """Rosa, held by Ada with the times that the form proposes."""
    assert send(ada, made, form_of(question(ada, made, rosa))).status_code == 302
    return Reservation.objects.get()


def mails_to(address: str) -> list[Mail]:
    return list(Mail.objects.filter(recipient=address).order_by("created_at", "id"))


def calendar_in(mail: Mail) -> Calendar:
    return Calendar.from_ical(mail.calendar)


def visit(hold: Reservation) -> str:
    return urlsplit(link_of(hold)).path


class TestTheQuestion:
    def test_three_times_stand_there_ready_ticked_on_both_clocks(self, ada, made, rosa):
        answer = question(ada, made, rosa)
        form = form_of(answer)
        assert form["minutes"] == ["30"] and form["zone"] == ["Europe/Berlin"]
        assert form[f"pick-{rosa.shown_id}"] == [
            str(place) for place in range(1, 1 + len(set(form[f"time-{rosa.shown_id}"]) - {""}))
        ]
        page = words(answer)
        assert "works 10:00–18:00 in Lisbon" in page and "As the brief says it; your day counts as 09:00–17:00." in page
        assert re.search(r"\w{3} \d+ \w{3}, (\d\d):\d\d–\d\d:\d\d · \d\d:\d\d–\d\d:\d\d for Rosa Lind", page)
        assert "Lisbon" in page

    def test_they_are_held_with_what_stands_there(self, held, cast):
        talk = TalkProposal.objects.get()
        assert talk.minutes == 30 and talk.zone == "Europe/Berlin" and 1 <= len(talk.starts_at) <= 3
        for start in talk.starts_at:
            berlin, lisbon = start.astimezone(ZoneInfo("Europe/Berlin")), start.astimezone(ZoneInfo("Europe/Lisbon"))
            assert 9 <= berlin.hour < 17 and 10 <= lisbon.hour < 18 and berlin.weekday() < 5

    def test_no_talk_and_nothing_ticked_propose_nothing(self, ada, made, rosa):
        form = form_of(question(ada, made, rosa))
        assert send(ada, made, {**form, "minutes": ["0"]}).status_code == 302
        assert not TalkProposal.objects.exists()
        release_holds(local_operator(), list(Reservation.objects.all()))
        other = reached("Other One")
        form = form_of(question(ada, made, other))
        form.pop(f"pick-{other.shown_id}")
        assert send(ada, made, form).status_code == 302
        assert not TalkProposal.objects.exists() and Reservation.objects.count() == 2

    def test_of_several_each_has_times_of_their_own_day(self, ada, made, rosa):
        kiri = reached("Kiri Tuahine", WorkingDay("Europe/Berlin", 9 * 60, 10 * 60, 127))
        form = form_of(question(ada, made, rosa, kiri))
        assert send(ada, made, form).status_code == 302
        talks = {talk.reservation.engineer_id: talk for talk in TalkProposal.objects.all()}
        assert talks.keys() == {rosa.id, kiri.id}
        assert all(each.astimezone(ZoneInfo("Europe/Berlin")).hour == 9 for each in talks[kiri.id].starts_at)
        assert all(each.astimezone(ZoneInfo("Europe/Lisbon")).hour >= 10 for each in talks[rosa.id].starts_at)

    def test_whoever_has_no_address_is_named_and_gets_no_times(self, ada, made, rosa):
        silent = make_engineer("Silent One")
        answer = question(ada, made, rosa, silent)
        assert "Silent One gets no mail from this site, and no times" in words(answer)
        assert f"time-{silent.shown_id}" not in form_of(answer)

    def test_a_brief_without_a_zone_says_utc_and_has_a_field_for_another(self, cast, ada, rosa):
        made = match_brief(cast.ada, cast.halden, text="Python, 20 hours a week for 8 weeks.", top=5, spent=Spent())
        answer = question(ada, made, rosa)
        form = form_of(answer)
        assert form["zone"] == ["UTC"] and "times are in UTC" in words(answer)
        anew = send(ada, made, {**form, "zone": ["Asia/Kolkata"]})
        assert anew.status_code == 200 and "worked out anew, by the clock of Asia/Kolkata" in words(anew)
        assert not Reservation.objects.exists()
        assert send(ada, made, form_of(anew)).status_code == 302
        assert TalkProposal.objects.get().zone == "Asia/Kolkata"

    def test_a_zone_that_is_none_is_told_beside_its_field(self, ada, made, rosa):
        answer = send(ada, made, {**form_of(question(ada, made, rosa)), "zone": ["Mars/Base"]})
        assert answer.status_code == 422 and "is not a time zone" in words(answer)
        assert not Reservation.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("", "Give a day and time that this clock has"),
            ("soon", "Give a day and time that this clock has"),
            ("2020-01-01T10:00", "This time has passed."),
            ("2099-01-01T10:00", "The hold ends before this talk is over."),
        ],
    )
    def test_a_time_that_cannot_be_is_told_beside_its_field(self, ada, made, rosa, typed, told):
        form = form_of(question(ada, made, rosa))
        form[f"time-{rosa.shown_id}"][0] = typed
        answer = send(ada, made, form)
        assert answer.status_code == 422 and told in words(answer)
        assert f'value="{typed[:16]}"' in answer.content.decode() and not Reservation.objects.exists()

    def test_a_time_outside_of_a_working_day_is_warned_of_once_and_not_refused(self, ada, made, rosa):
        form = form_of(question(ada, made, rosa))
        early = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT03:00")
        form[f"time-{rosa.shown_id}"][0] = early
        warned = send(ada, made, form)
        assert warned.status_code == 422 and "Outside of your working day." in words(warned)
        assert "Nothing was held yet." in words(warned)
        assert send(ada, made, form_of(warned)).status_code == 302
        assert any(
            start.astimezone(ZoneInfo("Europe/Berlin")).hour == 3 for start in TalkProposal.objects.get().starts_at
        )

    def test_times_that_were_changed_are_shown_on_both_clocks_before_anything_is_held(self, ada, made, rosa):
        form = form_of(question(ada, made, rosa))
        day = clock.now() + timedelta(days=1)
        form[f"time-{rosa.shown_id}"][0] = f"{day:%Y-%m-%d}T16:00"
        answer = send(ada, made, {**form, "anew": ["times"]})
        assert answer.status_code == 200 and "16:00–16:30 · 15:00–15:30 for Rosa Lind" in words(answer)
        assert not Reservation.objects.exists()

    def test_a_clock_that_jumps_has_no_such_time(self):
        assert find_instant("2026-03-29T02:30", "Europe/Berlin") is None
        assert find_instant("2026-03-29T03:30", "Europe/Berlin") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
        assert find_instant("2026-10-25T02:30", "Europe/Berlin") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


class TestTheMail:
    def test_the_engineer_is_told_once(self, held, rosa):
        assert tell_of_holds() == 1 and tell_of_holds() == 0
        (mail,) = mails_to(rosa.email)
        assert mail.subject.startswith("Halden Mutual holds 20 h a week of yours until ")
        assert "20 h a week, 8 weeks from" in mail.text and "Skills: Python; Retrieval" in mail.text
        talk = TalkProposal.objects.get()
        for start in talk.starts_at:
            assert f"{start.astimezone(ZoneInfo('Europe/Lisbon')):%a %-d %b, %H:%M}–" in mail.text
        assert mail.text.count("http") == 1 and link_of(held) in mail.text
        assert HoldNotice.objects.get().mails == [mail.id]
        assert Event.objects.get(name="hold.told").facts == {"about": "held", "mails": 1}

    def test_it_goes_to_the_address_that_they_sign_in_with(self, held, rosa):
        account = make_account(rosa)
        assert account.email != rosa.email and tell_of_holds() == 1
        assert len(mails_to(account.email)) == 1 and mails_to(rosa.email) == []

    def test_it_speaks_the_language_that_they_have_chosen(self, held, rosa):
        account = make_account(rosa)
        choose_language(acting_as_themself(account), account, "de")
        tell_of_holds()
        (mail,) = mails_to(account.email)
        assert " holds " not in mail.subject and "Halden Mutual" in mail.subject and "Skills:" not in mail.text

    def test_it_tells_nothing_of_the_briefs_text_title_or_budget(self, held, rosa):
        tell_of_holds()
        (mail,) = mails_to(rosa.email)
        page = words(Client().get(visit(held)))
        for text in (mail.text, mail.subject, page):
            said = text.replace(link_of(held), "").replace(rosa.email, "")
            assert "Zebrafish" not in said and "130" not in said and "@" not in said

    def test_of_two_workers_the_second_writes_no_mail(self, held, rosa):
        tell_of_holds()
        before = Mail.objects.count()
        from guildworks.platform.mail.draft import Draft

        with pytest.raises(ToldBefore):
            tell_of_hold(held, "held", [Draft(rosa.email, "Once more", "Text")])
        assert Mail.objects.count() == before

    def test_holds_for_no_brief_and_people_without_an_address_get_none(self, rosa, made):
        hold(rosa)
        hold(make_engineer("Silent One"), holder=made.brief.holder)
        assert tell_of_holds() == 0 and not Mail.objects.exists()

    @pytest.mark.parametrize("end", ["released", "booked"])
    def test_the_end_is_told_where_the_engineer_did_not_make_it(self, held, rosa, end, operator):
        tell_of_holds()
        if end == "released":
            release_holds(operator, [held])
        else:
            book_hold(operator, held)
        assert tell_of_holds() == 1 and tell_of_holds() == 0
        said = mails_to(rosa.email)[-1]
        assert ("has released its hold" if end == "released" else "is a booking now") in said.text

    def test_who_declined_or_never_heard_of_it_is_told_nothing(self, held, rosa, operator):
        other = reached("Other One")
        tell_of_holds()
        decline_hold(engineer_of(held), held)
        release_holds(operator, hold(other, holder=make_holder(held)))
        assert tell_of_holds() == 0

    def test_a_choice_sends_an_invitation_to_both_sides(self, held, rosa, cast):
        tell_of_holds()
        chosen = choose(held)
        assert tell_of_holds() == 1
        client, engineer = mails_to("ada@example.org")[-1], mails_to(rosa.email)[-1]
        for mail in (client, engineer):
            calendar = calendar_in(mail)
            (event,) = calendar.events
            assert calendar["method"] == "REQUEST" and event["sequence"] == 0 and event["status"] == "CONFIRMED"
            assert event.decoded("dtstart") == chosen and event.decoded("dtend") - chosen == timedelta(minutes=30)
            assert "DTSTART:" in mail.calendar and "TZID" not in mail.calendar
            assert str(event["organizer"]) == "mailto:guildworks@localhost"
            assert str(event["attendee"]) == f"mailto:{mail.recipient}"
        assert calendar_in(client).events[0]["uid"] == calendar_in(engineer).events[0]["uid"]
        assert rosa.email not in client.text + client.calendar + client.subject
        assert "ada@example.org" in engineer.text
        sent = message_from_bytes(message_of(client, "Guildworks <guildworks@example.org>"))
        kinds = [(part.get_content_type(), part.get_param("method")) for part in sent.walk()]
        assert kinds[-1] == ("text/calendar", "REQUEST") and kinds[0][0] == "multipart/alternative"

    def test_once_accepted_the_client_has_the_engineers_address(self, held, rosa, ada):
        assert rosa.email not in ada.get("/holds").content.decode()
        accept_hold(engineer_of(held), held)
        choose(held)
        tell_of_holds()
        assert rosa.email in mails_to("ada@example.org")[-1].text
        assert rosa.email in ada.get("/holds").content.decode()

    def test_it_is_the_one_that_they_sign_in_with_and_they_are_told_so_before_they_accept(self, held, rosa, ada):
        account = make_account(rosa)
        tell_of_holds()
        own = Client()
        own.force_login(account)
        told = f"If you accept, Halden Mutual is told your address, {account.email}, and writes to it."
        assert told in words(own.get(f"/me/holds/{held.shown_id}")) and told in words(Client().get(visit(held)))
        assert told in mails_to(account.email)[0].text
        accept_hold(engineer_of(held), held)
        choose(held)
        tell_of_holds()
        assert f"was told your address, {account.email}" in words(own.get(f"/me/holds/{held.shown_id}"))
        for read in (ada.get("/holds").content.decode(), mails_to("ada@example.org")[-1].text):
            assert account.email in read and rosa.email not in read

    def test_where_none_is_known_both_sides_are_told_who_helps(self, cast, ada, made):
        silent = make_engineer("Silent One")
        (held,) = hold(silent, holder=made.brief.holder)
        assert "No address of yours is known here" in words(Client().get(visit(held)))
        accept_hold(engineer_of(held), held)
        assert "No address is known. The operator of this site puts you in touch." in words(ada.get("/holds"))

    @pytest.mark.parametrize("end", ["released", "declined"])
    def test_an_end_afterwards_takes_it_out_of_both_calendars(self, held, rosa, operator, end):
        tell_of_holds()
        choose(held)
        tell_of_holds()
        asked = calendar_in(mails_to("ada@example.org")[-1]).events[0]
        if end == "released":
            release_holds(operator, [held])
        else:
            decline_hold(engineer_of(held), held)
        tell_of_holds()
        for address in ("ada@example.org", rosa.email):
            mail = next(mail for mail in reversed(mails_to(address)) if mail.calendar)
            calendar = calendar_in(mail)
            (event,) = calendar.events
            assert calendar["method"] == "CANCEL" and event["sequence"] == 1 and event["status"] == "CANCELLED"
            assert event["uid"] == asked["uid"]
            assert f"because the hold was {end}" in mail.text
        assert tell_of_holds() == 0

    def test_a_talk_that_is_over_is_cancelled_for_nobody(self, held, operator):
        tell_of_holds()
        chosen = choose(held)
        tell_of_holds()
        release_holds(operator, [held])
        with clock.at(chosen + timedelta(hours=1)):
            tell_of_holds()
        assert not Mail.objects.filter(subject__startswith="Cancelled").exists()

    def test_who_has_left_the_client_is_sent_nothing(self, held, cast):
        choose(held)
        Membership.objects.filter(user_id=cast.bo.id, organisation=cast.halden).update(role="owner")
        Membership.objects.filter(user_id=cast.ada.id).delete()
        tell_of_holds()
        assert mails_to("ada@example.org") == []

    def test_whoever_is_erased_is_in_no_mail_any_more(self, held, rosa, operator):
        tell_of_holds()
        choose(held)
        tell_of_holds()
        erase_engineer(operator, rosa)
        assert tables_that_hold(rosa.email) == []
        tell_of_holds()
        (mail,) = [mail for mail in mails_to("ada@example.org") if mail.calendar]
        assert "Rosa" not in mail.text + mail.calendar and calendar_in(mail)["method"] == "CANCEL"


def make_holder(held: Reservation):
    from guildworks.matching.models import Brief

    return Brief.objects.get(id=held.holder_id).holder


def choose(held: Reservation) -> datetime:
    """The engineer chooses the last time that was proposed."""
    from guildworks.availability.actions.answers import answer_talk

    chosen = TalkProposal.objects.get(reservation=held).starts_at[-1]
    answer_talk(engineer_of(held), held, chosen=chosen)
    return chosen


class TestTheLink:
    def test_the_page_shows_the_hold_and_the_times(self, held):
        answer = Client().get(visit(held))
        page = words(answer)
        assert answer.status_code == 200
        assert "Halden Mutual holds 20 h a week of yours" in page and "None of these fits" in page
        assert "by the clock of Lisbon" in page and "Declining costs you nothing" in page

    def test_accepting_with_a_time_is_one_step_and_stays_answered(self, held, ada, rosa):
        start = TalkProposal.objects.get().starts_at[0]
        browser = Client(enforce_csrf_checks=True)
        answer = browser.post(f"{visit(held)}/acceptance", {"time": start.isoformat()})
        assert answer.status_code == 302 and answer["Location"] == visit(held)
        page = words(browser.get(visit(held)))
        assert "Accepted on" in page and "you may still decline" in page and "is given once and stays" in page
        assert "Accept the hold" not in page
        assert TalkAnswer.objects.get().chosen == start
        file = browser.get(f"{visit(held)}/talk.ics")
        assert file["Content-Type"].startswith("text/calendar") and "attachment" in file["Content-Disposition"]
        assert Calendar.from_ical(file.content).events[0].decoded("dtstart") == start
        holds = ada.get("/holds")
        when = start.astimezone(ZoneInfo("Europe/Berlin"))
        assert f"talk {when:%a %-d %b, %H:%M}–" in words(holds) and "accepted" in words(holds)
        mine = ada.get(f"/holds/{held.shown_id}/talk.ics")
        assert Calendar.from_ical(mine.content).events[0]["summary"] == "Talk with Rosa Lind"

    def test_the_talk_alone_can_be_answered_and_none_may_fit(self, held, ada):
        browser = Client()
        assert browser.post(f"{visit(held)}/talk", {"time": "none"}).status_code == 302
        page = words(browser.get(visit(held)))
        assert "none of the times fits" in page and "Accept the hold" in page
        assert "no time for a talk fits" in words(ada.get("/holds"))
        again = browser.post(f"{visit(held)}/talk", {"time": TalkProposal.objects.get().starts_at[0].isoformat()})
        assert again.status_code == 409 and "answered before" in words(again)

    def test_without_a_choice_nothing_is_accepted_and_it_says_what_is_missing(self, held):
        answer = Client().post(f"{visit(held)}/acceptance")
        assert answer.status_code == 422 and "No time for the talk is chosen." in words(answer)
        assert Reservation.objects.get().accepted_at is None

    @pytest.mark.parametrize(
        "typed", ["soon", "2026-12-01T10:00", "2099-01-01T10:00:00+00:00", "x" * 500, "9999-99-99"]
    )
    def test_a_time_that_was_not_proposed_is_refused(self, held, typed):
        answer = Client().post(f"{visit(held)}/talk", {"time": typed})
        assert answer.status_code == 422 and not TalkAnswer.objects.exists()

    def test_a_page_from_before_the_yes_does_not_take_it_back_unseen(self, held, rosa):
        account, own = make_account(rosa), Client()
        own.force_login(account)
        accept_hold(engineer_of(held), held)
        for browser, page, declining in (
            (Client(), visit(held), f"{visit(held)}/declining"),
            (own, f"/me/holds/{held.shown_id}", f"/me/holds/{held.shown_id}/declining"),
        ):
            answer = browser.post(declining)  # as a tab sends it that was opened before
            assert answer.status_code == 409 and "You have accepted this hold since" in words(answer)
            assert 'name="accepted" value="yes"' in answer.content.decode()
            assert 'name="accepted" value="yes"' in browser.get(page).content.decode()
        held.refresh_from_db()
        assert held.state == "hold"
        assert own.post(f"/me/holds/{held.shown_id}/declining", {"accepted": "yes"}).status_code == 302
        held.refresh_from_db()
        assert held.state == "declined"

    def test_declining_says_what_it_costs_and_ends_the_link(self, held, ada):
        browser = Client()
        assert browser.post(f"{visit(held)}/declining").status_code == 302
        answer = browser.get(visit(held))
        assert answer.status_code == 410 and "declined" in words(answer) and "costs nothing" in words(answer)
        assert "Halden" not in answer.content.decode()
        assert "declined by the engineer" in words(ada.get("/holds"))

    def test_an_accepted_hold_is_still_declined(self, held):
        accept_hold(engineer_of(held), held)
        Client().post(f"{visit(held)}/declining", {"accepted": "yes"})
        held.refresh_from_db()
        assert held.state == "declined"

    def test_the_list_and_the_page_of_why_show_the_answer(self, held, ada, made, rosa):
        accept_hold(engineer_of(held), held)
        start = choose(held).astimezone(ZoneInfo("Europe/Berlin"))
        for address in (f"/shortlists/{made.shown_id}", f"/shortlists/{made.shown_id}/engineers/{rosa.shown_id}"):
            page = words(ada.get(address))
            assert f"ccepted, talk {start:%a %-d %b, %H:%M}" in page
            assert rosa.email not in page

    def test_a_booking_is_told_as_that(self, held, operator):
        book_hold(operator, held)
        page = words(Client().get(visit(held)))
        assert "has booked 20 h a week of yours" in page and "Decline" not in page


def test_a_token_is_the_holds_own_and_nothing_of_it_is_kept(held):
    token = token_of(held)
    assert token.startswith(held.shown_id.removeprefix("hld_")) and len(token) > 60
    assert tables_that_hold(token.partition(".")[2]) == []
