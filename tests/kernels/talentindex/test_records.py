"""What claims and evidence together say about a level: joined by precision, wider with age, evidence before claims."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildworks.kernels.talentindex.records import (
    DAYS_IN_A_YEAR,
    SKILL,
    Estimates,
    Said,
    Seen,
    estimate,
    pack_skills,
    skill_key,
)

TODAY = date(2026, 11, 23)
LIFE = 2.0
SKILLS = ("python", "vector-databases", "pgvector", "qdrant")
BELOW = {"python": [], "vector-databases": ["pgvector", "qdrant"], "pgvector": [], "qdrant": []}

levels = st.floats(0, 5, allow_nan=False)
errors = st.floats(0.05, 3)
days = st.dates(date(2015, 1, 1), TODAY)
evidence = st.lists(st.builds(Seen, st.sampled_from(SKILLS), levels, errors, days), max_size=12)
claims = st.lists(
    st.builds(Said, st.sampled_from(SKILLS), st.none() | st.integers(1, 4)), max_size=4, unique_by=lambda c: c.skill
)


def packed(seen: list[Seen], said: list[Said]) -> bytes:
    return pack_skills(seen, said, half_life_years=dict.fromkeys(SKILLS, LIFE))


def of(seen: list[Seen], said: list[Said], *, asked: tuple[str, ...] = ("vector-databases",)) -> Estimates:
    lives = dict.fromkeys(SKILLS, LIFE)
    record = pack_skills(seen, said, half_life_years=lives)
    return estimate([record], asked, below=BELOW, half_life_years=lives, today=TODAY)


def one(seen: list[Seen], said: list[Said], *, asked: str = "python") -> tuple[float, float]:
    found = of(seen, said, asked=(asked,))
    return float(found.mean[0, 0]), float(found.error[0, 0])


@pytest.mark.parametrize(("level", "mean"), [(4, 3), (3, 2), (2, 1), (1, 0), (None, 1)])
def test_a_claim_alone_enters_one_below_what_is_said_with_an_error_of_1(level, mean):
    assert one([], [Said("python", level)]) == (mean, 1.0)


def test_nothing_said_and_nothing_seen_is_unknown_and_not_0():
    found = of([], [Said("qdrant", 4)], asked=("python", "pgvector"))
    assert np.isnan(found.mean).all()
    assert np.isnan(found.error).all()
    assert (found.key == -1).all()
    assert not found.seen.any()


def test_two_observations_are_joined_by_their_precision():
    """1/.5² = 4 and 1/.25² = 16: (4·2 + 16·3) / 20 = 2.8, and 1/sqrt(20)."""
    mean, error = one([Seen("python", 2, 0.5, TODAY), Seen("python", 3, 0.25, TODAY)], [])
    assert mean == pytest.approx(2.8)
    assert error == pytest.approx(1 / math.sqrt(20))


@pytest.mark.parametrize("lives", [0, 1, 2, 3.5])
def test_the_variance_doubles_with_each_half_life_and_the_mean_stays(lives):
    day = TODAY - timedelta(days=round(lives * LIFE * DAYS_IN_A_YEAR))
    mean, error = one([Seen("python", 3.2, 0.4, day)], [])
    assert mean == pytest.approx(3.2)
    assert error**2 == pytest.approx(0.4**2 * 2**lives, rel=1e-3)


def test_evidence_of_tomorrow_is_not_narrower_than_todays():
    assert one([Seen("python", 3, 0.4, TODAY + timedelta(days=900))], []) == (3, 0.4)


def test_a_claim_does_not_age():
    assert one([], [Said("python", 3)]) == (2, 1.0)


def test_a_claim_adds_nothing_to_evidence():
    seen = [Seen("python", 2, 0.9, TODAY - timedelta(days=4000))]
    assert one(seen, [Said("python", 4)]) == one(seen, [])


@pytest.mark.parametrize(
    ("seen", "said", "basis", "mean"),
    [
        ([("vector-databases", 2.0), ("pgvector", 4.0)], [], "vector-databases", 2.0),
        ([("pgvector", 2.5), ("qdrant", 3.5)], [("vector-databases", 4)], "qdrant", 3.5),
        ([("pgvector", 1.0)], [("vector-databases", 4)], "pgvector", 1.0),
        ([], [("vector-databases", 2), ("pgvector", 4)], "vector-databases", 1.0),
        ([], [("pgvector", 3), ("qdrant", 2)], "pgvector", 2.0),
    ],
    ids=["own evidence", "best evidence below", "evidence before a claim", "own claim", "best claim below"],
)
def test_what_a_level_rests_on(seen, said, basis, mean):
    found = of([Seen(slug, level, 0.3, TODAY) for slug, level in seen], [Said(slug, level) for slug, level in said])
    assert found.key[0, 0] == skill_key(basis)
    assert found.mean[0, 0] == pytest.approx(mean)
    assert found.seen[0, 0] == bool(seen)


def test_a_skill_above_does_not_meet_the_one_below_it():
    assert np.isnan(of([Seen("vector-databases", 4, 0.1, TODAY)], [], asked=("pgvector",)).mean[0, 0])


@given(seen=evidence, said=claims, data=st.data())
def test_the_order_in_which_things_are_said_changes_no_byte(seen, said, data):
    mixed = data.draw(st.permutations(seen)), data.draw(st.permutations(said))
    assert packed(seen, said) == packed(*mixed)


@given(seen=evidence, said=claims)
def test_one_record_says_the_same_whoever_stands_beside_it(seen, said):
    record = packed(seen, said)
    other = packed([Seen("pgvector", 4, 0.1, TODAY)], [Said("python", 4)])
    lives = dict.fromkeys(SKILLS, LIFE)
    alone = estimate([record], SKILLS, below=BELOW, half_life_years=lives, today=TODAY)
    beside = estimate([other, record, b"", other], SKILLS, below=BELOW, half_life_years=lives, today=TODAY)
    for name in ("mean", "error", "key", "seen"):
        np.testing.assert_array_equal(getattr(alone, name)[0], getattr(beside, name)[1])
    assert np.isnan(beside.mean[2]).all()


@given(seen=evidence.filter(bool), said=claims, more=st.builds(Seen, st.sampled_from(SKILLS), levels, errors, days))
def test_a_further_observation_of_the_same_skill_never_widens_it(seen, said, more):
    more = Seen(seen[0].skill, more.mean, more.error, more.day)
    _, before = one(seen, said, asked=more.skill)
    _, after = one([*seen, more], said, asked=more.skill)
    assert after <= before * (1 + 1e-12)


@given(seen=evidence, said=claims)
def test_a_joined_mean_lies_between_the_observed_ones(seen, said):
    found = of(seen, said, asked=SKILLS)
    for column, slug in enumerate(SKILLS):
        own = [item.mean for item in seen if item.skill == slug]
        if own:
            assert min(own) - 1e-9 <= found.mean[0, column] <= max(own) + 1e-9
            assert found.error[0, column] > 0


def test_a_record_is_small():
    assert len(packed([Seen("python", 3, 0.3, TODAY)] * 9, [Said("python", 3)])) == SKILL.itemsize <= 24


def test_no_engineers_and_no_skills_are_no_fault():
    assert estimate([], ["python"], below=BELOW, half_life_years={"python": 1.0}, today=TODAY).mean.shape == (0, 1)
    assert estimate([b""], [], below={}, half_life_years={}, today=TODAY).mean.shape == (1, 0)
