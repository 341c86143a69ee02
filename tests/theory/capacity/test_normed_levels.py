"""The linear manifold at one norm: exact laws at finite N, and their limit."""

import numpy as np
import pytest

from memgen.numerics.normed_gaussian import conditioned_components
from memgen.theory.capacity import retrieval_capacity
from memgen.theory.capacity.normed_levels import (
    level_law,
    normed_cross_entropy,
    normed_own_weight,
)
from memgen.theory.capacity.spherical_manifold import (
    normed_capacity,
    normed_generalization_time,
    normed_levels,
    normed_onset_time,
)


def test_equal_eigenvalues_make_the_whole_sphere():
    N = 30
    u, mass = level_law(np.ones(N), np.ones(N), N)
    # (1 - u^2/N^2)^{(N-3)/2} du with u = N tanh v, even in v
    expected = (1 - (u / N) ** 2) ** ((N - 1) / 2)
    seen = mass > 1e-25
    ratio = (mass / expected)[seen]
    np.testing.assert_allclose(ratio / ratio[0], 1, rtol=2e-4)


def test_the_law_is_that_of_drawn_points():
    N, rng = 20, np.random.default_rng(3)
    a = np.linalg.svd(rng.standard_normal((N, 6)) / np.sqrt(6), compute_uv=False) ** 2
    points = conditioned_components(np.tile(a, (60_000, 1)), N, rng)
    u, mass = level_law(a, points[0], N)
    levels = points[1:] @ points[0]
    for power in (1, 2, 4):
        error = (levels**power).std() / np.sqrt(levels.size)
        assert (u**power) @ mass == pytest.approx((levels**power).mean(), abs=4 * error)
    for threshold in (8.0, 15.0):
        share = (levels > threshold).mean()
        above = np.interp(threshold, u, mass[::-1].cumsum()[::-1])
        assert above == pytest.approx(share, abs=4 * np.sqrt(share / levels.size) + 0.01 * share)


def test_the_slope_of_zeta_is_the_level():
    for alpha_D in (0.1, 1.0):
        at = normed_levels(np.array([0.3, 0.3 * 1.001]), alpha_D)
        slope = np.diff(at.zeta) / np.diff(at.kappa)
        assert slope[0] == pytest.approx(at.level.mean(), rel=1e-5)


def test_many_latent_dimensions_make_the_sphere():
    for lam in (0.5, 2.0):
        spherical = retrieval_capacity(lam, "spherical")
        assert normed_capacity(lam, 1e5) == pytest.approx(spherical, rel=1e-4)


def test_onset_inverts_the_capacity():
    for alpha_D in (0.1, 0.5):
        t = normed_onset_time(0.2, alpha_D)
        assert normed_capacity(1 / t, alpha_D) == pytest.approx(0.2, rel=1e-9)
        assert normed_generalization_time(0.2, alpha_D) < t


def test_finite_sizes_tend_to_the_limits():
    N, D, alpha = 160, 40, 0.1
    t_o = normed_onset_time(alpha, 0.25)
    rng = np.random.default_rng(0)
    weight = normed_own_weight(t_o * np.array([0.6, 1.0, 1.6]), N, D, alpha * N, 10, rng)
    assert weight.mean(axis=0) == pytest.approx([1, 0.5, 0], abs=0.15)
    t_g = normed_generalization_time(alpha, 0.25)
    t = t_g * np.exp(np.linspace(-0.6, 0.8, 15))
    curve = normed_cross_entropy(t, N, D, alpha * N, 10, rng).mean(axis=0)
    assert t[curve.argmin()] == pytest.approx(t_g, rel=0.25)
