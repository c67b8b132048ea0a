"""What somebody says by hand stands, answers the questions about it, and what it contradicts is told anew."""

from __future__ import annotations

from datetime import date

import pytest

from guildworks.kernels.text.brief import BriefReader
from guildworks.kernels.text.corrections import Correction, SkillChoice, corrected, value_from_json, value_json
from guildworks.kernels.text.requirement import (
    Budget,
    Duration,
    Hours,
    LanguageWish,
    Overlap,
    Place,
    Requirement,
    Seniority,
    Start,
)
from guildworks.kernels.text.requirement_json import requirement_from_json, requirement_json
from guildworks.skills.queries import gazetteer, graph

TEXT = (
    "We need Python and pgvector or Qdrant, LangGraph would be nice. The work is four days a week for about three"
    " months, starting on 11 January 2027. We pay €100 to €130 an hour, the whole project must stay under €30,000."
    " It must be fast. German B2 is a must."
)


@pytest.fixture(scope="module")
def read() -> Requirement:
    return BriefReader(graph(), gazetteer()).read(TEXT, today=date(2026, 11, 23))


def by_hand(read: Requirement, **values: object) -> Requirement:
    corrections = [Correction(item.replace("__", "."), value) for item, value in values.items()]
    return corrected(read, corrections, text=TEXT)


def wish(requirement: Requirement, slug: str):
    (found,) = [wish for wish in requirement.skills if wish.skill == slug]
    return found


def test_without_corrections_it_is_what_was_read(read):
    assert corrected(read, [], text=TEXT) is read


def test_a_value_by_hand_wins_and_keeps_its_words(read):
    changed = by_hand(read, hours_per_week=Hours(24, 24), starts=Start(earliest=date(2027, 2, 1)))
    (hours,) = changed.hours_per_week
    assert (hours.value.least, hours.by_hand) == (24, True)
    assert hours.span == read.hours_per_week[0].span
    assert changed.starts and changed.starts.value.earliest == date(2027, 2, 1)


def test_what_no_words_say_can_be_said(read):
    changed = by_hand(read, overlap=Overlap(hours=4, zone="Europe/Berlin"), skills__rust=SkillChoice("must", 3))
    assert changed.overlap and changed.overlap.span.of(TEXT) == ""
    assert (wish(changed, "rust").importance, wish(changed, "rust").span.of(TEXT)) == ("must", "")
    assert "overlap" in {note.field for note in read.missing}
    assert "overlap" not in {note.field for note in changed.missing}


def test_what_is_not_asked_for_is_not_asked_about_either(read):
    changed = by_hand(read, hours_per_week=None, overlap=None, languages__de=None, skills__python=None)
    assert (changed.hours_per_week, changed.overlap, changed.languages) == ((), None, ())
    assert "python" not in {wish.skill for wish in changed.skills}
    assert not {"hours_per_week", "overlap"} & {note.field for note in changed.missing}


def test_a_sum_that_cannot_hold_is_weighed_with_the_corrected_values(read):
    assert [note.field for note in read.contradictions] == ["budget"]
    assert by_hand(read, hours_per_week=Hours(20, 20)).contradictions == ()
    (still,) = by_hand(read, hours_per_week=Hours(30, 30)).contradictions
    assert "30 h" in still.message
    (told,) = by_hand(read, budget=Budget(100, 130, "EUR", "hour", total=20_000, total_currency="EUR")).contradictions
    assert "20,000" in told.message
    assert by_hand(read, budget=Budget(100, 130, "EUR", "hour")).contradictions == ()


def test_a_question_without_a_value_can_be_left_open(read):
    assert "quality" in {note.field for note in read.vague}
    assert "quality" not in {note.field for note in by_hand(read, quality=None).vague}


def test_a_skill_that_stands_for_itself_leaves_its_alternatives(read):
    assert wish(read, "pgvector").any_of is not None
    alone = wish(by_hand(read, skills__pgvector=SkillChoice("nice")), "pgvector")
    assert (alone.importance, alone.any_of) == ("nice", None)
    level = wish(by_hand(read, skills__pgvector=SkillChoice("must", 4)), "pgvector")
    assert (level.level, level.any_of) == (4, wish(read, "pgvector").any_of)


def test_it_is_the_same_after_json_and_says_what_is_by_hand(read):
    changed = by_hand(read, duration=Duration(12, 12), skills__rust=SkillChoice("nice"), seniority=Seniority(years=5))
    told = requirement_json(changed, TEXT)
    assert requirement_from_json(told) == changed
    assert told["duration_weeks"]["corrected"] is True
    assert "corrected" not in told["starts"]
    assert told["seniority"] == {
        "value": {"level": None, "years": 5, "up_to": None},
        "quote": None,
        "start": None,
        "end": None,
        "corrected": True,
    }


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("skills.python", SkillChoice("must", 3)),
        ("languages.de", LanguageWish("de", "nice", "B2")),
        ("hours_per_week", Hours(20, 20)),
        ("starts", Start(earliest=date(2027, 1, 11))),
        ("duration", Duration(12, 12)),
        ("budget", Budget(90, 120, "EUR", "day", total=9_000, total_currency="EUR")),
        ("overlap", Overlap(hours=4, window=(540, 1020), zone="Europe/Berlin")),
        ("place", Place("onsite", city="Lyon", country="FR")),
        ("seniority", Seniority(years=5)),
    ],
)
def test_each_value_is_the_same_after_json(item, value):
    assert value_from_json(item, value_json(item, value)) == value
