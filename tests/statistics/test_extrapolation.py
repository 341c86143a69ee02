"""Extrapolation: exact polynomials, honest errors."""

import numpy as np
import pytest

from memgen.statistics.extrapolation import extrapolate, extrapolate_with_bias


@pytest.mark.parametrize("degree", [1, 2])
def test_polynomials_are_recovered(degree):
    x = np.array([0.1, 0.2, 0.3, 0.5])
    values = 2.0 - 3.0 * x**degree
    assert extrapolate(x, values, 0.1 + x, degree).value == pytest.approx(2.0)


def test_the_error_covers_the_truth():
    x, pulls = np.array([0.02, 0.03, 0.05, 0.08]), []
    for seed in range(400):
        values = 1 + x + 0.01 * np.random.default_rng(seed).standard_normal(4)
        found = extrapolate(x, values, np.full(4, 0.01))
        pulls.append((found.value - 1) / found.stderr)
    assert np.std(pulls) == pytest.approx(0.85, abs=0.2)


def test_misfit_widens_the_error():
    x, errors = np.array([0.1, 0.2, 0.3, 0.4]), np.full(4, 1e-3)
    straight = extrapolate(x, 1 + x, errors).stderr
    assert extrapolate(x, 1 + x**2, errors).stderr > 3 * straight


def test_what_cannot_be_extrapolated():
    with pytest.raises(ValueError, match="needs 2 sizes"):
        extrapolate(np.ones(3), np.ones(3), np.ones(3))
    with pytest.raises(ValueError, match="without noise"):
        extrapolate(np.arange(3.0), np.ones(3), np.zeros(3))


def test_a_curved_ladder_has_the_line_s_bias_in_its_error():
    x, errors = np.array([0.1, 0.05, 0.025]), np.full(3, 1e-4)
    straight = extrapolate_with_bias(x, 1 + x, errors)
    curved = extrapolate_with_bias(x, 1 + x + 5 * x**2, errors)
    assert straight.value == pytest.approx(1.0)
    assert straight.stderr == pytest.approx(extrapolate(x, 1 + x, errors).stderr)
    bare = extrapolate(x, 1 + x + 5 * x**2, errors)
    without = extrapolate(x[1:], (1 + x + 5 * x**2)[1:], errors[1:])
    assert curved.value == bare.value
    assert curved.stderr == pytest.approx(np.hypot(bare.stderr, bare.value - without.value))
    assert abs(curved.value - 1) < 2 * curved.stderr
