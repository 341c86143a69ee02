import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.theory.energies import rem

LOAD = st.floats(0.01, 5.0)
VARIANCE = st.floats(0.05, 20.0)

BINARY = rem.Cumulant(lambda lam: np.logaddexp(lam, -lam) - np.log(2), np.tanh)


@given(LOAD, VARIANCE)
def test_gaussian_model_in_closed_form(alpha, variance):
    model = rem.gaussian(variance)
    critical = np.sqrt(2 * alpha / variance)
    assert rem.condensation(model, alpha) == pytest.approx(critical, rel=1e-12)
    assert rem.level_edge(model, alpha) == pytest.approx(np.sqrt(2 * alpha * variance), rel=1e-12)

    lam = critical * np.array([0.1, 0.9, 1.1, 4.0])
    free = np.where(
        lam < critical, alpha + variance * lam**2 / 2, lam * np.sqrt(2 * alpha * variance)
    )
    np.testing.assert_allclose(rem.free_entropy(model, alpha, lam), free, rtol=1e-12)
    np.testing.assert_allclose(
        rem.participation(model, alpha, lam), np.maximum(0, 1 - critical / lam), atol=1e-12
    )

    level = np.sqrt(2 * alpha * variance) * np.array([[-1.5, -0.3], [0.0, 0.8]])
    np.testing.assert_allclose(
        rem.entropy(model, alpha, level),
        alpha - level**2 / (2 * variance),
        rtol=1e-10,
        atol=1e-12 * alpha,
    )


@pytest.mark.parametrize("alpha", [0.01, 0.3, 0.6])
def test_entropy_vanishes_at_the_edge_and_free_entropy_is_its_legendre_transform(alpha):
    edge = rem.level_edge(BINARY, alpha)
    assert rem.entropy(BINARY, alpha, edge) == pytest.approx(0, abs=1e-9)
    # phi(lambda) = max over occupied levels of Sigma(eps) + lambda eps
    levels = np.linspace(-edge, edge, 201)
    entropy = rem.entropy(BINARY, alpha, levels)
    critical = rem.condensation(BINARY, alpha)
    for lam in critical * np.array([0.3, 1.3, 3.0]):
        legendre = np.max(entropy + lam * levels)
        assert rem.free_entropy(BINARY, alpha, lam) == pytest.approx(legendre, abs=1e-4)


@given(st.floats(0.02, 0.6))
def test_free_entropy_is_continuous_with_its_slope_at_condensation(alpha):
    critical = rem.condensation(BINARY, alpha)
    step = 1e-4 * critical
    below, at, above = rem.free_entropy(
        BINARY, alpha, np.array([critical - step, critical, critical + step])
    )
    assert above - at == pytest.approx(at - below, rel=1e-2)
    assert rem.canonical_entropy(BINARY, alpha, critical) == pytest.approx(0, abs=1e-12)


def test_participation_of_sampled_levels():
    """The heaviest Boltzmann factors of many sampled levels: Y2 = 1 - m within the error."""
    rng = np.random.default_rng(20)
    # a Poisson process of levels with density exp(-m e), the edge of any condensed model
    m, samples = 0.6, 4000
    arrivals = np.cumsum(rng.exponential(size=(samples, 3000)), axis=1)
    factors = arrivals ** (-1 / m)
    weights = factors / factors.sum(axis=1, keepdims=True)
    sampled = (weights**2).sum(axis=1)
    model = rem.gaussian(1.0)
    predicted = float(rem.participation(model, 0.5, rem.condensation(model, 0.5) / m))
    assert predicted == pytest.approx(1 - m, abs=1e-12)
    assert abs(sampled.mean() - predicted) < 4 * sampled.std() / np.sqrt(samples)


def test_finite_sum_approaches_the_free_entropy():
    rng = np.random.default_rng(3)
    size, alpha = 60, 0.2
    levels = rng.normal(size=(40, round(np.exp(alpha * size)))) / np.sqrt(size)
    for lam, tolerance in ((0.3, 0.01), (1.5, 0.08)):
        log_sum = np.logaddexp.reduce(lam * size * levels, axis=1) / size
        predicted = rem.free_entropy(rem.gaussian(1.0), alpha, lam)
        assert log_sum.mean() == pytest.approx(float(predicted), abs=tolerance)


def test_no_condensation_beyond_the_entropy_of_binary_patterns():
    assert rem.condensation(BINARY, 0.69) > 1
    with pytest.raises(ValueError, match=r"never vanishes.*below 0\.6931"):
        rem.condensation(BINARY, 0.70)
    # where nothing condenses the free entropy still exists
    assert rem.free_entropy(BINARY, 0.8, 3.0) == pytest.approx(0.8 + np.log(np.cosh(3.0)))
    assert rem.participation(BINARY, 0.8, 3.0) == 0


def test_bounded_domain():
    # exponential levels: zeta = -log(1 - lambda), lambda < 1
    model = rem.Cumulant(lambda lam: -np.log1p(-lam), lambda lam: 1 / (1 - lam), (-np.inf, 1.0))
    critical = rem.condensation(model, 0.7)
    assert 0 < critical < 1
    # Legendre: Sigma(eps) = alpha - (eps - 1 - log eps), at eps = 1/(1 - lambda)
    level = np.array([0.2, 1.0, 3.0])
    np.testing.assert_allclose(
        rem.entropy(model, 0.7, level), 0.7 - (level - 1 - np.log(level)), atol=1e-10
    )
    assert 1 / (1 - critical) == pytest.approx(rem.level_edge(model, 0.7))
    finite = rem.Cumulant(lambda lam: lam**2, lambda lam: 2 * lam, (-1.0, 0.5))
    with pytest.raises(ValueError, match=r"lambda=0\.5.*below 0\.25"):
        rem.condensation(finite, 0.5)


def test_domain_errors():
    with pytest.raises(ValueError, match="alpha=0"):
        rem.condensation(BINARY, 0.0)
    with pytest.raises(ValueError, match="variance=-1"):
        rem.gaussian(-1.0)
    with pytest.raises(ValueError, match="lam="):
        rem.free_entropy(BINARY, 0.3, 0.0)
    with pytest.raises(ValueError, match=r"level=1\.2 lies outside"):
        rem.entropy(BINARY, 0.3, 1.2)
