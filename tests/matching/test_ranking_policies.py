"""Versions of the ranking policy: which one makes the lists, putting another in force, and what it would change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from guildworks.accounts.queries import local_operator
from guildworks.matching.actions import PolicyAlreadyInForce, make_shortlist, promote_policy
from guildworks.matching.comparing import BadComparison, compare_policies
from guildworks.matching.models import PolicyPromotion, Shortlist
from guildworks.matching.queries import policies_json
from guildworks.matching.ranking_policy import UnknownPolicy, version_in_force
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.errors import NotAllowed
from guildworks.platform.events import read_chain
from guildworks.platform.models import Event
from tests.cast import make_brief, make_engineer, make_policy

TEXT = "Python and pgvector are a must. 20 hours a week for 8 weeks, at most 110 EUR an hour."


@pytest.fixture
def people(db) -> None:
    make_engineer("Dear", skills=["python", "pgvector"], seen={"python": 3.9, "pgvector": 3.8}, rate=(109, "EUR"))
    make_engineer("Cheap", skills=["python", "pgvector"], rate=(40, "EUR"))


def shortlist(*, top: int = 2) -> Shortlist:
    return make_shortlist(local_operator(), make_brief(text=TEXT), top=top, spent=Spent())


def listed(made: Shortlist) -> list[tuple[str, float]]:
    return [(person["name"], person["score"]) for person in made.found["roles"][0]["engineers"]]


def in_force() -> list[str]:
    return [each["version"] for each in policies_json() if each["in_force_since"]]


def test_the_first_version_is_in_force_until_another_is_promoted(people):
    assert in_force() == ["1"]
    make_policy("900", rate=9)
    before = shortlist()
    assert (before.policy_id, [name for name, _ in listed(before)]) == ("1", ["Dear", "Cheap"])
    promote_policy(local_operator(), "900")
    after = shortlist()
    assert (after.policy_id, [name for name, _ in listed(after)]) == ("900", ["Cheap", "Dear"])
    assert in_force() == ["900"]
    lists = {each["version"]: each["shortlists"] for each in policies_json()}
    assert (lists["1"], lists["900"]) == (1, 1)
    promote_policy(local_operator(), "1")
    assert shortlist().policy_id == "1"
    before.refresh_from_db()
    assert before.policy_id == "1"


@pytest.mark.django_db
def test_a_promotion_is_an_event_on_the_operators_chain_at_its_time():
    make_policy("900")
    moment = datetime(2027, 1, 4, 12, tzinfo=UTC)
    with clock.at(moment):
        made = promote_policy(local_operator(), "900")
    (event,) = Event.objects.filter(name="policy.promoted")
    assert (event.chain, event.subject_id, event.at) == ("operator", made.id, moment)
    assert event.facts == {"policy": 900, "instead_of": 1}
    assert event.actor_kind == "operator"
    (found,) = (each for each in policies_json() if each["in_force_since"])
    assert datetime.fromisoformat(found["in_force_since"]) == moment


@pytest.mark.django_db
def test_what_is_unknown_or_in_force_already_is_not_promoted():
    with pytest.raises(UnknownPolicy, match="no ranking policy '9999'"):
        promote_policy(local_operator(), "9999")
    with pytest.raises(PolicyAlreadyInForce, match="policy 1 is in force already"):
        promote_policy(local_operator(), "1")
    assert not PolicyPromotion.objects.exists()
    assert not Event.objects.filter(name="policy.promoted").exists()


@pytest.mark.own_database
def test_of_two_promotions_at_once_both_are_kept(own_database, at_once):
    versions = [make_policy("900"), make_policy("901")]
    at_once(2, lambda: promote_policy(local_operator(), versions.pop()))
    assert sorted(PolicyPromotion.objects.values_list("policy_id", flat=True)) == ["900", "901"]
    assert version_in_force() in ("900", "901")
    told = [event.facts["policy"] for _, event in read_chain("operator") if event.name == "policy.promoted"]
    assert sorted(told) == [900, 901]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE matching_policypromotion SET promoted_at = promoted_at + interval '1 day'",
        "DELETE FROM matching_policypromotion",
    ],
)
def test_raw_sql_cannot_change_which_policy_was_in_force(statement):
    make_policy("900")
    promote_policy(local_operator(), "900")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)
    assert version_in_force() == "900"


def test_a_comparison_measures_both_sides_by_the_old_policy_and_keeps_nothing(people):
    (dear, high), (cheap, low) = listed(shortlist(top=2))
    assert (dear, cheap) == ("Dear", "Cheap")
    make_policy("900", rate=9)
    before = Shortlist.objects.count(), Event.objects.count()
    found = compare_policies(local_operator(), "1", "900", briefs=10, top=1)
    assert (Shortlist.objects.count(), Event.objects.count()) == before
    assert (found.briefs, found.lists, found.in_common, found.same_first, found.rank_change) == (1, 1, 0, 0, None)
    assert (found.old.mean_score, found.new.mean_score) == (high, low)
    assert found.old.engineers == found.new.engineers == found.old.most_shown == found.new.most_shown == 1
    (differing,) = found.most_different
    assert (differing.brief, differing.in_common) == (Shortlist.objects.get().brief.shown_id, 0)
    both = compare_policies(local_operator(), "1", "900", briefs=10, top=2)
    assert (both.in_common, both.same_first, both.rank_change, both.most_different) == (1, 0, 1, ())
    assert both.old.mean_score == both.new.mean_score


def test_the_last_briefs_that_have_a_shortlist_are_compared(people):
    for days in range(3):
        with clock.at(clock.now() - timedelta(days=days)):
            shortlist()
    make_brief(text=TEXT)  # nobody has asked for its list
    seen: list[tuple[int, int]] = []
    found = compare_policies(
        local_operator(), "1", "1", briefs=2, top=2, progress=lambda done, of: seen.append((done, of))
    )
    assert (found.briefs, found.in_common, found.rank_change) == (2, 1, 0)
    assert seen == [(1, 2), (2, 2)]


def test_a_client_compares_nothing_and_a_limit_bounds_the_rest(people, cast):
    for actor in (cast.ada, cast.cy):
        with pytest.raises(NotAllowed):
            compare_policies(actor, "1", "1", briefs=1, top=1)
    for briefs in (0, 1_000_000):
        with pytest.raises(BadComparison):
            compare_policies(local_operator(), "1", "1", briefs=briefs, top=1)
