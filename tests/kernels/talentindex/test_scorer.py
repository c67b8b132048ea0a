"""The score: parts that sum to it, better never scores lower, and what is not asked loses nothing."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from guildworks.kernels.talentindex.scorer import (
    PARTS,
    Columns,
    Policy,
    Question,
    interval,
    level_fit,
    rounded,
    score,
    standard_fit,
)

POLICY = Policy(
    version="test",
    weights=dict(zip(PARTS, (0.38, 0.1, 0.1, 0.1, 0.1, 0.08, 0.05, 0.05, 0.04), strict=True)),
    nice_weight=0.4,
    level_unsaid=3.0,
    level_step=0.5,
    unknown_mean=0.5,
    unknown_error=1.0,
    lexical_mean=0.1,
    lexical_deviation=0.05,
    semantic_mean=0.4,
    semantic_deviation=0.1,
    unknown_fit=0.5,
    rate_at_ceiling=0.5,
    rate_floor=0.6,
    overlap_spare=2.0,
    availability_at_asked=0.7,
    availability_spare=0.5,
    reputation_mean=0.7,
    reputation_error=0.15,
    attention_half=2.0,
)
# A policy of the first version, and what it gives to the one engineer of `columns`.
FIRST_WEIGHTS = dict(zip(PARTS, (0.4, 0.1, 0.1, 0.1, 0.1, 0.08, 0.07, 0.05), strict=False))
FIRST_PARTS = [0.359067, 0.05, 0.05, 0.083333, 0.07, 0.066667, 0.0595, 0.035]
NOTHING = Question(group=(), level=(), must=())
ALL = Question(
    group=(0, 1, 1, 2),
    level=(3.0, None, 4.0, 2.0),
    must=(True, True, True, False),
    years=6,
    rate_floor=60,
    rate_ceiling=110,
    overlap_hours=4,
    hours_per_week=24,
)


def columns(n: int = 1, k: int = 4, **changed: object) -> Columns:
    """n engineers of whom everything is known, in the middle of all scales."""
    plain = Columns(
        level_mean=np.full((n, k), 3.0),
        level_error=np.full((n, k), 0.4),
        level_key=np.tile(np.arange(k), (n, 1)),
        lexical=np.full(n, 0.1),
        semantic=np.full(n, 0.4),
        years=np.full(n, 5.0),
        rate=np.full(n, 90.0),
        overlap=np.full(n, 5.0),
        free_hours=np.full(n, 30.0),
        attention=np.full(n, 1.0),
    )
    return replace(plain, **{name: np.asarray(value, float) for name, value in changed.items()})


def total(found: Columns, question: Question = ALL) -> float:
    return float(score(found, question, POLICY).sum(axis=1)[0])


def floats(low: float, high: float, *, unknown: bool = True) -> st.SearchStrategy[float]:
    known = st.floats(low, high)
    return known | st.just(float("nan")) if unknown else known


@st.composite
def anybody(draw: st.DrawFn) -> Columns:
    n = draw(st.integers(1, 5))
    level = draw(arrays.arrays(float, (n, 4), elements=floats(0, 5)))
    error = np.where(np.isnan(level), np.nan, draw(arrays.arrays(float, (n, 4), elements=st.floats(0.05, 2))))
    made = columns(n, level_mean=level, level_error=error)
    bounds = {"lexical": (0, 1), "semantic": (-1, 1), "attention": (0, 16384)}
    told = {"years": (0, 70), "rate": (1, 500), "overlap": (0, 24), "free_hours": (0, 168)}
    for name, (low, high) in (bounds | told).items():
        elements = floats(low, high, unknown=name in told)
        made = replace(made, **{name: draw(arrays.arrays(float, n, elements=elements))})
    return made


@given(anybody())
def test_each_part_lies_between_0_and_its_weight(people):
    parts = score(people, ALL, POLICY)
    assert parts.shape == (len(people.rate), len(PARTS))
    assert not np.isnan(parts).any()
    for at, name in enumerate(PARTS):
        assert (parts[:, at] >= 0).all()
        assert (parts[:, at] <= POLICY.weights[name] + 1e-6).all()


@given(anybody())
def test_parts_are_whole_millionths_and_equal_inputs_give_equal_bytes(people):
    parts = score(people, ALL, POLICY)
    np.testing.assert_allclose(parts * 1e6, np.round(parts * 1e6), atol=1e-6)
    twice = replace(people, **{name: getattr(people, name).copy() for name in Columns.__slots__})
    assert score(twice, ALL, POLICY).tobytes() == parts.tobytes()
    for one, other in zip(
        interval(people, ALL, POLICY, parts=parts), interval(twice, ALL, POLICY, parts=parts), strict=True
    ):
        assert one.tobytes() == other.tobytes()


@given(anybody(), st.data())
def test_who_stands_beside_somebody_does_not_change_their_score(people, data):
    row = data.draw(st.integers(0, len(people.rate) - 1))
    alone = people.take(np.array([row]))
    parts = score(people, ALL, POLICY)
    np.testing.assert_array_equal(score(alone, ALL, POLICY)[0], parts[row])
    low, high = interval(people, ALL, POLICY, parts=parts)
    low_alone, high_alone = interval(alone, ALL, POLICY, parts=parts[[row]])
    assert (low_alone[0], high_alone[0]) == (low[row], high[row])


@pytest.mark.parametrize("name", ["lexical", "semantic", "years", "overlap", "free_hours"])
@given(data=st.data())
@settings(max_examples=30)
def test_more_of_what_is_asked_never_scores_lower(name, data):
    low, high = sorted(data.draw(st.tuples(st.floats(0, 100), st.floats(0, 100))))
    assert total(columns(**{name: [low]})) <= total(columns(**{name: [high]})) + 1e-9


@given(st.integers(0, 3), st.floats(0, 5), st.floats(0, 5))
def test_a_higher_level_never_scores_lower(skill, one, other):
    levels = np.full((2, 4), 2.0)
    levels[:, skill] = sorted((one, other))
    lower, higher = score(columns(2, level_mean=levels), ALL, POLICY).sum(axis=1)
    assert lower <= higher + 1e-9


@given(st.floats(1, 300), st.floats(1, 300))
def test_a_lower_rate_never_scores_lower(one, other):
    low, high = sorted((one, other))
    assert total(columns(rate=[low])) >= total(columns(rate=[high])) - 1e-9


@given(anybody())
def test_what_is_not_asked_loses_nobody_anything(people):
    empty = replace(
        people, **{name: getattr(people, name)[:, :0] for name in ("level_mean", "level_error", "level_key")}
    )
    parts = score(empty, NOTHING, POLICY)
    for name in ("skills", "seniority", "rate", "overlap", "availability"):
        assert (parts[:, PARTS.index(name)] == POLICY.weights[name]).all()


def test_who_was_shown_much_yields_to_a_near_equal_and_not_to_somebody_clearly_worse():
    people = columns(3, rate=[90, 92, 90], years=[5, 5, 0], attention=[16, 0, 0])
    much, near, worse = score(people, ALL, POLICY).sum(axis=1)
    assert near > much > worse
    before = replace(POLICY, weights=FIRST_WEIGHTS, attention_half=math.inf)
    first = score(people, ALL, before)
    assert first.shape == (3, len(PARTS) - 1)
    assert first[0].sum() > first[1].sum()


def test_a_policy_without_attention_scores_as_before_there_was_any():
    before = replace(POLICY, weights=FIRST_WEIGHTS, attention_half=math.inf)
    shown, unknown = columns(2, attention=[0, 4096]), columns(2, attention=[0, 0])
    assert score(shown, ALL, before).tobytes() == score(unknown, ALL, before).tobytes()
    assert score(unknown, ALL, before)[0].tolist() == FIRST_PARTS


def test_of_alternatives_the_best_counts():
    either = np.array([[3.0, 1.0, 4.0, 3.0], [3.0, np.nan, 4.0, 3.0], [3.0, 3.9, 4.0, 3.0]])
    skills = score(columns(3, level_mean=either), ALL, POLICY)[:, PARTS.index("skills")]
    assert skills[0] == skills[1] <= skills[2]


def test_a_must_have_weighs_more_than_a_nice_to_have():
    question = Question(group=(0, 1), level=(3.0, 3.0), must=(True, False))
    levels = np.array([[4.0, 1.0], [1.0, 4.0]])
    must, nice = score(columns(2, 2, level_mean=levels), question, POLICY)[:, 0]
    assert must > nice


@given(anybody())
def test_an_interval_contains_what_the_errors_leave_open(people):
    parts = score(people, ALL, POLICY)
    low, high = interval(people, ALL, POLICY, parts=parts)
    assert (low < high).all()
    assert (low >= 0).all()
    assert (high <= 1 + 1e-6).all()


@given(st.floats(0.5, 4.5), st.floats(0.1, 2), st.floats(0.1, 2))
def test_an_interval_shrinks_with_the_error_and_holds_the_score(level, one, other):
    assume(abs(one - other) > 0.05)
    small, large = sorted((one, other))
    people = columns(2, level_mean=np.full((2, 4), level), level_error=[[small] * 4, [large] * 4])
    parts = score(people, ALL, POLICY)
    low, high = interval(people, ALL, POLICY, parts=parts)
    assert high[0] - low[0] <= high[1] - low[1] + 1e-3, "but for what 1,024 draws leave to chance"
    assert low[0] <= parts[0].sum() <= high[0]


def test_skills_that_rest_on_one_record_move_together():
    """Two skills met through one piece of evidence are not two independent reasons to be sure."""
    question = Question(group=(0, 1), level=(3.0, 3.0), must=(True, True))
    apart = columns(2, 2, level_error=np.full((2, 2), 0.6))
    shared = replace(apart, level_key=np.array([[0, 1], [7, 7]]))
    low, high = interval(shared, question, POLICY, parts=score(shared, question, POLICY))
    assert high[1] - low[1] > high[0] - low[0]


def test_curves_at_their_known_points():
    at = level_fit(np.array([3.0, 2.0]), np.array([3.0, 3.0]), 0.5)
    np.testing.assert_allclose(at, [0.880797, 0.5], atol=1e-6)
    np.testing.assert_allclose(standard_fit(np.array([0.1, 0.15]), 0.1, 0.05), [0.5, 0.845796], atol=1e-6)
    np.testing.assert_array_equal(rounded(np.array([0.1234565, 0.1234564])), [0.123457, 0.123456])


@pytest.mark.parametrize(
    "weights",
    [dict.fromkeys(PARTS, 0.2), dict.fromkeys(PARTS[:-2], 1 / 7), dict.fromkeys(reversed(PARTS), 1 / 9)],
    ids=["too much", "one missing", "other order"],
)
def test_a_policy_weighs_every_part_and_no_more_than_1(weights):
    with pytest.raises(ValueError, match="weights sum to 1"):
        replace(POLICY, weights=weights)
