"""`guildworks availability`: an engineer's weeks as scripts and people read them, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connections, transaction

from guildworks.availability.actions.holds import book_hold
from guildworks.availability.actions.hours import except_weeks
from guildworks.availability.models import CapacityException, Workweek
from guildworks.cli.console import out
from guildworks.platform import clock
from guildworks.platform.ids import shown, uuid7
from guildworks.talent.models import Engineer
from tests.availability.test_busy_times import calendar, days_off
from tests.cast import hold, make_engineer, week
from tests.cli.program import run_program


@pytest.fixture
def rosa(db) -> Engineer:
    return make_engineer("Rosa Lind", hours=30)


@pytest.fixture
def file(tmp_path: Path):
    """Write a calendar and get its path."""

    def write(content: bytes) -> str:
        path = tmp_path / "mine.ics"
        path.write_bytes(content)
        return str(path)

    return write


class TestShow:
    def test_every_week_ahead_has_its_hours(self, command, operator, rosa):
        hold(rosa, hours="7.5", first=1, weeks=2)
        book_hold(operator, hold(rosa, hours=10, first=2, weeks=1)[0])
        found = command("availability", "show", rosa.shown_id, "--json").json
        assert found["confirmed_at"] == Workweek.objects.get().confirmed_at.isoformat()
        assert (found["engineer"], found["hours_per_week"], found["paused_at"]) == (rosa.shown_id, 30, None)
        assert [each["week"] for each in found["weeks"]] == [f"{week(number)}" for number in range(104)]
        assert found["weeks"][0].keys() >= {"week", "capacity", "held", "booked", "free"}
        rows = [[each[name] for name in ("capacity", "held", "booked", "free")] for each in found["weeks"][:4]]
        assert rows == [[30, 0, 0, 30], [30, 7.5, 0, 22.5], [30, 7.5, 10, 12.5], [30, 0, 0, 30]]

    def test_who_never_said_anything_has_no_hours(self, command, db):
        silent = make_engineer("Silent", hours=None, day=None)
        found = command("availability", "show", silent.shown_id, "--json").json
        assert (found["hours_per_week"], found["confirmed_at"]) == (None, None)
        assert {each["free"] for each in found["weeks"]} == {0}
        said = command("availability", "show", silent.shown_id).out
        assert "Hours a week not said" in said
        assert "Not confirmed: no search finds them" in said

    @pytest.mark.parametrize("columns", [60, 100])
    def test_the_picture_says_what_matters_whatever_the_width(self, command, operator, rosa, monkeypatch, columns):
        except_weeks(operator, rosa, {week(1): Decimal(0)}, reason="holiday")
        hold(rosa, hours=10, first=2, weeks=2)
        book_hold(operator, hold(rosa, hours=12, first=2, weeks=2)[0])
        except_weeks(operator, rosa, {week(3): Decimal(20)}, accepts_excess=True)
        monkeypatch.setattr(out, "width", columns)
        said = command("availability", "show", rosa.shown_id).out
        for words in ("Rosa Lind", rosa.shown_id, "30 h a week", "Europe/Berlin", "Confirmed today", "booked", "held"):
            assert words in said
        rows = {line.split(" –")[0].strip()[:6].strip(): line for line in said.splitlines()}
        excepted, taken, beyond = (rows[f"{week(number):%-d %b}"] for number in (1, 2, 3))
        assert "0 h" in excepted and "holiday" in excepted
        assert "█" in taken and "▒" in taken and "8 h" in taken
        assert "0 h" in beyond and "2 h" in beyond
        assert all(len(line.rstrip()) <= columns for line in said.splitlines())

    def test_an_old_word_and_a_pause_are_told(self, command, rosa):
        with clock.at(clock.now() + timedelta(days=15)):
            assert (
                "15 days ago, too long ago: no search finds them" in command("availability", "show", rosa.shown_id).out
            )
        command("availability", "pause", rosa.shown_id)
        assert "Paused since" in command("availability", "show", rosa.shown_id).out


class TestSet:
    def test_hours_weeks_and_the_day_are_set_together(self, command, rosa):
        words = [
            "--hours", "32.5", "--week", f"{week(1)}=20", "--week", f"{week(3)}..{week(4)}=0", "--reason", "holiday",
            "--zone", "Europe/Lisbon", "--day", "08:00-14:00",
        ]  # fmt: skip
        found = command("availability", "set", rosa.shown_id, *words, "--json").json
        assert [each["capacity"] for each in found["weeks"][:6]] == [32.5, 20, 32.5, 0, 0, 32.5]
        assert found["weeks"][3]["reason"] == "holiday"
        usual = command("availability", "set", rosa.shown_id, "--usual", f"{week(1)}..{week(3)}", "--json").json
        assert [each["capacity"] for each in usual["weeks"][:6]] == [32.5, 32.5, 32.5, 32.5, 0, 32.5]
        said = command("availability", "set", rosa.shown_id, "--hours", "30").out
        assert "30 h a week, 08:00–14:00 Europe/Lisbon" in said

    def test_less_than_is_reserved_is_refused_until_the_excess_is_accepted(self, command, rosa):
        hold(rosa, hours=20, first=1, weeks=2)
        words = ("availability", "set", rosa.shown_id, "--hours", "12")
        said = command(*words, "--json")
        assert (said.status, said.code) == (1, "capacity_covers_what_is_reserved")
        assert [each["week"] for each in said.json["error"]["weeks"]] == [f"{week(1)}", f"{week(2)}"]
        assert "--accept-excess" in said.err
        found = command(*words, "--accept-excess", "--json").json
        assert [each["accepted"] for each in found["weeks"][:4]] == [0, 8, 8, 0]
        said = command("availability", "show", rosa.shown_id).out
        assert "8 h beyond it accepted" in " ".join(said.split())

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (["--hours", "169"], "bad_hours"),
            (["--hours", "-1"], "bad_hours"),
            (["--hours", "3.333"], "bad_hours"),
            (["--hours", "sNaN"], "bad_hours"),
            (["--hours", "many"], "bad_option"),
            (["--week", "{tuesday}=8"], "bad_week"),
            (["--week", "{monday}=169"], "bad_hours"),
            (["--week", "{monday}=3.333"], "bad_hours"),
            (["--week", "{monday}="], "bad_option"),
            (["--week", "{monday}"], "bad_option"),
            (["--week", "soon=8"], "bad_option"),
            (["--week", "9999-12-27=8"], "bad_week"),
            (["--week", "0001-01-01=8"], "bad_week"),
            (["--week", "2020-03-02=8"], "bad_week"),
            (["--week", "{monday}..9999-12-27=8"], "bad_option"),
            (["--week", "{later}..{monday}=8"], "bad_option"),
            (["--week", "{monday}=8", "--week", "{monday}=9"], "bad_option"),
            (["--week", "{monday}=8", "--usual", "{monday}"], "bad_option"),
            (["--usual", "{tuesday}"], "bad_week"),
            (["--week", "{monday}=8", "--reason", "ill"], "bad_reason"),
            (["--zone", "Mars/Base"], "unknown_zone"),
            (["--day", "9-17"], "bad_option"),
            ([], "bad_option"),
        ],
        ids=lambda value: " ".join(value) or "nothing" if isinstance(value, list) else value,
    )
    def test_what_cannot_be_set_is_refused_with_all_that_came_with_it(self, command, rosa, words, code):
        days = {"monday": week(1), "later": week(5), "tuesday": week(2) + timedelta(days=1)}
        given = [word.format(**days) for word in words]
        also = ["--week", f"{week(9)}=1"] if given else []
        before = command("availability", "show", rosa.shown_id, "--json").json
        said = command("availability", "set", rosa.shown_id, *also, *given, "--json")
        assert (said.status, said.code) == (2, code)
        assert "\nhint: " in said.err
        assert command("availability", "show", rosa.shown_id, "--json").json == before
        if any("{tuesday}" in word for word in words):
            assert f"Its week is named {week(2)}." in said.err


class TestWhetherHoursStillHold:
    def test_confirm_pause_and_resume_say_who(self, command, rosa):
        other = make_engineer("Other")
        ids = [rosa.shown_id, other.shown_id]
        confirmed = command("availability", "confirm", *ids, "--json").json["confirmed"]
        assert [each["engineer"] for each in confirmed] == ids
        for verb, paused in (("pause", True), ("resume", False)):
            told = command("availability", verb, *ids, "--json").json["engineers"]
            assert told == [{"engineer": each, "paused": paused} for each in ids]
            assert Workweek.objects.filter(paused_at__isnull=not paused).count() == 2
        assert "Rosa Lind is confirmed for 14 days" in command("availability", "confirm", rosa.shown_id).out
        assert "no search finds them" in command("availability", "pause", rosa.shown_id).out
        assert "Rosa Lind is back" in command("availability", "resume", rosa.shown_id).out

    @pytest.mark.parametrize("verb", ["show", "confirm", "pause", "resume", "set"])
    def test_an_unknown_engineer_is_refused(self, command, rosa, verb):
        more = ["--hours", "1"] if verb == "set" else []
        said = command("availability", verb, shown("eng", uuid7()), *more, "--json")
        assert (said.status, said.code) == (1, "not_found")

    def test_hours_that_were_never_said_cannot_be_confirmed(self, command, rosa):
        silent = make_engineer("Silent", hours=None, day=None)
        said = command("availability", "confirm", rosa.shown_id, silent.shown_id, "--json")
        assert (said.status, said.code) == (1, "hours_not_said")


class TestImport:
    def test_a_calendar_tells_what_it_changed(self, command, rosa, file):
        found = command(
            "availability", "import", rosa.shown_id, file(calendar(days_off(1, 4), "DTSTART:x")), "--json"
        ).json
        assert (found["events"], found["free"], len(found["unread"])) == (1, 0, 1)
        assert (found["lowered"], found["restored"], found["kept"]) == ([f"{week(1)}"], [], [])
        said = command("availability", "import", rosa.shown_id, file(calendar(days_off(2, 4)))).out
        assert f"{week(2):%-d %b %Y}" in said
        assert "from a calendar" in command("availability", "show", rosa.shown_id).out

    def test_a_calendar_of_50_mb_is_refused_before_it_is_read(self, command, rosa, file):
        said = command(
            "availability", "import", rosa.shown_id, file(b"BEGIN:VCALENDAR\r\n" + b" " * 50_000_000), "--json"
        )
        assert said.status == 2
        assert said.code == "file_not_readable"
        assert "larger" in said.err
        assert not CapacityException.objects.exists()

    def test_a_loop_of_repeats_without_end_is_told_and_the_rest_counts(self, command, rosa, file):
        endless = f"DTSTART:{week(0):%Y%m%d}T000000Z\nDTEND:{week(0):%Y%m%d}T000001Z\nRRULE:FREQ=SECONDLY"
        said = command("availability", "import", rosa.shown_id, file(calendar(endless, days_off(1, 4))), "--json")
        assert said.status == 0
        assert said.json["lowered"] == [f"{week(1)}"]
        assert said.json["unread"][0].startswith("event 1: ")

    @pytest.mark.parametrize(
        ("content", "code"),
        [(b"", "calendar_empty"), (b"no calendar", "not_a_calendar"), (b"<html><body>", "calendar_is_a_web_page")],
    )
    def test_what_is_no_calendar_is_refused(self, command, rosa, file, content, code):
        said = command("availability", "import", rosa.shown_id, file(content), "--json")
        assert (said.status, said.code) == (2, code)

    @pytest.mark.parametrize("place", ["/no/such.ics", "/", ""])
    def test_a_path_of_no_file_is_refused(self, command, rosa, place):
        said = command("availability", "import", rosa.shown_id, place, "--json")
        assert (said.status, said.code) == (2, "file_not_readable")

    @pytest.mark.parametrize("address", ["http://127.0.0.1:1/x.ics", "file:///etc/passwd", "ftp://example.org/x.ics"])
    def test_an_address_that_leads_inside_is_refused(self, command, rosa, address):
        said = command("availability", "import", rosa.shown_id, address, "--json")
        assert said.status in (1, 2)
        assert said.code
        assert "hint: " in said.err


def test_verify_says_that_nobody_is_booked_beyond_their_hours(own_database):
    hold(make_engineer("Rosa", hours=30), hours=30)
    said = run_program("availability", "verify", "--json", GUILDWORKS_DATABASE_URL=own_database)
    assert (said.status, said.json) == (
        0, {"holds": True, "engineers": 1, "reservations": 1, "weeks": 105, "problems": []},
    )  # fmt: skip


def test_verify_finds_what_the_owner_of_the_tables_has_forced(own_database):
    rosa = make_engineer("Rosa", hours=30)
    hold(rosa, hours=30, first=1, weeks=1)
    with transaction.atomic(using="migrator"), connections["migrator"].cursor() as cursor:
        cursor.execute("ALTER TABLE availability_workweek DISABLE TRIGGER USER")
        cursor.execute("UPDATE availability_workweek SET quarter_hours = 40")
        cursor.execute("ALTER TABLE availability_workweek ENABLE TRIGGER USER")
    said = run_program("availability", "verify", "--json", GUILDWORKS_DATABASE_URL=own_database)
    assert said.status == 1
    assert said.json["problems"] == [
        {"engineer": rosa.shown_id, "week": f"{week(1)}", "capacity": 10, "accepted": 0, "reserved": 30}
    ]
    for_people = run_program("availability", "verify", GUILDWORKS_DATABASE_URL=own_database)
    assert for_people.status == 1
    assert f"{rosa.shown_id}  week of {week(1)}: 30 of 10 h" in for_people.out
