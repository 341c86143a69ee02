"""Edges, densities and gaps of linear manifolds: closed forms, drawn matrices, reference values."""

import numpy as np
import pytest
from freealg.distributions import CompoundFreePoisson
from hypothesis import given, settings
from hypothesis import strategies as st

from memgen.theory.spectra import (
    bulk_edges,
    gap_closing_time,
    gap_opening_time,
    gap_width,
    jacobian_density,
    jacobian_quantiles,
    spectral_density,
    uniform_law,
    widest_gap,
    widest_gap_time,
)

TWO = ([0.2, 0.2], [1.0, 0.01])


def marchenko_pastur(x, alpha, s2):
    low, high = s2 * (1 - np.sqrt(alpha)) ** 2, s2 * (1 + np.sqrt(alpha)) ** 2
    return np.sqrt(np.maximum((high - x) * (x - low), 0)) / (2 * np.pi * s2 * x)


def eigenvalues(aspect_ratios, variances, N, rng):
    columns = [
        np.sqrt(s2 / N) * rng.standard_normal((N, round(alpha * N)))
        for alpha, s2 in zip(aspect_ratios, variances, strict=True)
    ]
    F = np.concatenate(columns, axis=1)
    return np.linalg.eigvalsh(F.T @ F)


@pytest.mark.parametrize(("alpha", "s2"), [(0.4, 1.0), (0.05, 3.0), (0.9, 0.1), (2.5, 2.0)])
def test_one_variance_is_marchenko_pastur(alpha, s2):
    expected = s2 * (1 + np.array([-1, 1]) * np.sqrt(alpha)) ** 2
    np.testing.assert_allclose(bulk_edges([alpha], [s2])[0], expected, rtol=1e-12)
    x = np.linspace(0.2 * expected[0], 1.2 * expected[1], 301)
    np.testing.assert_allclose(
        spectral_density(x, [alpha], [s2]), marchenko_pastur(x, alpha, s2), atol=1e-12 / s2
    )


def test_reference_edges():
    expected = [[0.00199, 0.01795], [0.3076, 2.0964]]
    np.testing.assert_allclose(bulk_edges(*TWO), expected, rtol=3e-3)


def test_bulks_merge_at_the_reference_ratio():
    assert len(bulk_edges([0.2, 0.2], [1, 0.25635])) == 2
    assert len(bulk_edges([0.2, 0.2], [1, 0.25645])) == 1


def test_variances_far_apart_are_two_manifolds():
    """s_2 << s_1: s_1^2 (1 -+ sqrt a_1)^2, and s_2^2 (sqrt(1 - a_1) -+ sqrt a_2)^2."""
    for ratio in (1e-4, 1e-12):
        small, large = bulk_edges([0.2, 0.3], [1.0, ratio])
        np.testing.assert_allclose(large, (1 + np.array([-1, 1]) * np.sqrt(0.2)) ** 2, rtol=1e-3)
        expected = ratio * (np.sqrt(0.8) + np.array([-1, 1]) * np.sqrt(0.3)) ** 2
        np.testing.assert_allclose(small, expected, rtol=1e-3)


def test_equal_variances_are_one():
    np.testing.assert_allclose(bulk_edges([0.1, 0.3], [1, 1]), bulk_edges([0.4], [1]), rtol=1e-12)
    near = bulk_edges([0.1, 0.3], [1, 1 + 1e-9])
    np.testing.assert_allclose(near, bulk_edges([0.4], [1]), rtol=1e-6)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.02, 0.6), st.floats(1e-3, 10.0)), min_size=1, max_size=4),
    st.floats(1e-3, 1e3),
)
def test_mass_mean_and_units(parts, unit):
    """Mass min(D/N, 1), mean sum alpha_k s_k^2, and eigenvalues in the units of the variances."""
    alpha, s2 = (np.array(column) for column in zip(*parts, strict=True))
    mass = mean = 0.0
    for low, high in bulk_edges(alpha, s2):
        theta = (np.arange(4000) + 0.5) * np.pi / 4000
        x = (low + high) / 2 - (high - low) / 2 * np.cos(theta)
        step = spectral_density(x, alpha, s2) * (high - low) / 2 * np.sin(theta) * np.pi / 4000
        mass, mean = mass + step.sum(), mean + step @ x
    assert mass == pytest.approx(min(alpha.sum(), 1), rel=2e-3)
    assert mean == pytest.approx(alpha @ s2, rel=2e-3)
    np.testing.assert_allclose(
        bulk_edges(alpha, unit * s2), unit * bulk_edges(alpha, s2), rtol=1e-7
    )


@pytest.mark.parametrize(
    "parts", [TWO, ([0.1, 0.2, 0.3], [2.0, 0.3, 0.01]), ([0.3, 0.9], [1, 0.1])]
)
def test_edges_against_drawn_matrices(parts):
    found = eigenvalues(*parts, 1200, np.random.default_rng(0))
    found = found[found > 1e-9 * found[-1]]
    edges = bulk_edges(*parts)
    # the outermost eigenvalues lie within N^(-2/3) of an edge
    assert found[-1] == pytest.approx(edges[-1, 1], rel=0.06)
    assert found[0] == pytest.approx(edges[0, 0], rel=0.15)
    within = np.zeros(found.shape, dtype=bool)
    for low, high in edges:
        within |= (found > 0.95 * low) & (found < 1.05 * high)
    assert within.all()


@pytest.mark.parametrize("parts", [([0.4], [1.0]), TWO, ([0.1, 0.2, 0.3], [2.0, 0.3, 0.02])])
def test_density_against_freealg(parts):
    """F F^T of several variances is a compound free Poisson law of rates alpha_k, jumps s_k^2."""
    alpha, s2 = map(np.array, parts)
    law = CompoundFreePoisson(list(s2), list(alpha / alpha.sum()), float(alpha.sum()))
    for low, high in bulk_edges(*parts):
        x = np.linspace(low + 0.05 * (high - low), high - 0.05 * (high - low), 40)
        # of the roots of its spectral polynomial, the one in the upper half plane
        expected = [np.imag(law.roots(complex(at))).max() / np.pi for at in x]
        np.testing.assert_allclose(spectral_density(x, *parts), expected, rtol=1e-5)


@pytest.mark.parametrize("parts", [TWO, ([0.4], [1.0]), ([0.3, 0.9], [1, 0.1])])
@pytest.mark.parametrize("t", [0.01, 1.0])
def test_jacobian_density_against_the_exact_jacobian(parts, t):
    """Woodbury: t grad score = F (1 + F^T F / t)^{-1} F^T / t - 1."""
    N, rng = 500, np.random.default_rng(1)
    columns = [
        np.sqrt(s2 / N) * rng.standard_normal((N, round(alpha * N)))
        for alpha, s2 in zip(*parts, strict=True)
    ]
    F = np.concatenate(columns, axis=1)
    woodbury = F @ np.linalg.inv(np.eye(F.shape[1]) + F.T @ F / t) @ F.T / t - np.eye(N)
    direct = -t * np.linalg.inv(F @ F.T + t * np.eye(N))
    np.testing.assert_allclose(woodbury, direct, atol=1e-8)
    r = np.linalg.eigvalsh(woodbury)
    ranks = (np.arange(N) + 0.5) / N
    drawn_off, expected_off = (r < -1 + 1e-9).sum(), max(0, N - F.shape[1])
    assert drawn_off == expected_off
    # ordered spectrum: away from the gaps, where one rank decides
    difference = np.abs(r - jacobian_quantiles(ranks, t, *parts))
    assert np.quantile(difference, 0.97) < 0.02


def test_jacobian_density_has_its_mass():
    """Midpoints of the angle: the density ends as a square root, and the rule is spectral."""
    angle = (np.arange(400) + 0.5) * np.pi / 400
    for t in (1e-3, 1.0, 50.0):
        inside = [-t / (t + edge) for edge in bulk_edges(*TWO).ravel()]
        mass = 0.0
        for low, high in zip(inside[::2], inside[1::2], strict=True):
            radius = (high - low) / 2
            density = jacobian_density((low + high) / 2 - radius * np.cos(angle), t, *TWO)
            mass += radius * np.sum(density * np.sin(angle)) * np.pi / 400
        assert mass == pytest.approx(0.4, rel=1e-8)


def test_reference_gap():
    assert widest_gap_time(*TWO) == pytest.approx(0.0743, abs=5e-5)
    assert widest_gap(*TWO) == pytest.approx(0.6108, abs=5e-5)
    assert gap_opening_time(*TWO, 0.2, 0) == pytest.approx(1.1178, abs=5e-5)
    assert gap_closing_time(*TWO, 0.2) == pytest.approx(0.00494, abs=5e-6)


def test_gaps_are_consistent():
    t = np.geomspace(1e-4, 1e2, 4001)
    width = gap_width(t, *TWO, 0)
    assert width.max() == pytest.approx(widest_gap(*TWO), rel=1e-5)
    assert t[width.argmax()] == pytest.approx(widest_gap_time(*TWO), rel=5e-3)
    for time in (gap_opening_time(*TWO, 0.2, 0), gap_closing_time(*TWO, 0.2)):
        assert gap_width(time, *TWO, 0) == pytest.approx(0.2)
    opening = gap_opening_time(*TWO, 0.3)
    assert gap_width(opening, *TWO) == pytest.approx(0.3)
    low = bulk_edges(*TWO)[0, 0]
    assert opening == pytest.approx(low * 0.7 / 0.3)
    assert gap_closing_time(*TWO, 0.3, "final") == 0


def test_three_variances_number_their_gaps_from_the_top():
    parts = ([0.1, 0.1, 0.1], [1e-4, 1.0, 1e-2])
    edges = bulk_edges(*parts)
    assert len(edges) == 3
    expected = np.sqrt(edges[2, 0] * edges[1, 1])
    assert widest_gap_time(*parts, 0) == pytest.approx(expected)
    assert widest_gap_time(*parts, 1) == pytest.approx(np.sqrt(edges[1, 0] * edges[0, 1]))


def test_latent_normalization_scales_by_n_over_d():
    ambient, latent = bulk_edges(*TWO), bulk_edges(*TWO, "latent")
    np.testing.assert_allclose(latent, ambient / 0.4, rtol=1e-12)
    x = np.linspace(0.9, 4, 40)
    scaled = spectral_density(x * 0.4, *TWO) * 0.4
    np.testing.assert_allclose(spectral_density(x, *TWO, "latent"), scaled, rtol=1e-9)
    assert gap_opening_time(*TWO, 0.2, 0, "latent") == pytest.approx(1.1178 / 0.4, rel=1e-4)


def test_continuous_law_is_the_limit_of_many_variances():
    edges = bulk_edges(*uniform_law(0.4, 0.1, 1.0, 100))
    assert edges.shape == (1, 2)
    np.testing.assert_allclose(edges, bulk_edges(*uniform_law(0.4, 0.1, 1.0, 300)), rtol=1e-6)
    s2 = np.random.default_rng(2).uniform(0.1, 1.0, 400)
    F = np.random.default_rng(3).standard_normal((1000, 400)) * np.sqrt(s2 / 1000)
    found = np.linalg.eigvalsh(F.T @ F)
    assert (found[0], found[-1]) == pytest.approx(tuple(edges[0]), rel=0.1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bulk_edges([0.2], [1.0, 2.0]), "one positive variance"),
        (lambda: bulk_edges([0.2], [0.0]), "one positive variance"),
        (lambda: gap_width(1.0, [0.2], [1.0], 0), "one bulk"),
        (lambda: gap_width(1.0, *TWO, 1), "gaps 0 to 0"),
        (lambda: gap_width(0.0, *TWO), "positive"),
        (lambda: gap_width(1.0, [1.2], [1.0]), "no final gap"),
        (lambda: gap_opening_time(*TWO, 0.7, 0), "largest width"),
        (lambda: gap_opening_time(*TWO, 1.0), "threshold"),
        (lambda: widest_gap_time(*TWO, "final"), "final gap only grows"),
        (lambda: uniform_law(0.4, 1.0, 0.1), "lowest"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
