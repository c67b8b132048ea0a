"""Corrections of a brief: they are kept, they win, a receipt holds them, and of two at once nobody's is lost."""

from __future__ import annotations

from itertools import cycle

import pytest

from guildworks.matching.actions import CorrectedMeanwhile, TooManyCorrections, correct_brief, make_shortlist
from guildworks.matching.correcting import BadCorrection, Typed, correction_draft
from guildworks.matching.corrections import asked_for
from guildworks.matching.models import Brief, Shortlist
from guildworks.matching.queries import get_brief, receipt_json, shortlist_json, work_of
from guildworks.matching.replaying import replay
from guildworks.matching.spent import Spent
from guildworks.platform.models import Event, Setting
from tests.cast import Cast, make_brief, make_cast, make_engineer

TEXT = "Python is a must and LangGraph would be nice. 20 hours a week for 8 weeks, at most 100 EUR an hour."


def typed(item: str, says: str = "value", *, after: int = 0, **pieces: str) -> Typed:
    return Typed(item, says, pieces, after)


def listed(brief: Brief, cast: Cast) -> Shortlist:
    return make_shortlist(cast.ada, brief, top=5, spent=Spent())


def names(made: Shortlist) -> list[str]:
    return [person["name"] for person in made.found["roles"][0]["engineers"]]


@pytest.mark.django_db
def test_a_correction_wins_in_every_list_that_is_made_after_it(cast):
    make_engineer("Rosa", skills=["python"], rate=(95, "EUR"))
    make_engineer("Dear", skills=["python", "rust"], rate=(120, "EUR"))
    brief = make_brief(cast.halden, text=TEXT)
    before = listed(brief, cast)
    correct_brief(
        cast.bo,
        brief,
        [typed("budget", most="130", currency="eur", per="hour"), typed("skills.rust", importance="must")],
    )
    after = listed(brief, cast)
    assert (names(before), names(after)) == (["Rosa"], ["Dear"])
    assert before.requirement == brief.requirement
    told = shortlist_json(after, spent=Spent())["requirement"]
    assert (told["budget"]["value"]["max"], told["budget"]["corrected"]) == (130, True)
    assert told["budget"]["quote"] == brief.requirement["budget"]["quote"]
    (event,) = Event.objects.filter(name="brief.corrected")
    assert (event.facts, event.chain, event.actor_id) == ({"items": 2}, cast.halden.chain, cast.bo.id)


@pytest.mark.django_db
def test_holds_for_the_brief_take_the_corrected_hours(cast):
    brief = make_brief(cast.halden, text=TEXT)
    correct_brief(cast.ada, brief, [typed("hours_per_week", hours="12.5"), typed("duration", weeks="3")])
    asks, phases = work_of(brief)
    assert (asks.hours_per_week, asks.weeks) == (12.5, 3)
    assert [(float(phase.hours), phase.weeks) for phase in phases] == [(12.5, 3)]


@pytest.mark.django_db
def test_the_words_about_the_work_stay_those_of_the_brief(cast):
    make_engineer("Rosa", skills=["python"])
    brief = make_brief(cast.halden, text=TEXT)
    before = listed(brief, cast)
    correct_brief(cast.ada, brief, [typed("budget", "nothing"), typed("duration", weeks="8")])
    after = listed(brief, cast)
    texts = [receipt_json(cast.ada, made.receipt)["parts"]["brief"]["content"]["roles"] for made in (before, after)]
    assert texts[0] == texts[1]


@pytest.mark.django_db
def test_a_receipt_holds_what_was_corrected_and_says_the_same_when_it_is_done_again(cast):
    make_engineer("Rosa", skills=["python"])
    brief = make_brief(cast.halden, text=TEXT)
    correct_brief(cast.ada, brief, [typed("hours_per_week", hours="10")])
    correct_brief(cast.ada, brief, [typed("hours_per_week", hours="15", after=1), typed("starts", "nothing")])
    receipt = receipt_json(cast.ada, listed(brief, cast).receipt)
    told = receipt["parts"]["brief"]["content"]
    assert [(each["item"], each["version"], each["says"]) for each in told["corrections"]] == [
        ("hours_per_week", 2, "value"),
        ("starts", 1, "nothing"),
    ]
    assert told["corrections"][0]["value"]["min"] == 15
    assert told["requirement"]["hours_per_week"][0]["value"]["min"] == 15
    assert replay(receipt).result == "identical"
    told["corrections"][0]["value"]["min"] = 16
    assert replay(receipt).result == "changed content"


@pytest.mark.django_db
def test_what_was_read_comes_back(cast):
    brief = make_brief(cast.halden, text=TEXT)
    correct_brief(cast.ada, brief, [typed("skills.python", importance="excluded")])
    assert asked_for(brief).told["skills"][0]["importance"] == "excluded"
    correct_brief(cast.ada, brief, [typed("skills.python", "as_read", after=1)])
    assert asked_for(brief).told == brief.requirement


@pytest.mark.own_database
@pytest.mark.usefixtures("own_database")
def test_of_two_who_correct_the_same_point_at_once_one_is_told_and_different_points_never_meet(at_once):
    cast = make_cast()
    brief = get_brief(cast.ada, make_brief(cast.halden, text=TEXT).shown_id)
    same = cycle([typed("hours_per_week", hours=str(hours)) for hours in (10, 11, 12, 13)])
    won, refused = at_once(4, lambda: correct_brief(cast.bo, brief, [next(same)]))
    assert (len(won), {type(error) for error in refused}) == (1, {CorrectedMeanwhile})
    different = cycle([typed(f"skills.{slug}", importance="nice") for slug in ("rust", "go", "pgvector", "sql")])
    won, refused = at_once(4, lambda: correct_brief(cast.bo, brief, [next(different)]))
    assert (len(won), refused) == (4, [])
    assert len(asked_for(brief).corrections) == 5


@pytest.mark.django_db
def test_a_brief_keeps_so_many_corrections_and_no_more(cast):
    Setting.objects.create(name="brief_corrections", value=10)
    brief = make_brief(cast.halden, text=TEXT)
    for after in range(10):
        correct_brief(cast.ada, brief, [typed("hours_per_week", hours="10", after=after)])
    with pytest.raises(TooManyCorrections):
        correct_brief(cast.ada, brief, [typed("hours_per_week", hours="11", after=10)])
    assert brief.corrections.count() == 10


@pytest.mark.parametrize(
    ("item", "pieces", "wrong"),
    [
        ("hours_per_week", {"hours": "0"}, {"hours"}),
        ("hours_per_week", {"hours": "169"}, {"hours"}),
        ("hours_per_week", {"hours": "٣٢"}, {"hours"}),
        ("hours_per_week", {"hours": "1e3"}, {"hours"}),
        ("hours_per_week", {}, {"hours"}),
        ("starts", {"day": "tomorrow"}, {"day"}),
        ("starts", {"day": "2020-01-01"}, {"day"}),
        ("starts", {"day": "9999-12-31"}, {"day"}),
        ("duration", {"weeks": "1.5"}, {"weeks"}),
        ("duration", {"weeks": "105"}, {"weeks"}),
        ("budget", {"least": "130", "most": "100", "currency": "EUR", "per": "hour"}, {"least"}),
        ("budget", {"most": "100", "currency": "XAU", "per": "hour"}, {"currency"}),
        ("budget", {"currency": "EUR", "per": "fortnight"}, {"most", "per"}),
        ("budget", {"most": "9" * 400, "currency": "EUR", "per": "hour"}, {"most"}),
        ("overlap", {"hours": "4", "zone": "Europe/Atlantis"}, {"zone"}),
        ("overlap", {"hours": "4"}, {"zone"}),
        ("overlap", {"hours": "4", "zone": "../../etc/passwd"}, {"zone"}),
        ("overlap", {"hours": "4", "zone": "Europe/Berlin", "from": "09:00"}, {"to"}),
        ("overlap", {"hours": "25", "zone": "Europe/Berlin", "from": "9", "to": "26:00"}, {"hours", "from", "to"}),
        ("place", {"mode": "onsite"}, {"city"}),
        ("place", {"mode": "somewhere", "country": "XX"}, {"mode", "country"}),
        ("place", {"mode": "remote", "city": "L" * 81}, {"city"}),
        ("seniority", {"years": "51"}, {"years"}),
        ("skills.python", {"importance": "very"}, {"importance"}),
        ("skills.python", {"importance": "must", "level": "9"}, {"level"}),
        ("languages.de", {"importance": "must", "level": "C3"}, {"level"}),
        ("skills.no-such-skill", {"importance": "must"}, set()),
        ("languages.xx", {"importance": "must"}, set()),
        ("budget.eur", {"most": "1"}, set()),
        ("quality", {"hours": "4"}, set()),
        ("title", {}, set()),
    ],
)
@pytest.mark.django_db
def test_what_cannot_stand_there_is_told_piece_by_piece(item, pieces, wrong):
    with pytest.raises(BadCorrection) as refused:
        correction_draft(Typed(item, "value", pieces))
    assert refused.value.fields.keys() == wrong
    assert refused.value.hint
