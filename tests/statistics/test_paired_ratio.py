"""Ratios of means at the same samples."""

import numpy as np
import pytest

from memgen.statistics.paired_ratio import paired_ratio


def test_what_is_common_falls_out():
    common = np.random.default_rng(0).uniform(1, 9, 50)
    exact = paired_ratio(0.5 * common, common)
    assert exact.value == pytest.approx(0.5)
    assert exact.stderr == pytest.approx(0, abs=1e-12)
    assert exact.n == 50


def test_the_error_is_the_scatter_of_repetitions():
    rng = np.random.default_rng(1)
    found = []
    for _ in range(500):
        b = rng.uniform(2, 6, 40)
        found.append(paired_ratio(2 * b + rng.normal(0, 1, 40), b))
    values = np.array([each.value for each in found])
    assert values.mean() == pytest.approx(2, abs=0.01)
    assert np.mean([each.stderr for each in found]) == pytest.approx(values.std(), rel=0.1)


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="two samples"):
        paired_ratio(np.ones(1), np.ones(1))
    with pytest.raises(ValueError, match="positive"):
        paired_ratio(np.ones(3), np.zeros(3))
