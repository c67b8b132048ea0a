"""Why somebody is not on a list, and that the change named would really have listed them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.actions.hours import confirm_availability, set_capacity, set_working_hours
from guildworks.availability.overlap import WorkingDay
from guildworks.availability.queries import working_patterns
from guildworks.kernels.talentindex.rows import Apart
from guildworks.matching.actions import make_shortlist, write_brief
from guildworks.matching.changes import Change, smallest_change
from guildworks.matching.index.building import build
from guildworks.matching.models import Brief
from guildworks.matching.opening import opened
from guildworks.matching.queries import get_receipt, receipt_json
from guildworks.matching.spent import Spent
from guildworks.matching.why import NoLongerKnown, role_searches, why
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotAllowed
from guildworks.platform.money import Money
from guildworks.talent.actions import (
    EvidenceDraft,
    ProfileChange,
    edit_engineer,
    record_evidence,
    set_rates,
)
from guildworks.talent.models import Engineer
from guildworks.talent.queries import get_engineer
from tests.cast import make_cast, make_engineer

pytestmark = pytest.mark.own_database

BRIEF = """You must know Python and pgvector, both at an advanced level. We work on site in Berlin.
20 hours a week for 8 weeks, between 60 and 110 EUR per hour. 4 hours between 9:00 and 17:00 Berlin time.
German at B2 or better."""
FIT: dict[str, Any] = {
    "skills": ["python", "pgvector"],
    "seen": {"python": 3.0, "pgvector": 3.0},
    "languages": {"de": "C1"},
}
NEW_YORK = WorkingDay("America/New_York", 9 * 60, 17 * 60)
AFTERNOON = WorkingDay("Europe/Berlin", 13 * 60, 21 * 60)


@dataclass
class Asked:
    """A brief, and its list of two."""

    brief: Brief
    operator: Actor

    def make(self) -> dict[str, Any]:
        shortlist = make_shortlist(self.operator, self.brief, top=2, spent=Spent())
        return json.loads(
            json.dumps(receipt_json(self.operator, get_receipt(self.operator, shortlist.receipt.shown_id)))
        )

    def lists(self, engineer: Engineer) -> bool:
        (role,) = self.make()["statement"]["roles"]
        return engineer.shown_id in [person["id"] for person in role["engineers"]]


@pytest.fixture
def asked(own_database) -> Asked:
    for name in ("Ada", "Bea"):
        make_engineer(name, **FIT, rate=(85, "EUR"), hours=30)
    make_engineer("Afternoon", **FIT, rate=(100, "EUR"), day=AFTERNOON, hours=24)
    build()
    operator = local_operator()
    return Asked(write_brief(operator, operator_organisation(), text=BRIEF, spent=Spent()), operator)


def apply(engineer: Engineer, change: Change) -> None:
    """Do what a change names, as the engineer or the operator would."""
    operator, row = local_operator(), Apart.of(change.row)
    match change.field:
        case "rate":
            set_rates(operator, {engineer: [Money(int(row.rates["minor"][0]) / 100, "EUR")]})
        case "hours":
            set_capacity(operator, {engineer: Decimal(int(row.head["capacity"][0])) / 4})
        case "confirmed":
            confirm_availability(operator, [engineer])
        case "overlap":
            patterns = working_patterns()
            at = patterns.numbers.index(int(row.head["pattern"][0]))
            days = patterns.days
            set_working_hours(
                operator, {engineer: WorkingDay(days.zones[at], int(days.starts[at]), int(days.ends[at]))}
            )
        case "place":
            edit_engineer(operator, engineer, change=ProfileChange(city="Berlin", country="DE"))
        case field:
            level = int(change.text.split("level ")[1].split()[0])
            draft = EvidenceDraft(field.removeprefix("skills."), "test", UUID(int=9), level, 0.3, clock.today())
            record_evidence(operator, {engineer: [draft]})


OUTSIDERS = {
    "rate": {**FIT, "rate": (150, "EUR"), "seen": {"python": 3.6, "pgvector": 3.6}},
    "hours": {**FIT, "hours": 12},
    "overlap": {**FIT, "day": NEW_YORK},
    "place": {**FIT, "city": "Graz", "country": "AT", "seen": {"python": 3.6, "pgvector": 3.6}},
    "skills.pgvector": {**FIT, "seen": {"python": 3.9}},
}


@pytest.mark.parametrize("field", OUTSIDERS)
def test_the_change_named_lists_them_and_the_next_smaller_step_does_not(asked, field):
    outsider = make_engineer("Outsider", **{"rate": (80, "EUR"), **OUTSIDERS[field]})
    whole = get_engineer(local_operator(), outsider.shown_id)
    receipt = opened(asked.make())
    (search,) = role_searches(receipt)
    row = search.state.find(outsider.id)
    change, before = smallest_change(row, whole, search.sought, search.lists)
    assert change.field == field
    (explained,) = why(local_operator(), receipt, whole)
    assert (explained.listed, explained.smallest_change) == (False, change.text)
    if before:  # by another, since what evidence once showed stays
        twin = make_engineer("Twin", **{"rate": (80, "EUR"), **OUTSIDERS[field]})
        apply(twin, before)
        assert not asked.lists(twin)
    apply(outsider, change)
    assert asked.lists(outsider)


def test_a_skill_of_which_nothing_is_known_yet_adds_to_the_words_as_well(asked):
    outsider = make_engineer("New", **{**FIT, "skills": ["python"], "seen": {"python": 3.9}}, rate=(80, "EUR"))
    whole = get_engineer(local_operator(), outsider.shown_id)
    (search,) = role_searches(opened(asked.make()))
    row = search.state.find(outsider.id)
    change, _ = smallest_change(row, whole, search.sought, search.lists)
    assert change.field == "skills.pgvector"
    before, after = Apart.of(row), Apart.of(change.row)
    assert (len(after.skills), len(after.terms) > len(before.terms)) == (len(before.skills) + 1, True)


def test_hours_that_nobody_has_confirmed_for_long(asked):
    outsider = make_engineer("Quiet", **FIT, rate=(70, "EUR"))
    with clock.at(clock.now() + timedelta(days=60)):
        confirm_availability(local_operator(), list(Engineer.objects.exclude(id=outsider.id)))
        (explained,) = why(local_operator(), opened(asked.make()), get_engineer(local_operator(), outsider.shown_id))
        assert explained.excluded_by == ("not confirmed",)
        assert explained.smallest_change == "Confirm the hours: nobody has for too long"
        confirm_availability(local_operator(), [outsider])
        assert asked.lists(outsider)


def test_two_things_at_once_are_no_single_change(asked):
    outsider = make_engineer("Far", **{**FIT, "hours": 12, "day": NEW_YORK})
    (explained,) = why(local_operator(), opened(asked.make()), get_engineer(local_operator(), outsider.shown_id))
    assert explained.excluded_by == ("overlap 4 h", "20 h a week free")
    assert explained.smallest_change is None
    assert explained.rank is None


def test_who_is_listed_and_who_came_next(asked):
    receipt = opened(asked.make())
    ranks = {}
    for engineer in Engineer.objects.all():
        (explained,) = why(local_operator(), receipt, get_engineer(local_operator(), engineer.shown_id))
        ranks[engineer.public_name] = (explained.listed, explained.rank)
        assert sum(explained.parts.values()) == pytest.approx(explained.score, abs=1e-9)
    assert ranks["Afternoon"] == (False, 3)
    assert {ranks["Ada"], ranks["Bea"]} == {(True, 1), (True, 2)}


def test_who_could_not_be_found_at_that_time(asked):
    outsider = make_engineer("Hidden", **FIT, listed=False)
    (explained,) = why(local_operator(), opened(asked.make()), get_engineer(local_operator(), outsider.shown_id))
    assert (explained.excluded_by, explained.smallest_change) == (("not listed",), None)


def test_a_client_learns_it_of_those_on_the_list_alone(asked):
    cast, receipt = make_cast(), opened(asked.make())
    (role,) = receipt.statement["roles"]
    for engineer in Engineer.objects.all():
        whole = get_engineer(local_operator(), engineer.shown_id)
        if engineer.shown_id in [person["id"] for person in role["engineers"]]:
            assert why(cast.ada, receipt, whole)[0].listed
        else:
            with pytest.raises(NotAllowed):
                why(cast.ada, receipt, whole)
            assert not why(Actor("engineer", engineer.id), receipt, whole)[0].listed


def test_without_an_index_only_those_on_the_list_are_known(asked, settings, tmp_path):
    receipt = opened(asked.make())
    settings.INDEX_FOLDER = tmp_path
    outsider = get_engineer(local_operator(), Engineer.objects.get(public_name="Afternoon").shown_id)
    with pytest.raises(NoLongerKnown):
        why(local_operator(), receipt, outsider)
