"""Sums over levels against logsumexp, and entropies of known densities."""

import numpy as np
import pytest
from scipy.special import logsumexp, softmax

from memgen.measures.energy.levels import free_energy_and_participation, level_entropies


def test_sums_over_levels():
    levels, N, t = np.random.default_rng(0).standard_normal(50), 40, np.array([0.01, 0.5, 3.0])
    free, share = free_energy_and_participation(levels, N, t)
    for k, temperature in enumerate(t):
        x = N * levels / temperature
        assert free[k] == pytest.approx(temperature / N * logsumexp(x))
        assert share[k] == pytest.approx((softmax(x) ** 2).sum())


def test_entropies_of_bins_that_hold_levels():
    densities = np.array([[4.0, 0.0, 1.0], [8.0, 0.0, 0.0]])
    entropies = {
        k: (value, stderr) for k, value, stderr in level_entropies(densities, 2 * np.ones(3), 10)
    }
    assert set(entropies) == {0, 2}
    value, stderr = entropies[0]
    assert value == pytest.approx(np.log(6 / 2) / 10)
    # the scatter of two draws, 4 / sqrt(2) / sqrt(2) = 2, over the mean and N
    assert stderr == pytest.approx(2 / 6 / 10)
