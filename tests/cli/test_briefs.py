"""`guildworks briefs`: what was read, correcting it by hand, and the list that goes by it."""

from __future__ import annotations

import pytest

from guildworks.matching.models import BriefCorrection
from tests.cast import make_brief, make_engineer

pytestmark = pytest.mark.django_db

TEXT = "Tariff questions\n\nPython is a must. 20 hours a week for 8 weeks, at most 100 EUR an hour."


@pytest.fixture
def brief(operator) -> str:
    return make_brief(text=TEXT).shown_id


def test_a_brief_is_found_shown_corrected_and_ranked_for(command, brief):
    make_engineer("Dear", rate=(120, "EUR"))
    listed = command("briefs", "list", "--search", "TARIFF", "--json").json
    assert [(one["brief"], one["title"], one["shortlists"]) for one in listed["briefs"]] == [
        (brief, "Tariff questions", 0)
    ]
    assert command("briefs", "list", "--search", "nothing like it", "--json").json == {"briefs": [], "total": 0}
    shown = command("briefs", "show", brief, "--json").json
    assert shown["requirement"]["hours_per_week"][0]["value"]["min"] == 20
    assert shown["corrections"] == []
    changed = command(
        "briefs", "correct", brief, "budget=,130,EUR,hour", "hours_per_week=10", "skills.rust=nice,expert", "--json"
    ).json
    assert changed["requirement"]["budget"]["value"]["max"] == 130
    assert [(each["item"], each["says"], each["version"]) for each in changed["corrections"]] == [
        ("budget", "value", 1),
        ("hours_per_week", "value", 1),
        ("skills.rust", "value", 1),
    ]
    assert [one["name"] for one in command("shortlist", brief, "--json").json["engineers"]] == ["Dear"]
    again = command("briefs", "correct", brief, "budget=as-read", "starts=nothing", "--json").json
    assert again["requirement"]["budget"]["value"]["max"] == 100
    assert command("shortlist", brief, "--json").json["engineers"] == []


def test_people_read_what_is_by_hand_and_what_comes_next(command, brief):
    said = command("briefs", "correct", brief, "hours_per_week=12")
    assert "12 h a week" in said.out
    assert "corrected by hand" in said.out
    assert f"guildworks shortlist {brief}" in said.out
    assert "Tariff questions" in command("briefs", "list").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["hours_per_week"], "has no value"),
        (["hours_per_week=many"], "A week has 1 to 168 hours"),
        (["hours_per_week=1,2"], "takes 1 parts at most"),
        (["colour=red"], "There is no 'colour' in a brief"),
        (["quality=good"], "no value of its own"),
        (["starts=2027-02-30"], "Give a day"),
    ],
)
def test_what_cannot_be_read_changes_nothing(command, brief, words, told):
    refused = command("briefs", "correct", brief, "duration=9", *words)
    assert refused.status == 2
    assert told in refused.err
    assert not BriefCorrection.objects.exists()


def test_one_point_is_corrected_once_in_one_command(command, brief):
    refused = command("briefs", "correct", brief, "duration=9", "duration=10", "--json")
    assert (refused.status, refused.json["error"]["code"]) == (1, "brief_correction_follows_the_last")
    assert not BriefCorrection.objects.exists()
