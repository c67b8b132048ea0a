"""Several who have one brief ask for less at the same moment."""

from __future__ import annotations

import pytest

from guildworks.matching.actions import CorrectedMeanwhile
from guildworks.matching.loosening.actions import WayIsGone, check_loosening, loosen_brief
from guildworks.matching.models import Shortlist
from tests.cast import Cast, make_brief, make_cast, make_engineer, make_list

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def cast(own_database) -> Cast:
    return make_cast()


@pytest.fixture
def made(cast) -> Shortlist:
    make_engineer("Emil", skills=("python",))
    return make_list(cast.ada, make_brief(cast.halden, text="Python, Rust and Go are must-haves."))


def test_the_same_way_by_two_at_once_is_gone_once(cast, made, at_once):
    people = iter([cast.ada, cast.bo])
    won, lost = at_once(2, lambda: loosen_brief(next(people), made, "skills.rust:nice"))
    assert len(won) == 1
    assert {type(each) for each in lost} <= {WayIsGone, CorrectedMeanwhile}
    assert made.brief.corrections.count() == 1
    assert Shortlist.objects.count() == 2


def test_two_ways_at_once_are_both_gone_or_one_of_them_and_no_list_is_of_half_a_correction(cast, made, at_once):
    ways = iter([(cast.ada, "skills.rust:nice"), (cast.bo, "skills.go:nice")])

    def go() -> Shortlist:
        actor, key = next(ways)
        return loosen_brief(actor, made, key)

    won, lost = at_once(2, go)
    assert len(won) == made.brief.corrections.count() == Shortlist.objects.count() - 1
    assert {type(each) for each in lost} <= {WayIsGone}


def test_who_looks_at_once_gets_the_same_answer(cast, made, at_once):
    won, lost = at_once(4, lambda: check_loosening(cast.ada, made))
    assert lost == []
    assert len({str(check.roles) for check in won}) == 1
