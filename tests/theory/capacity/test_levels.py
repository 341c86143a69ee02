"""Averages over independent levels of a tabulated law, against levels that are drawn."""

import numpy as np
import pytest

from memgen.theory.capacity.levels import mean_log_sum, mean_own_weight

LEVEL = np.linspace(-9, 9, 1201)
MASS = np.exp(-(LEVEL**2) / 2) / np.exp(-(LEVEL**2) / 2).sum()


@pytest.mark.parametrize("scale", [0.5, 3.0, 20.0])
@pytest.mark.parametrize("M", [30, 400])
def test_normal_levels(scale, M):
    """From levels that share the sum to one that is all of it."""
    drawn = scale * np.random.default_rng(M).standard_normal((3000, M))
    log_sum = np.logaddexp.reduce(drawn, axis=1)
    error = log_sum.std() / np.sqrt(3000)
    assert mean_log_sum(scale * LEVEL, MASS, np.log(M)) == pytest.approx(
        log_sum.mean(), abs=4 * error
    )
    signal = log_sum.mean()
    weight = 1 / (1 + np.exp(log_sum - signal))
    error = weight.std() / np.sqrt(3000)
    own = mean_own_weight(scale * LEVEL - signal, MASS, np.log(M + 1))
    assert own == pytest.approx(weight.mean(), abs=4 * error + 1e-6)


def test_the_number_of_levels_may_be_beyond_all_counting():
    # 100 + K(1) self-averages, and a single one of e^100 is not seen
    assert mean_log_sum(LEVEL, MASS, 100.0) == pytest.approx(100.5, abs=1e-3)
