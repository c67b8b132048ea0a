"""Attention: who stood on many lists lately is counted, and under policy 2 yields to a near equal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from guildworks.accounts.queries import local_operator
from guildworks.matching.actions import count_attention, make_shortlist, promote_policy
from guildworks.matching.attention import DAYS
from guildworks.matching.models import Attention, Brief, Shortlist
from guildworks.matching.queries import shortlist_json
from guildworks.matching.shown.shortlist import shortlist_shown
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.models import Event
from guildworks.talent.actions import erase_engineer
from guildworks.talent.models import Engineer
from tests.cast import make_brief, make_engineer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[Engineer]:
    """Ann is a little better than Ben for the brief below, and Cas much worse than both."""
    return [
        make_engineer("Ann", skills=["python"], seen={"python": 3.5}, rate=(80, "EUR")),
        make_engineer("Ben", skills=["python"], seen={"python": 3.5}, rate=(82, "EUR")),
        make_engineer("Cas", skills=["python"], rate=(109, "EUR"), years=1),
    ]


@pytest.fixture
def brief(people) -> Brief:
    return make_brief(text="Senior. Python is a must, 20 hours a week for 8 weeks, at most 110 EUR an hour.")


def shortlist(brief: Brief, *, top: int) -> Shortlist:
    return make_shortlist(local_operator(), brief, top=top, spent=Spent())


def names(made: Shortlist) -> list[str]:
    return [person["name"] for person in made.found["roles"][0]["engineers"]]


def counted() -> dict[str, int]:
    return dict(Attention.objects.values_list("engineer__public_name", "shown"))


def events() -> Sequence[int]:
    found = Event.objects.filter(name="engineer.attention_counted").order_by("at", "id")
    return [event.facts["shown"] for event in found]


def test_who_was_shown_yields_to_a_near_equal_and_not_to_somebody_worse(brief):
    assert names(shortlist(brief, top=3)) == ["Ann", "Ben", "Cas"]
    promote_policy(local_operator(), "2")
    for _ in range(8):
        assert names(shortlist(brief, top=1)) == ["Ann"], "nothing has been counted since"
    count_attention(local_operator())
    assert counted() == {"Ann": 8, "Ben": 1, "Cas": 1}
    after = shortlist(brief, top=3)
    assert names(after) == ["Ben", "Ann", "Cas"]
    person = after.found["roles"][0]["engineers"][0]
    assert list(person["parts"])[-1] == "attention"
    assert sum(person["parts"].values()) == pytest.approx(person["score"], abs=1e-9)


def test_a_list_of_the_first_policy_keeps_its_parts_and_is_shown_with_them(brief):
    first = shortlist(brief, top=3)
    promote_policy(local_operator(), "2")
    second = shortlist(brief, top=3)
    for made, has_it in ((first, False), (second, True)):
        made.refresh_from_db()
        person = shortlist_json(made, spent=Spent())["engineers"][0]
        assert ("attention" in person["parts"]) is has_it
        shown = shortlist_shown(made)
        assert ("attention" in shown["parts"]) is has_it
        assert ("Attention" in shown["roles"][0]["people"][0]["part_rows"]) is has_it


def test_only_who_has_another_number_is_written_in_steps_and_on_their_own_chain(brief):
    ann = Engineer.objects.get(public_name="Ann")
    for lists, number, changes in ((1, 1, 1), (1, 2, 1), (1, 2, 0), (1, 4, 1), (3, 4, 0), (1, 8, 1)):
        for _ in range(lists):
            shortlist(brief, top=1)
        assert count_attention(local_operator()) == changes
        assert counted() == {"Ann": number}
    assert events() == [1, 2, 4, 8]
    assert {event.chain for event in Event.objects.filter(name="engineer.attention_counted")} == {ann.chain}


def test_near_misses_are_not_counted_and_old_lists_no_longer(brief):
    with clock.at(clock.now() - timedelta(days=DAYS, minutes=-1)):
        shortlist(brief, top=1)
    near = make_brief(text="Python and COBOL are a must, 20 hours a week for 8 weeks.")
    assert shortlist(near, top=3).found["roles"][0]["near_misses"]
    assert (count_attention(local_operator()), counted()) == (1, {"Ann": 1})
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert count_attention(local_operator()) == 1
    assert counted() == {"Ann": 0}
    assert events() == [1, 0]


def test_who_is_erased_loses_it_and_is_counted_no_more(people, brief):
    shortlist(brief, top=2)
    count_attention(local_operator())
    assert counted() == {"Ann": 1, "Ben": 1}
    erase_engineer(local_operator(), people[0])
    assert counted() == {"Ben": 1}
    shortlist(brief, top=2)
    count_attention(local_operator())
    assert counted() == {"Ben": 2, "Cas": 1}
