"""What the market has for a brief: true, rounded, limited, and nothing about one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildworks.matching.actions import AskedTooOften, check_feasibility, correct_brief, make_shortlist
from guildworks.matching.correcting import Typed
from guildworks.matching.feasibility import rounded
from guildworks.matching.models import FeasibilityCheck
from guildworks.matching.spent import Spent
from guildworks.platform.models import Event, Setting
from tests.cast import make_brief, make_engineer

TEXT = "Python is a must. 20 hours a week for 8 weeks, at most 100 EUR an hour."


@given(st.integers(0, 10**9))
def test_a_count_is_told_to_five_percent_and_from_three_on(count: int):
    told = rounded(count)
    if count < 3:
        assert told is None
    else:
        assert told is not None
        assert abs(told - count) <= count * 0.05


@given(st.integers(3, 10**6), st.integers(0, 1000))
def test_more_people_are_never_told_as_fewer(count: int, more: int):
    assert (rounded(count) or 0) <= (rounded(count + more) or 0)


@pytest.mark.django_db
def test_it_tells_how_many_fit_what_they_ask_and_what_rules_most_out(cast):
    for number in range(12):
        make_engineer(f"Fit {number}", rate=(60 + 3 * number, "EUR"))
    for number in range(4):
        make_engineer(f"Dear {number}", rate=(130, "EUR"))
    for number in range(6):
        make_engineer(f"Go {number}", skills=["go"])
    (role,) = check_feasibility(cast.ada, make_brief(cast.halden, text=TEXT)).roles
    assert (role["fit"], role["candidates"]) == (12, 22)
    assert (role["strictest"], role["fail"]) == ("Python", 6)
    assert (role["helps"], role["more"]) == ("Python", 6)
    assert role["total_hours"] == 160
    assert tuple(role["rates"]) == (64, 90)  # of 60, 63 … 93 eight of ten lie from 63.30 to 89.70


@pytest.mark.django_db
def test_nobody_can_be_read_from_it_by_asking_again_and_again(cast):
    """Two people know Rust. Whatever ceiling is asked with, the answer about those who know it is the same."""
    for number in range(12):
        make_engineer(f"Python {number}", rate=(80, "EUR"))
    make_engineer("Rosa", skills=["python", "rust"], rate=(93, "EUR"))
    make_engineer("Jo", skills=["python", "rust"], rate=(97, "EUR"), hours=25)
    brief, told = make_brief(cast.halden, text=f"Rust is a must. {TEXT}"), set()
    for after, ceiling in enumerate(range(90, 101)):
        correct_brief(cast.ada, brief, [Typed("budget", "value", budget(ceiling), after)])
        (role,) = check_feasibility(cast.ada, brief).roles
        told.add((role["fit"], role["rates"] and tuple(role["rates"]), role["more"]))
        assert role["strictest"] in ("Rust", None)
    assert len(told) == 1
    assert told.pop()[:2] == (None, None)


@pytest.mark.django_db
def test_the_same_question_gets_the_same_answer_and_another_one_is_counted(cast):
    make_engineer("Rosa")
    brief = make_brief(cast.halden, text=TEXT)
    first = check_feasibility(cast.ada, brief)
    assert check_feasibility(cast.bo, brief).id == first.id
    Setting.objects.create(name="feasibility_per_hour", value=2)
    for after in range(3):
        correct_brief(cast.ada, brief, [Typed("budget", "value", budget(90 + after), after)])
        if after == 0:
            assert check_feasibility(cast.ada, brief).id != first.id
    assert FeasibilityCheck.objects.count() == 2
    assert Event.objects.filter(name="feasibility.checked").count() == 2


@pytest.mark.django_db
def test_a_client_asks_so_often_and_no_more_while_the_operator_goes_on(cast, operator):
    Setting.objects.create(name="feasibility_per_hour", value=1)
    Setting.objects.create(name="shortlists_per_hour", value=1)
    brief, other = (make_brief(cast.halden, text=text) for text in (TEXT, f"{TEXT} Go is a must."))
    check_feasibility(cast.ada, brief)
    make_shortlist(cast.ada, brief, top=1, spent=Spent())
    for refused in (
        lambda: check_feasibility(cast.bo, other),
        lambda: make_shortlist(cast.bo, other, top=1, spent=Spent()),
    ):
        with pytest.raises(AskedTooOften, match="within an hour"):
            refused()
    assert check_feasibility(operator, other)
    assert make_shortlist(operator, other, top=1, spent=Spent())
    strangers = make_brief(cast.strangers, text=TEXT)
    assert check_feasibility(cast.cy, strangers)


def budget(most: int) -> dict[str, str]:
    return {"most": str(most), "currency": "EUR", "per": "hour"}
