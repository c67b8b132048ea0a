"""Exponentials that do not depend on the processor: near the true ones, and the same bits everywhere."""

from __future__ import annotations

import hashlib
import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from guildworks.kernels.talentindex.curves import exp, exp2, logistic, natural_log
from guildworks.kernels.talentindex.scorer import _normals, cosines


@given(st.floats(-650, 650))
def test_exp_is_e_to_the_power(x):
    assert math.isclose(float(exp(x)), math.exp(x), rel_tol=1e-13)


@given(st.floats(-1000, 1000))
def test_exp2_is_two_to_the_power(x):
    assert math.isclose(float(exp2(x)), 2.0**x, rel_tol=1e-14)


def test_whole_powers_of_two_are_exact():
    assert exp2(np.arange(-1000, 1001)).tolist() == [2.0**power for power in range(-1000, 1001)]


@given(st.floats(allow_nan=False))
def test_a_logistic_lies_between_0_and_1_wherever_it_is_asked(x):
    assert 0 <= float(logistic(x)) <= 1


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_logarithm_of_a_fraction(above, below):
    assert math.isclose(natural_log(above, below), math.log(above / below), rel_tol=1e-9, abs_tol=1e-15)


def test_the_same_bits_on_every_processor():
    """A figure of this list changes a signed score: then it is a new version of the policy."""
    grid = np.linspace(-30, 30, 20_001)
    assert digest(logistic(grid)) == "4e0981002afc6944"
    assert digest(exp2(grid)) == "c8ff9bc50278d763"
    assert digest(_normals(3)) == "efa7098caa00a728"


def test_a_cosine_of_float16_values_is_exact_in_any_order():
    random = np.random.default_rng(5)
    vectors = random.normal(size=(50, 384))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
    direction = vectors[0].astype(np.float64)
    mixed = random.permutation(384)
    straight = cosines(vectors, direction)
    assert np.array_equal(straight, cosines(vectors[:, mixed], direction[mixed]))
    exact = [math.fsum(a * b for a, b in zip(row.tolist(), direction.tolist(), strict=True)) for row in vectors]
    assert straight.tolist() == exact


def digest(values: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(values, "<f8").tobytes()).hexdigest()[:16]
