"""The memory at finite N without patterns: against drawn patterns, quadrature and the limit."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from memgen.data.patterns import corrupt, draw_patterns
from memgen.measures.memories.dense_retrieval import own_weights
from memgen.measures.memories.ensembles import Ensemble
from memgen.theory.capacity import retrieval_capacity
from memgen.theory.capacity.finite import (
    binary_own_weight,
    chi_square_nodes,
    gaussian_own_weight,
    half_load,
    linear_manifold_own_weight,
    mean_half_load,
    normal_noise,
    spherical_own_weight,
)

CURVES = {
    "gaussian": gaussian_own_weight,
    "spherical": spherical_own_weight,
    "binary": binary_own_weight,
}


@pytest.mark.parametrize("patterns", CURVES)
@pytest.mark.parametrize(("lam", "N"), [(0.3, 24), (1.0, 12)])
def test_own_weight_of_drawn_patterns(patterns, lam, N):
    """The mean over independent draws, within its error bar, at several loads."""
    # Gaussian targets have one norm, and so are few of all patterns
    count = 5 if patterns == "gaussian" else 30
    sizes, index, found = np.array([40, 200, 1500]), np.arange(count), []
    for draw in range(60):
        xi = Ensemble(patterns).drawn(1500, N, count, np.random.default_rng(draw)).patterns
        found.append(own_weights(xi[index], index, xi, np.array([lam]), sizes)[0].mean(axis=1))
    mean, stderr = np.mean(found, axis=0), np.std(found, axis=0, ddof=1) / np.sqrt(60)
    curve = CURVES[patterns](lam, N)
    expected = np.array([curve(np.log(P)) for P in sizes])
    assert (np.abs(mean - expected) < 3.5 * stderr + 1e-4).all()


def test_own_weight_on_the_linear_manifold():
    sizes, index, found = np.array([40, 200, 1000]), np.arange(20), []
    ensemble = Ensemble("linear", 0.5)
    for draw in range(80):
        xi = ensemble.draw(1000, 30, np.random.default_rng(draw))
        found.append(own_weights(xi[index], index, xi, np.array([0.2]), sizes)[0].mean(axis=1))
    mean, stderr = np.mean(found, axis=0), np.std(found, axis=0, ddof=1) / np.sqrt(80)
    curve = linear_manifold_own_weight(0.2, 30, 15, 3000, np.random.default_rng(0))
    expected = np.array([curve(np.log(P)).mean() for P in sizes])
    assert (np.abs(mean - expected) < 4 * stderr).all()
    assert curve(3.0).size == 3000


def test_own_weight_from_a_corrupted_spherical_pattern():
    """|x|^2 = N and overlap .6: drawn patterns against the exact mean."""
    N, lam, overlap, P, found = 20, 0.8, 0.6, 300, []
    for draw in range(80):
        rng = np.random.default_rng(draw)
        xi = draw_patterns("spherical", P, N, rng)
        index = np.arange(20)
        x = corrupt(xi[index], overlap, "spherical", rng)
        found.append(own_weights(x, index, xi, np.array([lam]), np.array([P]))[0, 0].mean())
    stderr = np.std(found, ddof=1) / np.sqrt(80)
    expected = spherical_own_weight(lam, N, overlap)(np.log(P))
    assert np.mean(found) == pytest.approx(expected, abs=3.5 * stderr)


def test_two_patterns_by_quadrature():
    """P = 2: E W = E 1 / (1 + exp(lambda (xi.x - signal))) over one normal level."""
    noise = normal_noise(3.0, (0.5, 2.0))
    for signal, scale in ((2.0, 0.7), (3.0, 1.9)):

        def integrand(e, signal=signal, scale=scale):
            return norm.pdf(e, scale=scale) / (1 + np.exp(e - signal))

        expected = quad(integrand, -30, 30, epsabs=1e-12)[0]
        found = noise.own_weight(np.log(2), np.array([signal]), np.array([scale]))[0]
        assert found == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize("patterns", CURVES)
def test_the_half_load_tends_to_the_capacity(patterns):
    lam = 0.5
    limit = retrieval_capacity(lam, patterns)
    misses = [abs(half_load(CURVES[patterns](lam, N), N) - limit) for N in (100, 400, 1600)]
    assert misses[-1] < 5e-4
    assert misses[-1] < misses[0] or misses[0] < 1e-4


def test_chi_square_averages():
    square, weight = chi_square_nodes(20)
    assert weight.sum() == pytest.approx(1)
    assert weight @ square == pytest.approx(20, rel=1e-6)
    assert weight @ square**2 == pytest.approx(20**2 + 40, rel=1e-6)


def test_outside_the_domain():
    with pytest.raises(ValueError, match="lam=0"):
        gaussian_own_weight(0.0, 10)
    with pytest.raises(ValueError, match="N=3"):
        spherical_own_weight(1.0, 3)
    with pytest.raises(ValueError, match="below 1/2"):
        half_load(lambda log_P: 0.1 / log_P, 10)


def test_the_error_of_a_mean_half_load_is_its_scatter_over_the_slope():
    N, shifts = 20, np.random.default_rng(0).normal(0, 0.4, 200)

    def falling(log_P):
        return 1 / (1 + np.exp(2 * (log_P - 6 - shifts)))

    half = mean_half_load(falling, N)
    assert falling(half.load * N).mean() == pytest.approx(0.5, abs=1e-4)
    # Draws that are shifted against each other cross there as their own crossings scatter.
    assert half.stderr == pytest.approx(0.4 / N / np.sqrt(200), rel=0.15)
    assert half.n == 200


def test_a_single_curve_has_an_exact_half_load():
    half = mean_half_load(lambda log_P: np.array([1 / (1 + np.exp(log_P - 3))]), 10)
    assert half.load == pytest.approx(0.3, abs=1e-5)
    assert half.stderr is None
    assert half.n is None
