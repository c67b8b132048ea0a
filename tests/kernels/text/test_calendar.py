"""When somebody is busy, from calendars as Google, Outlook and Apple write them, and from what is none."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildworks.kernels.text.calendar import REASONS, Calendar, CalendarLimits, UnreadableCalendar, read_calendar
from guildworks.kernels.text.calendar_reader import busy_times, merged

FIRST, LAST = date(2027, 1, 4), date(2027, 12, 31)
ORDER = {"zone": "Europe/Berlin", "first": "2027-01-04", "last": "2027-12-31", "occurrences": 10_000}


def ics(*events: str, before: str = "") -> bytes:
    """A calendar of these events, each the lines between BEGIN and END."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{before}{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def read(content: bytes, *, zone: str = "Europe/Berlin", limits: CalendarLimits | None = None) -> Calendar:
    """Read it in a child process, as the program does."""
    return read_calendar(content, zone=zone, first=FIRST, last=LAST, limits=limits)


def found(*events: str, before: str = "") -> dict:
    """What the child would answer for a calendar of these events, without starting it."""
    return busy_times(ics(*events, before=before), ORDER)


def times(*events: str, before: str = "") -> list[str]:
    """The busy times in UTC, such as `01-05 09:00-10:00`; a day is told again where it ends on another."""
    return shown(found(*events, before=before)["busy"])


def shown(busy) -> list[str]:
    pairs = [(datetime.fromtimestamp(starts, UTC), datetime.fromtimestamp(ends, UTC)) for starts, ends in busy]
    return [
        f"{a:%m-%d %H:%M}-{b:%H:%M}" if a.date() == b.date() else f"{a:%m-%d %H:%M}-{b:%m-%d %H:%M}" for a, b in pairs
    ]


def why(*events: str) -> list[str]:
    return found(*events)["unread"]


GOOGLE = ics(
    """
UID:standup@google.example
DTSTART;TZID=Europe/Berlin:20270308T090000
DTEND;TZID=Europe/Berlin:20270308T093000
RRULE:FREQ=WEEKLY;UNTIL=20270405T215959Z;BYDAY=MO,TH
EXDATE;TZID=Europe/Berlin:20270311T090000
SUMMARY:Standup with the secret team
STATUS:CONFIRMED
TRANSP:OPAQUE
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-P0DT0H10M0S
DTSTART:20270101T000000Z
END:VALARM
""",
    """
UID:standup@google.example
RECURRENCE-ID;TZID=Europe/Berlin:20270315T090000
DTSTART;TZID=Europe/Berlin:20270316T140000
DTEND;TZID=Europe/Berlin:20270316T150000
SUMMARY:Standup\\, moved
""",
    """
UID:birthday@google.example
DTSTART;VALUE=DATE:20270320
DTEND;VALUE=DATE:20270321
TRANSP:TRANSPARENT
SUMMARY:Birthday
""",
    before="""METHOD:PUBLISH
X-WR-CALNAME:ada@example.org
X-WR-TIMEZONE:America/New_York
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""",
)

OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""

OUTLOOK = ics(
    """
DESCRIPTION:A long invitation\\nwith its words folded
  over the line
UID:040000008200E00074C5B7101A82E00800000000
SUMMARY;LANGUAGE=en-us:Review
DTSTART;TZID=Eastern Standard Time:20270309T100000
DTEND;TZID=Eastern Standard Time:20270309T110000
RRULE:FREQ=WEEKLY;COUNT=3;INTERVAL=1;BYDAY=TU;WKST=SU
CLASS:PUBLIC
TRANSP:OPAQUE
SEQUENCE:0
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
""",
    """
UID:customized
DTSTART;TZID="(UTC-05:00) Eastern: Our Office":20270201T080000
DURATION:PT90M
RRULE:FREQ=MONTHLY;COUNT=3
X-MICROSOFT-CDO-BUSYSTATUS:OOF
""",
    """
UID:free
DTSTART;TZID=Eastern Standard Time:20270202T080000
DTEND;TZID=Eastern Standard Time:20270202T180000
X-MICROSOFT-CDO-BUSYSTATUS:FREE
""",
    """
UID:cancelled
DTSTART;TZID=Eastern Standard Time:20270203T080000
DTEND;TZID=Eastern Standard Time:20270203T180000
STATUS:CANCELLED
""",
    before=OUTLOOK_ZONE.format(name="Eastern Standard Time")
    + OUTLOOK_ZONE.format(name="(UTC-05:00) Eastern: Our Office"),
)

APPLE = ics(
    """
UID:7C2D1C1E-0000-4000-8000-000000000001
DTSTAMP:20270101T000000Z
DTSTART;VALUE=DATE:20270327
DTEND;VALUE=DATE:20270330
SUMMARY:Away
TRANSP:OPAQUE
X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC
""",
    """
UID:7C2D1C1E-0000-4000-8000-000000000002
DTSTART:20270402T130000
DTEND:20270402T140000
X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Example Street 1, Berlin":geo:52.5,13.4
""",
    """
UID:7C2D1C1E-0000-4000-8000-000000000003
DTSTART;TZID=Asia/Tokyo:20270405T100000
DTEND;TZID=Asia/Tokyo:20270405T120000
RDATE;TZID=Asia/Tokyo:20270407T100000,20270409T150000
""",
)


def test_a_calendar_of_google():
    calendar = read(GOOGLE)
    assert [f"{starts:%m-%d %H:%M}-{ends:%H:%M}" for starts, ends in calendar.busy] == [
        "03-08 08:00-08:30", "03-16 13:00-14:00", "03-18 08:00-08:30", "03-22 08:00-08:30", "03-25 08:00-08:30",
        "03-29 07:00-07:30", "04-01 07:00-07:30", "04-05 07:00-07:30",
    ]  # fmt: skip
    assert (calendar.events, calendar.free, calendar.unread) == (8, 1, ())
    assert {moment.tzinfo for span in calendar.busy for moment in span} == {UTC}


def test_a_calendar_of_outlook():
    calendar = read(OUTLOOK)
    assert [f"{starts:%m-%d %H:%M}-{ends:%H:%M}" for starts, ends in calendar.busy] == [
        "02-01 13:00-14:30", "03-01 13:00-14:30", "03-09 15:00-16:00", "03-16 14:00-15:00", "03-23 14:00-15:00",
        "04-01 12:00-13:30",
    ]  # fmt: skip
    assert (calendar.events, calendar.free, calendar.unread) == (6, 2, ())


def test_a_calendar_of_apple():
    calendar = read(APPLE)
    assert [f"{starts:%m-%d %H:%M}-{ends:%m-%d %H:%M}" for starts, ends in calendar.busy] == [
        "03-26 23:00-03-29 22:00", "04-02 11:00-04-02 12:00", "04-05 01:00-04-05 03:00", "04-07 01:00-04-07 03:00",
        "04-09 06:00-04-09 08:00",
    ]  # fmt: skip
    assert (calendar.events, calendar.free, calendar.unread) == (5, 0, ())


def test_several_calendars_in_one_file_each_with_its_own_zone_of_the_same_name():
    event = "UID:same\nDTSTART;TZID=Our Office:20270201T080000\nDURATION:PT1H"
    eastern = OUTLOOK_ZONE.format(name="Our Office")
    western = eastern.replace("-0500", "-0800").replace("-0400", "-0700")
    answer = busy_times(ics(event, before=eastern) + ics(event, before=western), ORDER)
    assert shown(answer["busy"]) == ["02-01 13:00-14:00", "02-01 16:00-17:00"]
    assert answer["unread"] == []


def test_only_times_leave_the_child():
    said = str(read(GOOGLE)) + str(busy_times(GOOGLE.replace(b"DTSTART", b"DTSTRAT"), ORDER))
    assert not any(word in said for word in ("secret", "Standup", "Birthday", "example", "Berlin"))


@pytest.mark.parametrize(
    ("event", "busy"),
    [
        ("DTSTART:20270105T090000Z\nDTEND:20270105T100000Z", ["01-05 09:00-10:00"]),
        ("DTSTART:20270105T090000\nDTEND:20270105T100000", ["01-05 08:00-09:00"]),
        ("DTSTART:20270105T090000Z\nDURATION:PT1H30M", ["01-05 09:00-10:30"]),
        ("DTSTART:20270105T090000Z", []),
        ("DTSTART;VALUE=DATE:20270105", ["01-04 23:00-01-05 23:00"]),
        ("DTSTART;VALUE=DATE:20270105\nDTEND;VALUE=DATE:20270105", ["01-04 23:00-01-05 23:00"]),
        ("DTSTART;VALUE=DATE:20270328", ["03-27 23:00-03-28 22:00"]),  # the clocks change
        ("DTSTART:20261231T230000Z\nDTEND:20270104T000000Z", ["01-03 23:00-01-04 00:00"]),  # cut at the first day
        ("DTSTART:20271231T120000Z\nDTEND:20280105T000000Z", ["12-31 12:00-23:00"]),  # and at the last
        ("DTSTART:20261201T090000Z\nDTEND:20261201T100000Z", []),
        ("DTSTART:20280105T090000Z\nDTEND:20280105T100000Z", []),
        ("DTSTART:20000105T090000Z\nDTEND:20300105T100000Z", ["01-03 23:00-12-31 23:00"]),
        ("DTSTART;TZID=W. Europe Standard Time:20270105T090000\nDURATION:PT1H", ["01-05 08:00-09:00"]),
        ("DTSTART;TZID=/example.org/Europe/Berlin:20270105T090000\nDURATION:PT1H", ["01-05 08:00-09:00"]),
        ("dtstart:20270105T090000Z\ndtend:20270105T100000Z", ["01-05 09:00-10:00"]),
        ("DTSTART:20270105T090000Z\nDTEND:20270105T100000Z\nTRANSP:OPAQUE\nSTATUS:TENTATIVE", ["01-05 09:00-10:00"]),
        ("DTSTART:20270105T090000Z\nDTEND:20270105T100000Z\ntransp:transparent", []),
        ("DTSTART:20270105T090000Z\nDTEND:20270105T100000Z\nSEQUENCE:many", ["01-05 09:00-10:00"]),
    ],
)
def test_one_event(event, busy):
    assert times(event) == busy
    assert why(event) == []


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["03-26", "03-27", "03-28"]),
        ("FREQ=DAILY;INTERVAL=2;UNTIL=20270330T080000Z", ["03-26", "03-28", "03-30"]),
        ("FREQ=DAILY;UNTIL=20270327", ["03-26", "03-27"]),
        ("FREQ=WEEKLY;BYDAY=FR,SU;COUNT=3", ["03-26", "03-28", "04-02"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["03-26", "04-30"]),
        ("FREQ=YEARLY;COUNT=5", ["03-26"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ["03-26"]),
    ],
)
@pytest.mark.parametrize("zone", ["DTSTART;TZID=Europe/Berlin:", "DTSTART:"])
def test_an_event_that_repeats_keeps_its_local_time(rule, days, zone):
    shown_times = times(f"UID:1\n{zone}20270326T090000\nDURATION:PT1H\nRRULE:{rule}")
    assert shown_times == [f"{day} 08:00-09:00" if day < "03-28" else f"{day} 07:00-08:00" for day in days]


@pytest.mark.parametrize("until", ["20270407", "20270407T000000Z", "20270407T235959", "20270407T170000Z"])
def test_whole_days_repeat_until_a_day(until):
    event = f"UID:1\nDTSTART;VALUE=DATE:20270405\nRRULE:FREQ=DAILY;UNTIL={until}"
    assert times(event) == ["04-04 22:00-04-07 22:00"]


def test_days_that_repeat_and_are_left_out():
    event = "UID:1\nDTSTART;VALUE=DATE:20270405\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE;VALUE=DATE:20270406"
    assert times(event) == ["04-04 22:00-04-05 22:00", "04-06 22:00-04-08 22:00"]


SERIES = "UID:1\nDTSTART:20270405T080000Z\nDTEND:20270405T090000Z\nRRULE:FREQ=DAILY;COUNT=3"


@pytest.mark.parametrize(
    ("change", "busy", "free"),
    [
        ("UID:1\nRECURRENCE-ID:20270406T080000Z\nSTATUS:CANCELLED\nDTSTART:20270406T080000Z\nDURATION:PT1H",
         ["04-05 08:00-09:00", "04-07 08:00-09:00"], 1),
        ("UID:1\nRECURRENCE-ID:20270406T080000Z\nDTSTART:20290406T080000Z\nDURATION:PT1H",
         ["04-05 08:00-09:00", "04-07 08:00-09:00"], 0),
        ("UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270406T080000Z\nDTSTART:20270406T100000Z\nDURATION:PT2H",
         ["04-05 08:00-09:00", "04-06 10:00-12:00", "04-07 10:00-12:00"], 0),
        ("UID:1\nSEQUENCE:2\nDTSTART:20270510T080000Z\nDTEND:20270510T090000Z", ["05-10 08:00-09:00"], 0),
        ("UID:1\nDTSTART:20270510T080000Z\nDTEND:20270510T090000Z",  # two events with one name by mistake: both count
         ["04-05 08:00-09:00", "04-06 08:00-09:00", "04-07 08:00-09:00", "05-10 08:00-09:00"], 0),
        ("UID:1\nSEQUENCE:2\nSEQUENCE:3\nDTSTART:20270510T080000Z\nDTEND:20270510T090000Z",  # which one is not told
         ["04-05 08:00-09:00", "04-06 08:00-09:00", "04-07 08:00-09:00", "05-10 08:00-09:00"], 0),
    ],
    ids=["cancelled", "moved away", "this and future", "a newer version", "the same name", "two versions at once"],
)  # fmt: skip
def test_an_event_that_was_changed_by_hand(change, busy, free):
    for events in ((SERIES, change), (change, SERIES)):
        answer = found(*events)
        assert (shown(answer["busy"]), answer["free"], answer["unread"]) == (busy, free, [])


def test_an_exception_without_its_series_counts_by_itself():
    assert times("UID:1\nRECURRENCE-ID:20270406T080000Z\nDTSTART:20270406T100000Z\nDURATION:PT1H") == [
        "04-06 10:00-11:00"
    ]


def test_busy_lists():
    busy_list = """BEGIN:VFREEBUSY
DTSTART:20270101T000000Z
FREEBUSY:20270105T080000Z/PT1H,20270106T080000Z/20270106T093000Z
FREEBUSY;FBTYPE=FREE:20270107T080000Z/PT1H
FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270108T080000Z/PT1H
FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270109T080000Z/PT1H
FREEBUSY;FBTYPE=X-OURS:20270110T080000Z/PT1H
END:VFREEBUSY
BEGIN:VFREEBUSY
FREEBUSY:20270105T080000Z/20270104T080000Z
END:VFREEBUSY
BEGIN:VFREEBUSY
FREEBUSY:soon
END:VFREEBUSY
"""
    answer = found(before=busy_list)
    assert [each[:5] for each in shown(answer["busy"])] == ["01-05", "01-06", "01-08", "01-09", "01-10"]
    assert (answer["events"], answer["free"]) == (5, 0)
    assert answer["unread"] == ["busy list 2: it ends before it starts", "busy list 3: its times cannot be read"]


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ("DTSTART:20270105T090000Z\nRRULE:FREQ=SECONDLY", "it repeats every second"),
        ("DTSTART:20270105T090000Z\nRRULE:FREQ=MINUTELY;INTERVAL=5", "it repeats every 5 minutes"),
        (
            "DTSTART:20270105T090000Z\nRRULE:FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,1",
            "it repeats more often than once an hour",
        ),
        ("DTSTART:20270105T090000Z\nRRULE:FREQ=DAILY;INTERVAL=0", "it repeats without an interval"),
        ("DTSTART:20270105T090000Z\nRRULE:FREQ=SOMETIMES", "its RRULE cannot be read"),
        ("DTSTART:20270105T090000Z\nRRULE:often", "its times cannot be read"),
        ("DTSTART:20270105T090000Z\nDTEND:20270105T080000Z", "it ends before it starts"),
        ("DTSTART:20270105T090000Z\nDURATION:-PT1H", "it ends before it starts"),
        ("DTEND:20270105T090000Z", "it has no start"),
        ("DTSTART:00000105T090000Z", "its DTSTART cannot be read"),
        ("DTSTART:20271305T090000Z", "its DTSTART cannot be read"),
        ("DTSTART:tomorrow", "its DTSTART cannot be read"),
        ("DTSTART 20270105", "a line of it cannot be read"),
        ("DTSTART:20270105T090000Z\nDTSTART:20270106T090000Z", "it has more than one DTSTART"),
        ("DTSTART:20270105T090000Z\nDTEND:20270105T100000Z\nEXDATE:never", "its EXDATE cannot be read"),
    ],
)
def test_what_is_not_understood_is_told_by_its_place(event, says):
    fine = "DTSTART:20270201T090000Z\nDTEND:20270201T100000Z"
    answer = found(fine, f"SUMMARY:private\n{event}", fine)
    assert answer["unread"] == [f"event 2: {says}"]
    assert (shown(answer["busy"]), answer["events"]) == (["02-01 09:00-10:00"], 2)


def test_what_is_guessed_is_told_and_counts():
    odd = "DTSTART;TZID=Private Island:20270105T090000\nDURATION:PT1H"
    assert times(odd) == ["01-05 08:00-09:00"]
    assert why(odd) == ["event 1: its time zone is not known, so Europe/Berlin was taken"]
    assert why(f"{SERIES}\nEXRULE:FREQ=DAILY") == [
        "event 1: its exceptions by a rule are not read, so too much may count as busy"
    ]


def test_events_at_the_ends_of_time():
    assert (
        found("DTSTART:99991231T235959Z\nDTEND:99991231T235959Z", "DTSTART:00010101T000000\nDTEND:20270104T000000")[
            "busy"
        ]
        == []
    )
    last_day = "UID:1\nDTSTART;VALUE=DATE:99991231\nRRULE:FREQ=DAILY"
    assert found(last_day, "DTSTART:20270201T090000Z\nDURATION:PT1H")["events"] == 1


def test_a_time_zone_that_changes_too_often_is_not_believed():
    zone = OUTLOOK_ZONE.format(name="Ours").replace("FREQ=YEARLY", "FREQ=SECONDLY")
    answer = found("DTSTART;TZID=Ours:20270105T090000\nDURATION:PT1H", before=zone)
    assert answer["unread"] == [
        "time zone 1: its clocks do not change once a year",
        "event 1: its time zone is not known, so Europe/Berlin was taken",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "calendar_empty"),
        (b" \r\n\x00\n", "calendar_empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "calendar_is_a_web_page"),
        (b"hello", "not_a_calendar"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "not_a_calendar"),
        (b"BEGIN:VEVENT\r\nDTSTART:20270105T090000Z\r\nEND:VEVENT\r\n", "not_a_calendar"),
        (b"BEGIN:VCALENDAR\r\n" + b"x" * 5_000_000, "calendar_too_large"),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_way_out(content, code):
    with pytest.raises(UnreadableCalendar) as refused:
        read(content)
    assert refused.value.code == code
    assert refused.value.message.endswith(".") and refused.value.hint.endswith(".")
    assert "{" not in refused.value.message


def test_every_reason_has_a_message_and_a_way_out():
    facts = {"size_mb": "6.0", "most_mb": "5"}
    assert {UnreadableCalendar(code, **facts).code for code in REASONS} == set(REASONS)
    assert (
        UnreadableCalendar("calendar_too_large", **facts).message
        == "This calendar has 6.0 MB; at most 5 MB can be read."
    )


def test_a_child_that_gets_too_little_time_is_told_apart_from_damage():
    slow = ics("UID:1\nDTSTART:00010105T100000Z\nRRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30")
    with pytest.raises(UnreadableCalendar) as refused:
        read(slow, limits=CalendarLimits(wall_seconds=0.3))
    assert refused.value.code == "calendar_takes_too_long"
    with pytest.raises(UnreadableCalendar) as refused:
        read(slow, limits=CalendarLimits(cpu_seconds=1))
    assert refused.value.code == "calendar_takes_too_long"


@pytest.mark.parametrize(
    ("content", "unread"),
    [
        (b"BEGIN:VCALENDAR", ["the calendar breaks off: its END:VCALENDAR is missing"]),
        (ics(SERIES)[:-40], ["the calendar breaks off: its END:VCALENDAR is missing", "event 1: it has no end"]),
        (ics(SERIES).replace(b"END:VEVENT\r\n", b""), ["event 1: it has no end"]),
        (ics(SERIES, before="BEGIN:VEVENT\nDTSTART:20270105T090000Z\n"), ["event 1: it has no end"]),
        (ics(SERIES, before="BEGIN:X\n" * 10_000), []),
        (ics(before="\x00\x01 \n:\n;\n=\n"), []),
    ],
)
def test_a_file_that_is_broken(content, unread):
    assert sorted(busy_times(content, ORDER)["unread"]) == sorted(unread)


def test_events_within_events_without_end():
    answer = busy_times(ics(before="BEGIN:VEVENT\n" * 10_000), ORDER)
    assert answer["unread"][0] == "event 1: it has no end"
    assert answer["unread"][-1] == "9,900 more parts were not understood"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line", ["\r\n", "\n", "\r", "\r\n "])
def test_encodings_and_ends_of_lines(encoding, line):
    text = GOOGLE.decode()
    text = text.replace("STATUS:CON", "STATUS:CON\r\n ") if line == "\r\n " else text.replace("\r\n", line)
    assert busy_times(text.encode(encoding), ORDER) == busy_times(GOOGLE, ORDER)


def test_a_calendar_in_utf_16_is_not_taken_for_something_else():
    assert read(GOOGLE.decode().encode("utf-16")) == read(GOOGLE)


def test_more_occurrences_than_are_read():
    hourly = "UID:1\nDTSTART:19900105T100000Z\nRRULE:FREQ=HOURLY\nDURATION:PT1M"
    answer = busy_times(ics(hourly), {**ORDER, "occurrences": 100})
    assert (answer["events"], len(answer["busy"])) == (100, 100)
    assert answer["unread"] == ["only the first 100 events of these days were read"]
    daily = busy_times(ics(hourly.replace("HOURLY", "DAILY;COUNT=99999")), {**ORDER, "occurrences": 362})
    assert (daily["events"], daily["unread"]) == (362, [])


def test_rules_that_never_end_and_never_come_to_a_day_are_given_up():
    slow = "UID:{}\nDTSTART:00010105T100000Z\nRRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"
    started = time.process_time()
    answer = found("DTSTART:20270201T090000Z\nDURATION:PT1H", slow.format(1))
    assert answer["unread"] == ["event 2: it takes too long to read"]
    assert answer["events"] == 1
    assert time.process_time() - started < 4


def test_five_megabytes_are_read_in_a_moment():
    words = "a long description with many words " * 30
    events = [
        f"UID:{n}\nDESCRIPTION:{words}\nDTSTART:2027{n % 12 + 1:02}{n % 28 + 1:02}T090000Z\nDURATION:PT1H"
        for n in range(4200)
    ]
    content = ics(*events)
    assert 4_500_000 < len(content) <= 5_000_000
    started = time.process_time()
    assert busy_times(content, ORDER)["events"] == 4200 - sum(n % 12 == 0 and n % 28 < 3 for n in range(4200))
    assert time.process_time() - started < 4


def test_the_callers_mistakes():
    with pytest.raises(ValueError, match="after"):
        read_calendar(APPLE, zone="UTC", first=LAST, last=FIRST)
    with pytest.raises((ValueError, LookupError)):
        read_calendar(APPLE, zone="Europe/Nowhere", first=FIRST, last=LAST)


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


@given(spans)
def test_merging_keeps_every_minute_and_leaves_gaps(times_of_day):
    together = merged(times_of_day)
    assert {minute for span in together for minute in range(*span)} == {
        minute for span in times_of_day for minute in range(*span)
    }
    assert all(starts < ends for starts, ends in together)
    assert all(ends < later for (_, ends), (later, _) in pairwise(together))


LINES = [
    *GOOGLE.decode().split("\r\n"), *OUTLOOK.decode().split("\r\n"), *APPLE.decode().split("\r\n"),
    "BEGIN:VFREEBUSY", "END:VFREEBUSY", "FREEBUSY:20270105T080000Z/PT1H", "RRULE:FREQ=DAILY;BYDAY=9MO", "RDATE:x",
    "RRULE:FREQ=YEARLY;BYYEARDAY=400", "RECURRENCE-ID:20270105", "EXDATE;VALUE=DATE:20270308", "DURATION:P9999999W",
    "DTSTART;VALUE=PERIOD:20270105T080000Z/PT1H",
    "RDATE;VALUE=PERIOD:20270105T080000Z/PT1H", "DTSTART;TZID=:20270105T080000",
    "DTEND;VALUE=DATE:20270109", "DTSTART:20270105T080000", "SEQUENCE:-1", "UID:", "TRANSP:",
    "STATUS;X=1:", "RRULE:FREQ=DAILY;UNTIL=x",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=30), st.binary(max_size=8))
def test_no_mixture_of_lines_breaks_the_reader(lines, junk):
    content = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"]).encode() + junk
    answer = busy_times(content, ORDER)
    assert all(starts < ends for starts, ends in answer["busy"])
    assert len(answer["unread"]) <= 101
