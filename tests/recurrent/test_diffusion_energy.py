"""The energy of a diffusion model: written out, by differences, in other schedules."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memgen.measures.energy.merging import (
    mean_field_minimum,
    measured_merging_distance,
    minima_of_two,
)
from memgen.recurrent.dense import DenseMemory
from memgen.recurrent.diffusion_energy import DiffusionEnergy, merging_distance

POINTS = np.random.default_rng(0).standard_normal((7, 3))
X = np.random.default_rng(1).standard_normal((5, 3))


@pytest.mark.parametrize("signal", [1.0, 0.6])
def test_the_sum_written_out(signal):
    t = 0.3
    square = ((X[:, None] - signal * POINTS) ** 2).sum(axis=2)
    expected = -2 * t * np.log(np.exp(-square / (2 * t)).sum(axis=1))
    memory = DiffusionEnergy(POINTS, signal)
    np.testing.assert_allclose(memory.energy(X, t), expected, rtol=1e-12)


@settings(max_examples=15)
@given(t=st.floats(0.05, 5), signal=st.floats(0.2, 1), seed=st.integers(0, 99))
def test_derivatives_are_differences(t, signal, seed):
    memory = DiffusionEnergy(POINTS, signal)
    x = np.random.default_rng(seed).standard_normal((1, 3))
    gradient, hessian = memory.gradient(x, t)[0], memory.hessian(x, t)[0]
    h = 1e-5
    for k in range(3):
        step = np.zeros((1, 3))
        step[0, k] = h
        slope = (memory.energy(x + step, t) - memory.energy(x - step, t))[0] / (2 * h)
        assert gradient[k] == pytest.approx(slope, abs=1e-6)
        bend = (memory.gradient(x + step, t) - memory.gradient(x - step, t))[0] / (2 * h)
        np.testing.assert_allclose(hessian[k], bend, atol=1e-5 / t)


def test_a_schedule_is_a_change_of_units():
    # x = a xi + sqrt(t) w is a times the variance-exploding sample at t / a^2
    a, t = 0.5, 0.2
    scaled = a**2 * DiffusionEnergy(POINTS).energy(X / a, t / a**2)
    np.testing.assert_allclose(DiffusionEnergy(POINTS, a).energy(X, t), scaled, rtol=1e-12)


def test_on_a_sphere_it_is_the_memory_of_scalar_products():
    # |x - xi|^2 = |x|^2 + 1 - 2 x.xi: twice the log-sum-exp memory's energy at lambda = 1/t, and 1
    sphere = POINTS / np.linalg.norm(POINTS, axis=1)[:, None]
    t = 0.4
    other = 2 * DenseMemory(sphere).energy(X, 1 / t) + 1
    np.testing.assert_allclose(DiffusionEnergy(sphere).energy(X, t), other, rtol=1e-10)


@pytest.mark.parametrize("signal", [0.0, -1.0, np.inf])
def test_signals_that_are_refused(signal):
    with pytest.raises(ValueError, match="positive"):
        DiffusionEnergy(POINTS, signal)


@pytest.mark.parametrize("t", [0.01, 0.5])
def test_two_memories_merge_at_twice_the_width(t):
    assert measured_merging_distance(t, 5e-3) == pytest.approx(merging_distance(t), rel=5e-3)


@settings(max_examples=20)
@given(ratio=st.floats(1.05, 6), t=st.floats(0.01, 10))
def test_minima_of_two_solve_the_mean_field_equation(ratio, t):
    distance = float(ratio * merging_distance(t))
    expected = mean_field_minimum(distance, t)
    assert 0 < expected <= distance / 2
    np.testing.assert_allclose(
        minima_of_two(distance, t), [-expected, expected], atol=1e-7 * np.sqrt(t)
    )


def test_below_the_threshold_the_middle_is_the_minimum():
    assert mean_field_minimum(0.19, 0.01) == 0
    np.testing.assert_allclose(minima_of_two(0.19, 0.01), [0], atol=1e-10)
