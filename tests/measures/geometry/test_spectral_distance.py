"""Distances of samples to densities."""

import numpy as np
import pytest
from scipy.stats import kstest

from memgen.measures.geometry.spectral_distance import kolmogorov_distance


def test_it_is_the_kolmogorov_statistic():
    values = np.random.default_rng(0).beta(2, 2, 300)
    x = np.linspace(0, 1, 4001)
    found = kolmogorov_distance(values, x, 7 * x * (1 - x))
    assert found == pytest.approx(kstest(values, "beta", args=(2, 2)).statistic, abs=1e-6)


def test_values_beyond_the_grid_count_at_its_ends():
    x = np.linspace(0, 1, 11)
    assert kolmogorov_distance(np.array([2.0, 3.0]), x, np.ones(11)) == pytest.approx(1)


def test_no_value_is_refused():
    with pytest.raises(ValueError, match="no eigenvalue"):
        kolmogorov_distance(np.empty(0), np.linspace(0, 1, 3), np.ones(3))
