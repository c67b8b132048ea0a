"""`guildworks hold`: what scripts rely on, what people read, and what is refused with everything as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guildworks.availability.actions.hours import pause_engineers
from guildworks.availability.models import Reservation
from guildworks.platform.ids import shown, uuid7
from guildworks.platform.models import Event
from guildworks.talent.models import Engineer
from tests.cast import hold, make_brief, make_engineer, week

BRIEF = "Python is a must. 24 hours a week for 6 weeks from {first:%-d %B %Y}."


@pytest.fixture
def rosa(db) -> Engineer:
    return make_engineer("Rosa Lind", hours=30)


def terms(*, hours: str = "20", first: str | None = None, weeks: str = "4") -> list[str]:
    """The words that say what is to be held."""
    return ["--hours", hours, "--from", first or f"{week(1)}", "--weeks", weeks]


def test_a_hold_is_placed_listed_accepted_booked_and_released(command, rosa):
    said = command("hold", "place", rosa.shown_id, *terms(), "--json")
    (placed,) = said.json["holds"]
    assert (said.status, said.err) == (0, "")
    assert placed.keys() >= {"id", "engineer", "expires_at"}
    assert (placed["engineer"], placed["state"], placed["brief"]) == (rosa.shown_id, "hold", None)
    assert (placed["hours_per_week"], placed["first_week"], placed["weeks"]) == (20, f"{week(1)}", [20, 20, 20, 20])
    listed = command("hold", "list", "--json").json
    assert (listed["holds"], listed["total"]) == ([placed], 1)
    (accepted,) = command("hold", "accept", placed["id"], "--json").json["holds"]
    assert accepted["accepted_at"] and accepted["expires_at"] > placed["expires_at"]
    assert command("hold", "accept", placed["id"], "--json").code == "hold_is_lengthened_once"
    (booked,) = command("hold", "book", placed["id"], "--json").json["holds"]
    assert (booked["state"], booked["expires_at"]) == ("booked", None)
    (released,) = command("hold", "release", placed["id"], "--json").json["holds"]
    assert released["state"] == "released"
    assert command("hold", "list", "--json").json == {"holds": [], "total": 0}
    assert [event.name for event in Event.objects.filter(subject_kind="reservation").order_by("at")] == [
        "hold.placed", "hold.accepted", "hold.booked", "booking.released",
    ]  # fmt: skip


def test_people_read_who_is_held_for_how_long_and_how_to_give_it_back(command, rosa):
    said = command("hold", "place", rosa.shown_id, *terms(hours="12.5", weeks="1"))
    shown_id = Reservation.objects.get().shown_id
    assert said.status == 0
    assert "Rosa Lind" in said.out
    assert "12.5 h a week, 1 week from" in said.out
    assert f"guildworks hold release {shown_id}" in said.out
    assert shown_id in command("hold", "list").out
    assert "accepted, held until" in command("hold", "accept", shown_id).out
    assert "declined" in command("hold", "decline", shown_id).out
    assert "Nothing is held or booked" in command("hold", "list").out


def test_a_hold_from_within_a_week_takes_a_share_of_the_first_and_the_last(command, rosa):
    thursday = week(1) + timedelta(days=3)
    (placed,) = command("hold", "place", rosa.shown_id, *terms(first=f"{thursday}", weeks="2"), "--json").json["holds"]
    assert (placed["first_week"], placed["weeks"]) == (f"{week(1)}", [8, 20, 12])


def test_phases_are_given_one_after_the_other(command, rosa):
    words = ["--hours", "8", "--weeks", "2", "--hours", "30", "--weeks", "1", "--from", f"{week(1)}"]
    (placed,) = command("hold", "place", rosa.shown_id, *words, "--json").json["holds"]
    assert placed["weeks"] == [8, 8, 30]
    assert "up to 30 h a week, 3 weeks" in command("hold", "list").out


class TestForABrief:
    def test_what_is_not_given_is_the_briefs(self, command, rosa):
        brief = make_brief(text=BRIEF.format(first=week(2)))
        (placed,) = command("hold", "place", rosa.shown_id, "--brief", brief.shown_id, "--json").json["holds"]
        assert (placed["brief"], placed["first_week"], placed["weeks"]) == (brief.shown_id, f"{week(2)}", [24] * 6)

    @pytest.mark.parametrize(
        ("words", "first", "weeks"),
        [
            (["--hours", "10"], 2, [10] * 6),
            (["--weeks", "2"], 2, [24] * 2),
            (["--hours", "10", "--weeks", "1"], 2, [10]),
        ],
    )
    def test_what_is_given_takes_its_place(self, command, rosa, words, first, weeks):
        brief = make_brief(text=BRIEF.format(first=week(2)))
        (placed,) = command("hold", "place", rosa.shown_id, "--brief", brief.shown_id, *words, "--json").json["holds"]
        assert (placed["first_week"], placed["weeks"]) == (f"{week(first)}", weeks)

    def test_another_first_day_moves_all_of_it(self, command, rosa):
        brief = make_brief(text=BRIEF.format(first=week(2)))
        words = ["--brief", brief.shown_id, "--from", f"{week(5)}"]
        (placed,) = command("hold", "place", rosa.shown_id, *words, "--json").json["holds"]
        assert (placed["first_week"], placed["weeks"]) == (f"{week(5)}", [24] * 6)

    def test_its_phases_are_held_as_they_are(self, command, rosa):
        phases = "10 hours a week for the first 2 weeks, then 30 hours a week for 3 weeks"
        brief = make_brief(text=f"Python is a must. {phases} from {week(2):%-d %B %Y}.")
        (placed,) = command("hold", "place", rosa.shown_id, "--brief", brief.shown_id, "--json").json["holds"]
        assert placed["weeks"] == [10, 10, 30, 30, 30]

    def test_a_brief_without_hours_needs_them_given(self, command, rosa):
        brief = make_brief(text="We need Python.")
        said = command("hold", "place", rosa.shown_id, "--brief", brief.shown_id, "--json")
        assert (said.status, said.code) == (2, "bad_option")
        assert "--hours" in said.err

    def test_the_same_engineer_again_is_refused(self, command, rosa):
        words = ("hold", "place", rosa.shown_id, "--brief", make_brief().shown_id, "--hours", "1", "--json")
        assert command(*words).status == 0
        again = command(*words)
        assert (again.status, again.code) == (1, "hold_again_once_and_not_at_once")
        assert again.json["error"]["engineers"] == [rosa.shown_id]


def test_a_group_of_which_some_lack_hours_is_refused_with_all_of_them_and_nothing_is_held(command, rosa):
    others = [make_engineer(f"Short {number}", hours=8) for number in range(2)]
    ids = [others[0].shown_id, rosa.shown_id, others[1].shown_id]
    said = command("hold", "place", *ids, *terms(weeks="2"), "--json")
    assert (said.status, said.code) == (1, "reservation_within_capacity")
    assert said.json["error"]["engineers"] == [other.shown_id for other in others]
    assert {(week["free"], week["asked"]) for week in said.json["error"]["weeks"]} == {(8, 20)}
    assert not Reservation.objects.exists()
    for_people = command("hold", "place", *ids, *terms())
    assert for_people.status == 1
    assert for_people.err.startswith("error: Short 0 has 8 hours free in the week of ")
    assert "hint: Nothing was held." in for_people.err


class TestRefusals:
    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"hours": "0"}, "bad_load"),
            ({"hours": "-4"}, "bad_load"),
            ({"hours": "169"}, "bad_load"),
            ({"hours": "3.333"}, "bad_load"),
            ({"hours": "NaN"}, "bad_load"),
            ({"hours": "sNaN"}, "bad_load"),
            ({"hours": "Infinity"}, "bad_load"),
            ({"hours": "9e999999"}, "bad_load"),
            ({"hours": "full"}, "bad_option"),
            ({"weeks": "0"}, "bad_load"),
            ({"weeks": "105"}, "bad_load"),
            ({"weeks": "99999999999999999999"}, "bad_load"),
            ({"first": "tomorrow"}, "bad_option"),
            ({"first": "2027-02-30"}, "bad_option"),
            ({"first": "9999-12-31"}, "bad_load"),
            ({"first": "0001-01-01"}, "hold_in_the_past"),
            ({"first": "2020-03-02"}, "hold_in_the_past"),
            ({"first": "2087-03-03"}, "hold_too_far"),
        ],
        ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else value,
    )
    def test_hours_days_and_weeks_that_cannot_be(self, command, rosa, given, code):
        events = Event.objects.count()
        words = ("hold", "place", rosa.shown_id, *terms(**given))
        said = command(*words, "--json")
        assert (said.status, said.code) == (2, code)
        for_people = command(*words)
        assert for_people.status == 2
        assert for_people.err.startswith("error: ")
        assert "\nhint: " in for_people.err
        assert (Reservation.objects.count(), Event.objects.count()) == (0, events)

    @pytest.mark.parametrize("left_out", [0, 2, 4])
    def test_without_a_brief_all_three_are_needed(self, command, rosa, left_out):
        words = terms()
        said = command("hold", "place", rosa.shown_id, *words[:left_out], *words[left_out + 2 :], "--json")
        assert (said.status, said.code) == (2, "bad_option")
        assert "--brief" in said.err

    def test_phases_need_as_many_hours_as_weeks(self, command, rosa):
        said = command("hold", "place", rosa.shown_id, *terms(), "--hours", "8", "--json")
        assert (said.status, said.code) == (2, "bad_option")

    def test_the_same_engineer_twice(self, command, rosa):
        said = command("hold", "place", rosa.shown_id, rosa.shown_id, *terms(), "--json")
        assert (said.status, said.code) == (2, "bad_group")

    def test_somebody_who_has_paused_or_is_not_listed(self, command, operator, rosa):
        hidden = make_engineer("Hidden", listed=False)
        pause_engineers(operator, [rosa])
        for engineer, words in ((rosa, "Rosa Lind has paused"), (hidden, "Hidden is not listed")):
            said = command("hold", "place", engineer.shown_id, *terms(), "--json")
            assert (said.status, said.code) == (1, "engineer_not_to_be_held")
            assert words in said.err
            assert said.json["error"]["engineers"] == [engineer.shown_id]
        assert not Reservation.objects.exists()

    @pytest.mark.parametrize("verb", ["release", "accept", "decline", "book"])
    @pytest.mark.parametrize(
        ("shown_id", "status", "code"),
        [
            ("hld_01M8HNDWB6EYCR42DTAADW6ZPV", 1, "not_found"),
            ("hld_123", 2, "bad_id"),
            ("eng_01M8HNDWB6EYCR42DTAADW6ZPV", 2, "bad_id"),
            ("' OR 1=1", 2, "bad_id"),
            ("", 2, "bad_id"),
        ],
        ids=["unknown", "short", "of an engineer", "SQL", "empty"],
    )
    def test_an_id_of_no_hold(self, command, rosa, verb, shown_id, status, code):
        (held,) = hold(rosa)
        said = command("hold", verb, shown_id, "--json")
        assert (said.status, said.code) == (status, code)
        assert Reservation.objects.get().state == held.state

    def test_one_unknown_among_others_releases_nothing(self, command, rosa):
        (held,) = hold(rosa)
        assert command("hold", "release", held.shown_id, shown("hld", uuid7()), "--json").code == "not_found"
        assert Reservation.objects.get().state == "hold"

    def test_what_has_ended_is_told_so(self, command, rosa):
        (held,) = hold(rosa)
        command("hold", "release", held.shown_id)
        for verb in ("release", "accept", "decline", "book"):
            said = command("hold", verb, held.shown_id, "--json")
            assert (said.status, said.code) == (1, "reservation_only_moves_on")

    def test_an_unknown_engineer_or_brief(self, command, rosa):
        unknown = command("hold", "place", rosa.shown_id, shown("eng", uuid7()), *terms(), "--json")
        of_none = command("hold", "place", rosa.shown_id, "--brief", shown("brf", uuid7()), "--json")
        assert [(said.status, said.code) for said in (unknown, of_none)] == [(1, "not_found")] * 2
        assert not Reservation.objects.exists()
