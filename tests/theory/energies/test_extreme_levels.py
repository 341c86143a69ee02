"""Highest levels as a Poisson process: against all levels drawn, closed forms, exact sums."""

import numpy as np
import pytest
from scipy.stats import gamma, kstest, norm

from memgen.theory.energies import rem
from memgen.theory.energies.extreme_levels import (
    edge_exponent,
    gaussian_law,
    highest_levels,
    partition,
    saddle_law,
)


def test_the_highest_level_has_the_law_of_a_maximum():
    M, law = 5000, gaussian_law(9.0)
    tops = [
        highest_levels(law, np.log(M), 3, np.random.default_rng(seed))[0] for seed in range(800)
    ]
    assert kstest(tops, lambda y: norm.cdf(y, scale=3.0) ** M).pvalue > 1e-3


def test_levels_fall_and_are_counted():
    levels = highest_levels(gaussian_law(50.0), 30.0, 500, np.random.default_rng(1))
    assert (np.diff(levels) < 0).all()
    # about 500 of e^30 levels lie above the last one
    assert np.exp(30.0) * norm.sf(levels[-1], scale=np.sqrt(50.0)) == pytest.approx(500, rel=0.2)


@pytest.mark.parametrize("beta", [0.4, 1.2, 2.5])
def test_the_partition_function_is_that_of_all_levels(beta):
    """Mean log S and Y2 over draws, highest levels and rest, against drawing every level."""
    M, N = 4000, 12.0
    law, both = gaussian_law(N), {"all": [], "highest": []}
    for seed in range(300):
        rng = np.random.default_rng(seed)
        weights = np.exp(beta * np.sqrt(N) * rng.standard_normal(M))
        both["all"].append([np.log(weights.sum()), (weights**2).sum() / weights.sum() ** 2])
        levels = highest_levels(law, np.log(M), 400, rng)
        found = partition(levels, law, np.log(M), beta, rng)
        both["highest"].append([found.log_sum, found.participation])
    first, second = np.array(both["all"]), np.array(both["highest"])
    error = np.hypot(first.std(axis=0), second.std(axis=0)) / np.sqrt(300)
    assert (np.abs(first.mean(axis=0) - second.mean(axis=0)) < 3.5 * error + 1e-9).all()


def test_thermodynamics_at_large_n():
    """N = 3000 against the closed forms of Derrida's model."""
    N, alpha, model = 3000, 0.5, rem.gaussian(1.0)
    law, lam_c = gaussian_law(N), np.sqrt(2 * 0.5)
    for beta in (0.5 * lam_c, 2 * lam_c):
        logs, shares = [], []
        for seed in range(200):
            rng = np.random.default_rng(seed)
            levels = highest_levels(law, alpha * N, 1000, rng)
            found = partition(levels, law, alpha * N, beta, rng)
            logs.append(found.log_sum / N)
            shares.append(found.participation)
        assert np.mean(logs) == pytest.approx(rem.free_entropy(model, alpha, beta), rel=4e-3)
        expected = rem.participation(model, alpha, beta)
        assert np.mean(shares) == pytest.approx(expected, abs=4 * np.std(shares) / 14 + 1e-12)


def test_the_edge_exponent_is_lambda_star():
    N, alpha = 20000, 0.5
    found = [
        edge_exponent(
            highest_levels(gaussian_law(N), alpha * N, 400, np.random.default_rng(seed)), 50
        )
        for seed in range(300)
    ]
    stderr = np.std(found) / np.sqrt(300)
    assert np.mean(found) == pytest.approx(1.0, abs=3 * stderr + 2e-3)


def gamma_law(shape, top=0.995):
    """K = -shape log(1 - lambda) of a gamma variable, an exactly known law."""
    tilts = np.geomspace(0.01, top, 200)
    return saddle_law(
        tilts, -shape * np.log1p(-tilts), shape / (1 - tilts), shape / (1 - tilts) ** 2
    )


@pytest.mark.parametrize("shape", [20.0, 200.0])
def test_the_saddle_point_law_of_a_gamma_variable(shape):
    law = gamma_law(shape)
    log_tail = np.array([-2.0, -5.0, -20.0])
    exact = gamma.isf(np.exp(log_tail), shape)
    np.testing.assert_allclose(law.quantile(log_tail), exact, rtol=2e-3 / shape)
    # the last one is the tilted mean, where the formula has its removable singularity
    for beta, y in ((0.3, 1.05 * shape), (0.3, 2 * shape), (0.3, shape / 0.7)):
        # e^{beta x} tilts the gamma law into one of rate 1 - beta
        expected = -shape * np.log1p(-beta) + gamma.logcdf(y, shape, scale=1 / (1 - beta))
        assert law.log_mean_below(beta, y) == pytest.approx(expected, abs=0.02 / np.sqrt(shape))


def test_what_lies_outside_the_tilts_is_refused():
    law = gamma_law(20.0, top=0.5)
    with pytest.raises(ValueError, match="grid of tilts"):
        law.quantile(np.array([-60.0]))
    with pytest.raises(ValueError, match=r"beta=0\.7"):
        law.log_mean_below(0.7, 30.0)
    with pytest.raises(ValueError, match="count=0"):
        highest_levels(law, 5.0, 0, np.random.default_rng(0))
    with pytest.raises(ValueError, match="count=1000"):
        highest_levels(law, 5.0, 1000, np.random.default_rng(0))
    with pytest.raises(ValueError, match="variance"):
        gaussian_law(0.0)
    with pytest.raises(ValueError, match="count=1 "):
        edge_exponent(np.arange(5.0)[::-1], 1)
