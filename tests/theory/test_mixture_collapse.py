"""The collapse of a mixture at finite size: drawn points, the linear manifold, the limit."""

import numpy as np
import pytest

from memgen.theory import mixture_collapse
from memgen.theory.energies.finite_rem import planted_averages
from memgen.theory.manifold.finite_size import energy_law
from memgen.theory.mixture_collapse import isotropic_law, own_point
from memgen.theory.speciation import excess_entropy, mixture_collapse_time


def drawn_own_point(t, N, P, signal, draws, rng):
    """Own weight and -log of it at points of two Gaussians, by their definition."""
    weights = np.empty((draws, len(t)))
    mean = np.full(N, np.sqrt(signal / N))
    for draw in range(draws):
        points = rng.choice([-1, 1], P)[:, None] * mean + rng.standard_normal((P, N))
        noise = rng.standard_normal(N)
        for j, time in enumerate(t):
            s = np.expm1(2 * time)
            x = points[0] + np.sqrt(s) * noise
            log_w = -((x - points) ** 2).sum(axis=1) / (2 * s)
            weights[draw, j] = 1 / np.exp(log_w - log_w[0]).sum()
    return weights


@pytest.mark.parametrize("signal", [400.0, 0.0])
def test_of_drawn_points(signal):
    """Classes apart, where half of the points compete, and one Gaussian, where all do."""
    N, P, draws = 20, 100, 300
    t = mixture_collapse_time(np.log(P) / N) * np.array([0.7, 1.0, 1.3])
    drawn = drawn_own_point(t, N, P, signal, draws, np.random.default_rng(0))
    theory = own_point(t, N, P, signal)
    for measured, expected in (
        (drawn, theory.weight),
        (-np.log(drawn), theory.excess_entropy),
    ):
        stderr = measured.std(axis=0) / np.sqrt(draws)
        assert np.all(np.abs(measured.mean(axis=0) - expected) < 3 * stderr)


def test_the_law_of_energies_is_that_of_a_linear_manifold_of_full_rank():
    rng = np.random.default_rng(3)
    x, origin = rng.standard_normal((5, 8)), -rng.chisquare(8, 5) / 2
    full = energy_law(np.ones((5, 8)), x, 0.7, origin)
    law = isotropic_law(8, 1.0, (x**2).sum(axis=1), 0.7, origin)
    for a, b in zip(
        full.derivatives(np.full(5, 0.6)), law.derivatives(np.full(5, 0.6)), strict=True
    ):
        np.testing.assert_allclose(a, b)
    lam = 0.5 + 1j * np.linspace(-3, 3, 7) * np.ones((5, 1))
    np.testing.assert_allclose(np.exp(full.cumulant(lam)), np.exp(law.cumulant(lam)))
    one, two = planted_averages(full, 4.0), planted_averages(law, 4.0)
    np.testing.assert_allclose(one.own_weight, two.own_weight)


def test_the_excess_entropy_tends_to_its_limit():
    """At fixed alpha, away from t_C; the class entropy is of order 1/N in both."""
    alpha = 0.04
    t = 1.4 * mixture_collapse_time(alpha)
    gaps = []
    for N in (100, 200):
        P = round(np.exp(alpha * N))
        finite = own_point(np.array([t]), N, P, float(N))
        f = excess_entropy(t, N, np.log(P) / N, float(N))
        gaps.append(abs(finite.excess_entropy[0] / N / f - 1))
    assert gaps[1] < gaps[0] < 0.4


def test_quasi_random_points_suffice(monkeypatch):
    t = mixture_collapse_time(0.02) * np.array([0.8, 1.0, 1.2])
    few = own_point(t, 256, 2000, 256.0)
    monkeypatch.setattr(mixture_collapse, "SCRAMBLING", 7)
    np.testing.assert_allclose(own_point(t, 256, 2000, 256.0).weight, few.weight, atol=2e-3)


def test_two_points_are_refused():
    with pytest.raises(ValueError, match="P=2"):
        own_point(np.array([1.0]), 4, 2, 1.0)
