"""A calendar lowers the weeks in which it leaves less than the usual hours, and nothing else of it is kept."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from guildworks.availability.actions.busy_times import BadCalendar, Imported, NoWorkingHours, import_busy_times
from guildworks.availability.actions.hours import HoursAreReserved, HoursNotSaid, except_weeks, set_capacity
from guildworks.availability.models import CapacityException
from guildworks.availability.queries import weeks_of
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Event
from guildworks.talent.models import Engineer
from tests.cast import hold, make_engineer, tables_to_read, week
from tests.security.test_private_words import tables_that_hold

pytestmark = pytest.mark.django_db


def calendar(*events: str) -> bytes:
    """A calendar of these events, each the lines between BEGIN and END."""
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def days_off(number: int, days: int = 1, *, more: str = "") -> str:
    """Whole days from the Monday of a week on."""
    return (
        f"DTSTART;VALUE=DATE:{week(number):%Y%m%d}\nDTEND;VALUE=DATE:{week(number) + timedelta(days=days):%Y%m%d}{more}"
    )


@pytest.fixture
def rosa(db) -> Engineer:
    """40 hours a week, 9 to 17 in Berlin."""
    return make_engineer("Rosa", hours=40)


def take(engineer: Engineer, *events: str, accepts_excess: bool = False) -> Imported:
    """What the engineer's own import of such a calendar comes to."""
    actor = Actor("engineer", engineer.id)
    return import_busy_times(actor, engineer, content=calendar(*events), accepts_excess=accepts_excess)


def capacities(engineer: Engineer) -> list[float]:
    return [each.capacity / 4 for each in weeks_of(engineer.id, week(0), 6, at=clock.now())]


def test_weeks_are_lowered_to_the_working_time_that_is_left(rosa):
    done = take(rosa, days_off(1), days_off(3, 7), f"DTSTART:{week(4):%Y%m%d}T110000Z\nDTEND:{week(4):%Y%m%d}T114000Z")
    assert capacities(rosa) == [40, 32, 40, 0, 39.25, 40]
    assert done == Imported(3, 0, (), (week(1), week(3), week(4)), (), ())
    assert set(CapacityException.objects.values_list("reason", flat=True)) == {"calendar"}


def test_busy_times_outside_of_the_usual_hours_take_nothing_of_them(operator, rosa):
    """Of 40 hours in which they could work they work 20: two days off leave 24."""
    set_capacity(operator, {rosa: Decimal(20)})
    assert take(rosa, days_off(1, 2)).lowered == ()
    assert take(rosa, days_off(1, 4)).lowered == (week(1),)
    assert capacities(rosa) == [20, 8, 20, 20, 20, 20]


def test_what_leaves_them_free_counts_apart(rosa):
    done = take(rosa, days_off(1, more="\nTRANSP:TRANSPARENT"), days_off(2, more="\nSTATUS:CANCELLED"))
    assert (done.events, done.free, done.lowered) == (0, 2, ())


def test_the_next_calendar_takes_the_place_of_the_one_before(rosa):
    take(rosa, days_off(1), days_off(2))
    done = take(rosa, days_off(2, 2), days_off(3))
    assert (done.lowered, done.restored) == ((week(2), week(3)), (week(1),))
    assert capacities(rosa) == [40, 40, 24, 32, 40, 40]
    assert take(rosa).restored == (week(2), week(3))
    assert capacities(rosa) == [40] * 6


def test_what_the_engineer_said_of_a_week_stays(operator, rosa):
    except_weeks(operator, rosa, {week(1): Decimal(38), week(2): Decimal(4)}, reason="half_week")
    done = take(rosa, days_off(1), days_off(2), days_off(3))
    assert (done.lowered, done.kept) == ((week(3),), (week(1), week(2)))
    assert capacities(rosa) == [40, 38, 4, 32, 40, 40]
    assert take(rosa).kept == ()
    assert capacities(rosa) == [40, 38, 4, 40, 40, 40]


def test_a_week_that_was_given_back_to_the_usual_hours_follows_the_calendar(operator, rosa):
    except_weeks(operator, rosa, {week(1): Decimal(38)})
    except_weeks(operator, rosa, {week(1): None})
    assert take(rosa, days_off(1)).lowered == (week(1),)


def test_a_week_that_is_reserved_stands_in_the_way_unless_the_excess_is_accepted(rosa):
    hold(rosa, hours=36, first=2, weeks=1)
    with pytest.raises(HoursAreReserved) as refused:
        take(rosa, days_off(1), days_off(2))
    assert [each["week"] for each in refused.value.facts["weeks"]] == [f"{week(2)}"]
    assert capacities(rosa) == [40] * 6
    assert not Event.objects.filter(name="busy_times.imported").exists()
    take(rosa, days_off(1), days_off(2), accepts_excess=True)
    assert capacities(rosa) == [40, 32, 32, 40, 40, 40]
    assert weeks_of(rosa.id, week(2), 1, at=clock.now())[0].accepted / 4 == 4


def test_what_repeats_for_ever_lowers_every_week_ahead(rosa):
    monday = f"DTSTART;VALUE=DATE:{week(-9):%Y%m%d}\nRRULE:FREQ=WEEKLY;BYDAY=MO"
    assert len(take(rosa, monday).lowered) == 104
    assert capacities(rosa) == [32] * 6


def test_an_event_that_cannot_be_read_is_told_by_its_place_and_the_others_count(rosa):
    done = take(rosa, days_off(1), "DTSTART:yesterday\nSUMMARY:Dentist", days_off(2))
    assert done.lowered == (week(1), week(2))
    (sentence,) = done.unread
    assert sentence.startswith("event 2: ")
    assert "Dentist" not in sentence


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "calendar_empty"),
        (b"<!doctype html><html><body>Sign in</body></html>", "calendar_is_a_web_page"),
        (b"Monday: dentist", "not_a_calendar"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 500, "not_a_calendar"),
    ],
)
def test_what_is_no_calendar_is_refused_with_the_way_out(operator, rosa, content, code):
    take(rosa, days_off(1))
    with pytest.raises(BadCalendar) as refused:
        import_busy_times(operator, rosa, content=content)
    assert (refused.value.code, refused.value.status) == (code, 2)
    assert refused.value.hint
    assert capacities(rosa)[1] == 32, "the calendar before it still counts"


def test_how_large_a_calendar_may_be_is_a_setting(rosa):
    set_limit("calendar_bytes", 1000)
    with pytest.raises(BadCalendar) as refused:
        take(rosa, *[days_off(1)] * 50)
    assert refused.value.code == "calendar_too_large"


def test_hours_and_working_hours_are_said_first():
    silent, without_day = make_engineer("Silent", hours=None), make_engineer("Dayless", day=None)
    with pytest.raises(HoursNotSaid, match="Silent has not said how many"):
        take(silent, days_off(1))
    with pytest.raises(NoWorkingHours, match="Dayless has not said when") as refused:
        take(without_day, days_off(1))
    assert "--day" in refused.value.at_terminal


def test_nothing_of_what_a_calendar_says_is_kept(rosa):
    words = "\nSUMMARY:Zebrafish surgery\nLOCATION:Quixotic Clinic\nATTENDEE;CN=Xylophone:mailto:zyzzyx@example.org"
    take(rosa, days_off(1, more=words), f"DTSTART:nonsense{words}")
    assert len(tables_to_read()) > 10
    for word in ("Zebrafish", "Quixotic", "Xylophone", "zyzzyx"):
        assert tables_that_hold(word) == []
    imported = Event.objects.get(name="busy_times.imported")
    assert imported.facts == {"events": 1, "free": 0, "unread": 1, "weeks": 1}
    assert (imported.chain, imported.actor_kind) == (rosa.chain, "engineer")
    assert Event.objects.get(name="capacity.excepted").facts == {
        "week": f"{week(1)}", "quarter_hours": 128, "accepted_quarter_hours": 0, "reason": "calendar",
    }  # fmt: skip
