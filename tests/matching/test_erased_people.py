"""A kept list after somebody on it was erased: where they stood and why by the numbers, and not who they were."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from guildworks.accounts.queries import local_operator
from guildworks.cli.console import out
from guildworks.cli.shortlist_view import print_shortlist
from guildworks.matching.actions import match_brief
from guildworks.matching.models import Shortlist
from guildworks.matching.queries import shortlist_json
from guildworks.matching.spent import Spent
from guildworks.platform.models import Event
from guildworks.talent.actions import erase_engineer
from guildworks.talent.models import Engineer
from tests.cast import make_engineer, tables_that_hold

BRIEF = "You must know Python and pgvector. 20 hours a week for 8 weeks, 4 hours between 9:00 and 17:00 Berlin time."
LEFT = {"id", "rank", "score", "low", "high", "parts", "erased"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast) -> Shortlist:
    """Three people who fit, and two near misses, on a list of Halden."""
    for name in ("Uma", "Vera", "Wim"):
        make_engineer(name, skills=["python", "pgvector"], seen={"python": 3.4}, city=f"{name}ville")
    for name in ("Xenia", "Yves"):
        make_engineer(name, skills=["python"], city=f"{name}ville")
    return match_brief(cast.ada, cast.halden, text=BRIEF, top=5, spent=Spent())


def after_erasing(made: Shortlist, *names: str) -> Shortlist:
    for name in names:
        erase_engineer(local_operator(), Engineer.objects.get(public_name=name))
    return Shortlist.objects.select_related("brief").get(id=made.id)


def people(made: Shortlist) -> dict[str, dict[str, Any]]:
    """Those on the lists of the first role, by their ids."""
    role = made.found["roles"][0]
    return {person["id"]: person for person in (*role["engineers"], *role["near_misses"])}


def test_only_rank_score_and_parts_are_left_and_all_others_stay_as_they_were(made):
    before, gone = (
        people(made),
        {engineer.shown_id for engineer in Engineer.objects.filter(public_name__in=("Vera", "Yves"))},
    )
    after = people(after_erasing(made, "Vera", "Yves"))
    assert list(after) == list(before)
    for id_, person in after.items():
        if id_ not in gone:
            assert person == before[id_]
            continue
        assert person.keys() == LEFT | ({"fails"} if "fails" in before[id_] else set())
        assert person["erased"] is True
        assert {name: before[id_][name] for name in person if name != "erased"} | {"erased": True} == person
    assert sum("fails" in after[id_] for id_ in gone) == 1
    assert tables_that_hold("Veraville") == tables_that_hold("Yvesville") == []


def test_whoever_asked_for_the_list_can_read_that_it_has_changed(made, cast):
    vera = Engineer.objects.get(public_name="Vera")
    after_erasing(made, "Vera")
    event = Event.objects.get(name="shortlist.redacted")
    assert (event.chain, event.subject_id) == (cast.halden.chain, made.id)
    assert event.facts == {"engineer": str(vera.id)}


def test_a_list_that_was_found_before_is_kept_without_who_was_erased_meanwhile(made):
    found = copy.deepcopy(made.found)
    after = after_erasing(made, "Vera")
    made.id, made.found = Engineer().id, found
    made.save(force_insert=True)
    assert Shortlist.objects.get(id=made.id).found == after.found


def test_the_page_shows_an_erased_engineer_in_their_place(made, client):
    address = f"/shortlists/{made.shown_id}"
    assert client.get(address).content.decode().count('class="rests"') == 5
    after_erasing(made, "Vera", "Yves")
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('<span class="name">Erased engineer</span>') == 2
    assert page.count("Erased since the list was made") == 2
    assert page.count('class="rests"') == 3
    assert "Vera" not in page and "Yves" not in page and "Uma" in page
    assert "None" not in page and "No rate is known" not in page and "not said" not in page


def test_a_page_of_a_list_on_which_all_are_erased_is_shown(made, client):
    after_erasing(made, "Uma", "Vera", "Wim", "Xenia", "Yves")
    page = client.get(f"/shortlists/{made.shown_id}").content.decode()
    assert page.count('<span class="name">Erased engineer</span>') == 5


def test_the_terminal_shows_an_erased_engineer_in_their_place(made):
    after = after_erasing(made, "Uma", "Vera", "Wim", "Yves")
    with out.capture() as captured:
        print_shortlist(after, milliseconds=1, path="brief.md")
    told = captured.get()
    assert told.count("Erased engineer") == 4
    assert "Xenia" in told and "Uma" not in told
    xenia = Engineer.objects.get(public_name="Xenia")
    assert f"guildworks engineers show {xenia.shown_id}" in told


def test_a_program_is_told_that_somebody_was_erased(made):
    answer = shortlist_json(after_erasing(made, "Vera"), spent=Spent())
    assert [person.get("erased", False) for person in answer["engineers"]].count(True) == 1
