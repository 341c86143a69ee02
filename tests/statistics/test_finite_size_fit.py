"""Fits in functions of the size find the limit that made the values."""

import numpy as np
import pytest

from memgen.statistics.finite_size_fit import CROSSING_TERMS, WEIGHT_TERMS, fit_sizes

N = np.array([20.0, 50.0, 100.0, 500.0, 1000.0])


@pytest.mark.parametrize("terms", [WEIGHT_TERMS, CROSSING_TERMS])
def test_the_limit_is_the_one_that_made_the_values(terms):
    values = 0.5 + 0.3 * terms[0](N) - 0.1 * terms[1](N)
    best, error = fit_sizes(N, values, np.full(5, 0.01), terms)
    assert best == pytest.approx([0.5, 0.3, -0.1])
    assert error > 0.01 / np.sqrt(5)
    with pytest.raises(ValueError, match="3 coefficients"):
        fit_sizes(N[:2], values[:2], np.full(2, 0.01), terms)
