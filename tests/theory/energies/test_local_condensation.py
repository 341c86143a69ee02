"""Condensation seen from any point: reference values, limits, drawn points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.theory.energies.local_condensation import (
    local_condensation_time,
    local_energy_cumulant,
    local_participation,
    loss_times,
)

FEW = np.array([1.0] * 2 + [0.09] * 5)
ORIGIN = np.zeros(7)


def test_reference_times():
    assert local_condensation_time(ORIGIN, FEW, 1000, "gaussian") == pytest.approx(0.272, abs=5e-4)
    assert local_condensation_time(ORIGIN, FEW, 1000) == pytest.approx(0.0108, abs=5e-5)
    together = np.sqrt(loss_times(FEW, 1000, "gaussian"))
    np.testing.assert_allclose(together[[0, -1]], [0.557, 0.524], atol=6e-4)
    for P, expected in ((1000, (0.269, 0.081)), (250, (0.301, 0.090)), (20000, (0.225, 0.067))):
        apart = np.sqrt(loss_times(FEW, P, "gaussian", unit_norm=True))
        np.testing.assert_allclose(apart[[0, -1]], expected, atol=6e-4)


@given(st.floats(0.05, 5), st.floats(0.01, 3), st.floats(2, 1e6))
def test_closed_form_of_the_gaussian_order(large, small, P):
    variances = np.array([large, small, 0.0])
    L, G = np.log(P), np.sum(variances**2) / 2
    expected = (variances + np.sqrt(variances**2 + 8 * L * G)) / (4 * L)
    np.testing.assert_allclose(loss_times(variances, P, "gaussian"), expected, rtol=1e-9)


def test_exact_model_expands_to_the_gaussian_one():
    """Many points of large t: small energies' spread, all cumulants beyond the second vanish."""
    variances = np.full(4000, 0.01)
    x = 0.02 * np.random.default_rng(0).standard_normal(4000)
    exact = local_condensation_time(x, variances, 1.05)
    gaussian = local_condensation_time(x, variances, 1.05, "gaussian")
    assert exact == pytest.approx(gaussian, rel=0.05)


def test_typical_points_collapse_as_on_the_linear_manifold():
    """x = y + sqrt(t) w of N flat directions: log P = N/2 log(1 + s^2 / t)."""
    N, P, s2 = 50, 1e4, 2.0
    t = s2 / np.expm1(2 * np.log(P) / N)
    x = np.sqrt(s2 + t) * np.ones(N)
    assert local_condensation_time(x, np.full(N, s2), P) == pytest.approx(t, rel=1e-6)


def test_cumulant_is_a_mean_over_points():
    rng = np.random.default_rng(1)
    x, variances, t, lam = np.array([0.4, -0.2]), np.array([1.0, 0.3]), 0.7, 0.8
    y = np.sqrt(variances) * rng.standard_normal((400000, 2))
    mean = np.exp(-lam * ((x - y) ** 2).sum(axis=1) / (2 * t)).mean()
    zeta = local_energy_cumulant(t, x, variances)
    assert zeta.value(lam) == pytest.approx(np.log(mean), abs=5e-3)
    slope = (zeta.value(lam + 1e-5) - zeta.value(lam - 1e-5)) / 2e-5
    assert zeta.slope(lam) == pytest.approx(slope, rel=1e-7)


def test_participation_vanishes_at_condensation():
    x, variances, P = np.zeros(30), np.array([1.0] * 15 + [0.09] * 15), 1000.0
    t_c = local_condensation_time(x, variances, P)
    assert local_participation(1.001 * t_c, x, variances, P) == 0
    assert local_participation(0.999 * t_c, x, variances, P) == pytest.approx(0, abs=2e-3)
    assert local_participation(1e-9, x, variances, P) > 0.999
    assert local_participation(0.05, x, variances, P, "gaussian") == pytest.approx(0.93, abs=5e-3)


def test_drawn_points_tell_the_models_apart():
    """P = 1e5 points of 15 + 15 directions at t = .2: above the exact t_c, below the Gaussian one.

    Of the points only |y|^2 matters at x = 0.
    """
    P, t, variances = 100000, 0.2, np.array([1.0] * 15 + [0.09] * 15)
    rng, found = np.random.default_rng(0), []
    for _ in range(10):
        log_weight = -(rng.standard_normal((P, 30)) ** 2) @ variances / (2 * t)
        weight = np.exp(log_weight - log_weight.max())
        found.append(np.sum(weight**2) / np.sum(weight) ** 2)
    assert local_participation(t, np.zeros(30), variances, P) == 0
    assert local_participation(t, np.zeros(30), variances, P, "gaussian") > 0.6
    assert np.mean(found) < 0.1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.zeros(2), np.zeros(2), 10.0), "not all 0"),
        ((np.zeros(2), np.ones(2), 1.0), "above 1"),
    ],
)
def test_what_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        local_condensation_time(*arguments)


def test_exact_times_of_one_norm_are_refused():
    with pytest.raises(ValueError, match="gaussian"):
        loss_times(FEW, 1000, "exact", unit_norm=True)
