"""What two fields say against each other, with the sum that proves it."""

from __future__ import annotations

from datetime import date

from guildworks.kernels.text.fields import contradictions, read_budget, read_duration, read_hours, read_starts
from guildworks.kernels.text.requirement import Note

TODAY = date(2026, 11, 23)


def notes_of(text: str) -> list[Note]:
    return list(
        contradictions(
            text,
            starts=read_starts(text, TODAY).read,
            duration=read_duration(text, TODAY).read,
            hours=read_hours(text).read or (),
            budget=read_budget(text).read,
        )
    )


def test_rate_times_hours_times_weeks_above_the_total_shows_the_sum() -> None:
    (note,) = notes_of("Load: 20-30 h/week. Duration: 4 months. Pay: $70/h; total must stay under $15,000")
    assert note.field == "budget"
    assert "17 weeks at 20 h and 70 USD an hour comes to 23,800 USD" in note.message
    assert "15,000 USD" in note.message


def test_days_are_counted_for_a_rate_per_day() -> None:
    (note,) = notes_of("2 days per week. Duration: 10 weeks. Rate: €800/day, the total must stay under €12,000.")
    assert "10 weeks at 2 days and 800 EUR a day comes to 16,000 EUR" in note.message


def test_a_total_that_is_enough_is_no_contradiction() -> None:
    assert notes_of("Load: 10 h/week. Duration: 4 weeks. Pay: $70/h; total must stay under $15,000") == []


def test_four_months_from_january_do_not_end_in_march() -> None:
    (note,) = notes_of("* Start: 15.01.2027\n* Duration: 4 months (ends 31 March 2027)")
    assert note.field == "duration"
    assert "17 weeks from 15 January 2027 end about 14 May 2027, not on 31 March 2027" in note.message


def test_an_end_within_two_weeks_of_the_sum_is_rounding() -> None:
    assert notes_of("* Start: 15.01.2027\n* Duration: 4 months (ends 20 May 2027)") == []


def test_a_start_after_the_deadline() -> None:
    (note,) = notes_of("Start: 1 June 2027. It must be finished by 31 March 2027.")
    assert note.field == "starts"
    assert "1 June 2027" in note.message


def test_a_few_days_against_a_long_list() -> None:
    text = (
        "we think it is a few days maybe, but it should be finished, with training on our pictures, installed on 9 "
        "machines and documented by end of the year"
    )
    (note,) = notes_of(text)
    assert note.field == "duration"
    assert "installed on 9 machines" in [span.of(text) for span in note.spans]
    assert "31 December 2026" in note.message


def test_a_few_days_for_one_thing_are_none() -> None:
    assert notes_of("it is a few days maybe, and then it should be documented") == []


def test_phases_longer_than_the_whole() -> None:
    text = (
        "Duration: 6 weeks. 3 days/week for the first month, then a two week audit (full time) and 8 weeks at 2 days "
        "per week"
    )
    assert any("weeks, the whole only" in note.message for note in notes_of(text))


def test_a_brief_that_fits_together_has_none() -> None:
    assert (
        notes_of("Start: 11 January 2027. The work takes about 3 months at 25 hours a week. Rate: 85 EUR per hour.")
        == []
    )


def test_an_empty_brief_has_none() -> None:
    assert notes_of("") == []
