"""The page of one's hours: what is typed is kept or refused in words, and nothing is half done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar

from guildworks.availability.actions.feeds import open_busy_feed
from guildworks.availability.actions.holds import book_hold
from guildworks.availability.actions.hours import except_weeks
from guildworks.availability.feeds import FeedUnknown, feed_address, feed_behind, token_of
from guildworks.availability.models import BusyFeed, CapacityException, Workweek
from guildworks.availability.overlap import WorkingDay
from guildworks.availability.queries import weeks_of
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.fetch import PRIVATE_HOSTS
from guildworks.platform.models import Event
from tests.cast import hold, make_account, make_engineer, week

pytestmark = pytest.mark.django_db
USUAL = {"hours": "32", "zone": "Europe/Lisbon", "starts": "08:30", "ends": "16:30", "weekday": ["0", "1", "2", "3"]}
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
    "SUMMARY:dentist\r\nDTSTART;VALUE=DATE:{day:%Y%m%d}\r\nDURATION:P2D\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def rosa():
    return make_engineer("Rosa Lind")


@pytest.fixture
def client(rosa) -> Client:
    browser = Client()
    browser.force_login(make_account(rosa))
    return browser


def hours_of(engineer, number: int) -> Decimal:
    return Decimal(weeks_of(engineer.id, week(number), 1, at=clock.now())[0].capacity) / 4


class TestWeeks:
    def test_only_what_was_changed_is_written(self, client, rosa, operator):
        except_weeks(operator, rosa, {week(2): Decimal(10)}, reason="holiday")
        shown = {f"hours-{week(number)}": "40" for number in range(13)} | {f"hours-{week(2)}": "10"}
        client.post("/me/hours/weeks", {**shown, f"hours-{week(3)}": "37,5", "reason": "half_week"})
        assert [hours_of(rosa, number) for number in (1, 2, 3, 4)] == [40, 10, Decimal("37.5"), 40]
        assert Event.objects.filter(name="capacity.excepted").count() == 2

    def test_the_usual_hours_are_no_exception(self, client, rosa, operator):
        except_weeks(operator, rosa, {week(2): Decimal(10)})
        client.post("/me/hours/weeks", {f"hours-{week(2)}": "40"})
        assert not weeks_of(rosa.id, week(2), 1, at=clock.now())[0].excepted

    @pytest.mark.parametrize("typed", ["-1", "169", "nan", "1e9", "ten", "12.1", "\x00"])
    def test_what_is_no_number_of_hours_is_refused_and_stays_in_its_field(self, client, rosa, typed):
        answer = client.post("/me/hours/weeks", {f"hours-{week(2)}": typed, f"hours-{week(3)}": "20"})
        assert answer.status_code == 422
        assert "Nothing was changed." in answer.content.decode()
        assert (hours_of(rosa, 2), hours_of(rosa, 3)) == (40, 40)

    def test_not_below_what_is_held_and_what_was_typed_is_still_there(self, client, rosa):
        hold(rosa, hours=30, first=2, weeks=1)
        answer = client.post("/me/hours/weeks", {f"hours-{week(2)}": "20", f"hours-{week(3)}": "8"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "decline the hold" in page and "guildworks availability" not in page
        assert 'value="20"' in page and 'value="8"' in page
        assert (hours_of(rosa, 2), hours_of(rosa, 3)) == (40, 40)

    def test_several_weeks_at_once_and_back(self, client, rosa):
        span = {"first": week(3).isoformat(), "last": (week(5) + timedelta(days=4)).isoformat()}
        client.post("/me/hours/span", {**span, "hours": "0", "reason": "holiday"})
        assert [hours_of(rosa, number) for number in (2, 3, 4, 5, 6)] == [40, 0, 0, 0, 40]
        client.post("/me/hours/span", span)
        assert hours_of(rosa, 4) == 40

    @pytest.mark.parametrize(
        ("first", "last"), [("2027-03-01", "2027-02-01"), ("", ""), ("2026-01-01", "2099-01-01"), ("x", "y")]
    )
    def test_a_span_that_is_none(self, client, first, last):
        assert client.post("/me/hours/span", {"first": first, "last": last, "hours": "8"}).status_code == 422

    @pytest.mark.parametrize("asked", ["2020-01-01", "2200-01-01", "soon", "", "9999-12-31"])
    def test_the_page_shows_weeks_that_can_be_said(self, client, asked):
        assert client.get("/me/hours", {"from": asked}).status_code == 200


class TestUsualWeek:
    def test_hours_and_day_are_said_together(self, client, rosa):
        assert client.post("/me/hours/usual", USUAL).status_code == 302
        said = Workweek.objects.get(engineer=rosa)
        assert (said.hours, said.day) == (32, WorkingDay("Europe/Lisbon", 510, 990, 0b1111))

    def test_a_day_may_pass_midnight(self, client, rosa):
        client.post("/me/hours/usual", {**USUAL, "starts": "20:00", "ends": "04:00"})
        assert Workweek.objects.get(engineer=rosa).day == WorkingDay("Europe/Lisbon", 1200, 1680, 0b1111)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"zone": "Mars/Olympus"},
            {"starts": "25:00"},
            {"starts": "9 o'clock"},
            {"weekday": []},
            {"weekday": ["7", "x"]},
            {"hours": ""},
            {"hours": "999"},
        ],
    )
    def test_neither_is_said_where_one_is_refused(self, client, rosa, wrong):
        before = Workweek.objects.get(engineer=rosa)
        assert client.post("/me/hours/usual", {**USUAL, **wrong}).status_code == 422
        after = Workweek.objects.get(engineer=rosa)
        assert (after.quarter_hours, after.pattern_id) == (before.quarter_hours, before.pattern_id)


class TestBeingFound:
    def test_pause_and_return_confirms(self, client, rosa):
        client.post("/me/hours/pause")
        assert "You have paused" in client.get("/me/hours").content.decode()
        Workweek.objects.filter(engineer=rosa).update(confirmed_at=clock.now() - timedelta(days=30))
        client.post("/me/hours/return")
        said = Workweek.objects.get(engineer=rosa)
        assert said.paused_at is None and said.confirmed_at > clock.now() - timedelta(minutes=1)

    def test_by_one_click_from_the_start_page(self, client, rosa):
        Workweek.objects.filter(engineer=rosa).update(confirmed_at=clock.now() - timedelta(days=30))
        assert "Do your hours still hold?" in client.get("/").content.decode()
        assert client.post("/me/hours/confirmation", {"back": "home"})["Location"] == "/"
        assert "Nothing waits for you" in client.get("/").content.decode()


class TestCalendars:
    def test_a_file_lowers_the_weeks_ahead(self, client, rosa):
        file = SimpleUploadedFile("mine.ics", CALENDAR.format(day=week(2)).encode())
        answer = client.post("/me/hours/calendar", {"file": file}, follow=True)
        assert "1 week has fewer hours" in answer.content.decode()
        assert hours_of(rosa, 2) == 24

    def test_nothing_sent(self, client):
        assert client.post("/me/hours/calendar").status_code == 422

    def test_a_private_address_is_not_fetched(self, client):
        answer = client.post("/me/hours/calendar", {"address": "http://127.0.0.1:1/x.ics"})
        assert answer.status_code == 422
        assert 'value="http://127.0.0.1:1/x.ics"' in answer.content.decode()

    @pytest.mark.parametrize("status", [404, 410, 500])
    def test_of_one_that_is_gone_the_page_says_so_and_what_was_imported_stays(self, client, rosa, status, monkeypatch):
        file = SimpleUploadedFile("mine.ics", CALENDAR.format(day=week(2)).encode())
        client.post("/me/hours/calendar", {"file": file})
        with answering(status) as address:
            monkeypatch.setenv(PRIVATE_HOSTS, urlsplit(address).netloc)
            before = CapacityException.objects.count(), Event.objects.count()
            answers = [client.post("/me/hours/calendar", {"address": f"{address}/gone.ics"})]
        answers.append(client.post("/me/hours/calendar", {"address": f"{address}/gone.ics"}))  # nobody is there now
        for answer in answers:
            assert answer.status_code == 502
            assert f'value="{address}/gone.ics"' in answer.content.decode()
        assert str(status) in answers[0].content.decode()
        assert (CapacityException.objects.count(), Event.objects.count()) == before
        assert hours_of(rosa, 2) == 24


@contextmanager
def answering(status: int) -> Iterator[str]:
    """A server that answers everything with this status; its address."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class TestFeed:
    @pytest.fixture
    def feed(self, rosa) -> BusyFeed:
        return open_busy_feed(Actor("engineer", rosa.id), rosa)

    def test_it_says_busy_and_nothing_else(self, client, rosa, operator, feed):
        book_hold(operator, hold(rosa, hours=40, first=1, weeks=2)[0])
        hold(rosa, hours=10, first=4, weeks=1)
        answer = Client().get(f"/busy/{token_of(feed)}")
        found = Calendar.from_ical(answer.content).walk("VEVENT")
        assert [str(each["SUMMARY"]) for each in found] == ["Busy", "Busy"]
        assert [(each["DTSTART"].dt, str(each["TRANSP"])) for each in found] == [
            (week(1), "OPAQUE"),
            (week(4), "TRANSPARENT"),
        ]
        assert found[0]["DTEND"].dt == week(2) + timedelta(days=5)
        assert b"Operator" not in answer.content and b"Rosa" not in answer.content

    def test_another_address_ends_the_first_and_none_ends_both(self, client, rosa, feed):
        first = token_of(feed)
        client.post("/me/hours/feed")
        second = token_of(BusyFeed.objects.get(engineer=rosa))
        assert Client().get(f"/busy/{first}").status_code == 404
        assert Client().get(f"/busy/{second}").status_code == 200
        assert feed_address(BusyFeed.objects.get()) in client.get("/me/hours").content.decode()
        client.post("/me/hours/feed/closing")
        assert Client().get(f"/busy/{second}").status_code == 404

    @pytest.mark.parametrize(
        "change", [lambda token: token[:-1], lambda token: token.replace(".", "-"), lambda _: "x.y"]
    )
    def test_a_changed_address_leads_nowhere(self, feed, change):
        with pytest.raises(FeedUnknown):
            feed_behind(change(token_of(feed)))
