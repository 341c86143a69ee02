"""Weights at two places: other routes to the same sums, drawn points, limits."""

import numpy as np
import pytest
from scipy.integrate import quad

from memgen.theory.energies.finite_participation import finite_participation
from memgen.theory.energies.step_weights import (
    gaussian_levels_participation,
    mean_along_step,
    step_weights,
)

VARIANCES = np.repeat([1.0, 0.09], [10, 20])
P = 1000


@pytest.mark.parametrize("t", [0.03, 0.2, 1.0, 30.0])
def test_participation_at_either_end_by_fourier_transform(t):
    found = step_weights(t, VARIANCES, 0, P)
    end = np.sqrt(t) * np.eye(30)[0]
    assert found.origin[0] == pytest.approx(
        finite_participation(t, 0 * end, VARIANCES, P), rel=1e-5
    )
    assert found.end[0] == pytest.approx(finite_participation(t, end, VARIANCES, P), rel=1e-5)


@pytest.mark.parametrize(
    ("variances", "points", "t"),
    [(np.array([1.0, 0.3, 0.3]), 30, 0.3), (np.ones(2), 100, 0.01), (np.ones(8), 3, 2.0)],
)
def test_overlap_of_drawn_points(variances, points, t):
    rng, draws = np.random.default_rng(0), 3000
    y = np.sqrt(variances) * rng.standard_normal((draws, points, variances.size))
    energies = -(y**2).sum(axis=2) / (2 * t)
    w, moved = (
        np.exp(e - e.max(axis=1, keepdims=True))
        for e in (energies, energies + y[:, :, 0] / np.sqrt(t))
    )
    w, moved = w / w.sum(axis=1, keepdims=True), moved / moved.sum(axis=1, keepdims=True)
    found = step_weights(t, variances, 0, points, [variances[1]])
    for of_theory, squares in (
        (found.shared, w * moved),
        (found.apart, (w - moved) ** 2),
    ):
        for value, weight in zip(of_theory, (1.0, y[:, :, 1] ** 2), strict=True):
            drawn = (squares * weight).sum(axis=1)
            assert drawn.mean() == pytest.approx(value, abs=4 * drawn.std() / np.sqrt(draws))


def test_condensed_overlap_is_that_of_a_poisson_dirichlet_process():
    """(1 - m) int dkappa E[g (1 + kappa g)^{m-2}] / E[(1 + kappa g)^m]: many directions, log P."""
    variances, points = np.ones(4000), 1e290
    u, mass = np.polynomial.hermite_e.hermegauss(80)
    mass /= mass.sum()
    tc = _condensation(4000, np.log(points))
    for t in (0.3 * tc, 0.7 * tc):
        log_g, m = u * np.sqrt(1 / (t * (1 + 1 / tc))), t / tc

        def integrand(log_kappa, log_g=log_g, m=m):
            kappa, g = np.exp(log_kappa), np.exp(log_g)
            return kappa * (mass @ (g * (1 + kappa * g) ** (m - 2))) / (mass @ (1 + kappa * g) ** m)

        expected = (1 - m) * quad(integrand, -40, 40, limit=200)[0]
        found = step_weights(t, variances, 0, points)
        assert found.shared[0] == pytest.approx(expected, rel=0.02)
        assert found.origin[0] == pytest.approx(1 - m, rel=0.02)


def _condensation(N, log_P):
    from scipy.optimize import brentq

    return brentq(lambda t: N / 2 * (np.log1p(1 / t) - 1 / (t + 1)) - log_P, 1e-3, 1e3)


def test_many_points_on_either_side_of_the_change_of_method(monkeypatch):
    t, points = 4.0, 3e5
    fast = step_weights(t, VARIANCES, 0, points, [0.09])
    monkeypatch.setattr("memgen.theory.energies.step_weights.MANY", 1e-30)
    slow = step_weights(t, VARIANCES, 0, points, [0.09])
    for name in ("origin", "end", "shared"):
        np.testing.assert_allclose(getattr(slow, name), getattr(fast, name), rtol=3e-5)


@pytest.mark.parametrize("t", [0.05, 0.5])
def test_mean_along_the_step_of_drawn_points(t):
    rng, draws, variances = np.random.default_rng(2), 3000, np.array([0.5, 1.0, 1.0, 1.0])
    y = np.sqrt(variances) * rng.standard_normal((draws, 40, 4))
    energies = y[:, :, 0] / np.sqrt(t) - (y**2).sum(axis=2) / (2 * t)
    w = np.exp(energies - energies.max(axis=1, keepdims=True))
    drawn = ((w / w.sum(axis=1, keepdims=True)) * y[:, :, 0]).sum(axis=1) / np.sqrt(t)
    found = mean_along_step(t, variances, 0, 40)
    assert found == pytest.approx(drawn.mean(), abs=4 * drawn.std() / np.sqrt(draws))


def test_a_step_off_the_data_changes_no_weight():
    found = step_weights(0.1, np.append(VARIANCES, 0.0), 30, P)
    np.testing.assert_array_equal(found.apart, 0.0)
    assert found.end[0] == pytest.approx(step_weights(0.1, VARIANCES, 0, P).origin[0])


@pytest.mark.parametrize("variance", [0.5, 5.0, 40.0])
def test_gaussian_levels_of_drawn_ones(variance):
    e = np.sqrt(variance) * np.random.default_rng(1).standard_normal((2000, 200))
    w = np.exp(e - e.max(axis=1, keepdims=True))
    drawn = ((w / w.sum(axis=1, keepdims=True)) ** 2).sum(axis=1)
    found = gaussian_levels_participation(variance, 200)
    assert found == pytest.approx(drawn.mean(), abs=4 * drawn.std() / np.sqrt(2000))


@pytest.mark.parametrize(("t", "s2", "points"), [(0.0, 1.0, 9), (1.0, -1.0, 9), (1.0, 1.0, 1)])
def test_outside_the_domain(t, s2, points):
    with pytest.raises(ValueError, match=r"P=|positive"):
        step_weights(t, np.array([1.0, s2]), 0, points)
