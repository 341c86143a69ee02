"""Medians and shares of draws whose law is known."""

import numpy as np
import pytest

from memgen.statistics.median import median_with_error, share_with_error


def test_the_median_of_normal_draws():
    values = np.random.default_rng(0).standard_normal(400)
    median = median_with_error(values, np.random.default_rng(1))
    assert median.value == np.median(values)
    # sqrt(pi / 2 n) for a normal law
    assert median.stderr == pytest.approx(np.sqrt(np.pi / 800), rel=0.25)
    assert median.n == 400


def test_the_share_is_binomial():
    share = share_with_error(np.arange(10) < 3)
    assert (share.value, share.n) == (0.3, 10)
    assert share.stderr == pytest.approx(np.sqrt(0.3 * 0.7 / 10))


def test_agreement_is_not_certainty():
    for passed in (np.ones(8, dtype=bool), np.zeros(8, dtype=bool)):
        assert share_with_error(passed).stderr == pytest.approx(0.1 / np.sqrt(8))
