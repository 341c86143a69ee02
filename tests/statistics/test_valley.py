"""The valley of constructed mixtures of two log-normal peaks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import norm

from memgen.statistics.valley import valley


def mixture(n, share, means, stds, seed=0):
    rng = np.random.default_rng(seed)
    left = rng.random(n) < share
    return np.exp(
        np.where(left, rng.normal(means[0], stds[0], n), rng.normal(means[1], stds[1], n))
    )


@pytest.mark.parametrize(
    ("share", "means", "stds"),
    [
        (0.5, (-1.0, 1.0), (0.3, 0.3)),
        (0.1, (-1.0, 1.0), (0.3, 0.3)),
        (0.8, (0.0, 1.5), (0.2, 0.4)),
        (0.3, (-2.0, 0.0), (0.4, 0.2)),
    ],
)
def test_the_minimum_of_the_density_of_the_logarithm(share, means, stds):
    found = valley(mixture(20000, share, means, stds))

    def density(y):
        return share * norm.pdf(y, means[0], stds[0]) + (1 - share) * norm.pdf(y, means[1], stds[1])

    exact = minimize_scalar(density, bounds=means, method="bounded").x
    assert found.found
    # where the density is flat its minimum is not sharp: it has to be as low
    peaks = density(np.array(means)).min()
    assert density(np.log(found.place)) - density(exact) < 0.1 * peaks
    assert np.log(found.left) == pytest.approx(means[0], abs=0.15)
    assert np.log(found.right) == pytest.approx(means[1], abs=0.15)


def test_one_peak_has_no_valley():
    for seed in range(3):
        one = valley(np.exp(np.random.default_rng(seed).normal(0, 0.5, 3000)))
        assert not one.found
        assert np.isnan(one.left)
    assert not valley(np.full(50, 2.0)).found


@hypothesis_settings(max_examples=10)
@given(st.floats(1e-3, 1e3))
def test_units_do_not_matter(unit):
    values = mixture(2000, 0.4, (-1.0, 1.0), (0.3, 0.3))
    assert valley(unit * values).place == pytest.approx(unit * valley(values).place, rel=1e-6)


def test_what_is_refused():
    with pytest.raises(ValueError, match="ten positive"):
        valley(np.ones(5))
    with pytest.raises(ValueError, match="ten positive"):
        valley(np.arange(20.0))
