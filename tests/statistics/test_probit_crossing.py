"""Crossings in the probit, their errors, and ratios of crossings of the same draws."""

import numpy as np
import pytest
from scipy.stats import norm

from memgen.statistics.probit_crossing import probit_crossing, ratio_of_crossings

T = np.exp(np.linspace(-1, 1, 6))


def curves(place, count=400, spread=0.3, width=0.5, seed=0):
    """Normal distributions in log t, whose places scatter from draw to draw."""
    shift = spread * np.random.default_rng(seed).standard_normal(count)
    return norm.sf((np.log(T) - np.log(place) - shift[:, None]) / width)


def test_a_normal_fall_is_straight_in_the_probit():
    exact = norm.sf((np.log(T) - np.log(1.13)) / 0.3)
    found = probit_crossing(T, np.tile(exact, (2, 1)))
    assert found.place == pytest.approx(1.13, rel=1e-9)
    assert found.grid < 1e-9


def test_the_error_is_that_of_the_scatter_between_draws():
    places = [probit_crossing(T, curves(1.2, 50, seed=k)).place for k in range(200)]
    found = probit_crossing(T, curves(1.2, 50)).crossing()
    assert found.stderr == pytest.approx(np.std(places), rel=0.25)
    assert np.mean(places) == pytest.approx(1.2, rel=0.02)


def test_common_fluctuations_cancel_in_the_ratio():
    upper, lower = (probit_crossing(T, curves(place)) for place in (1.3, 0.9))
    ratio = ratio_of_crossings(upper, lower)
    assert ratio.place == pytest.approx(1.3 / 0.9, rel=0.03)
    assert ratio.stderr < 0.3 * np.hypot(*(c.crossing().stderr for c in (upper, lower)))


def test_a_coarse_grid_is_in_the_error():
    curve = 1 / (1 + np.exp(6 * np.log(T / 1.1)) + 0.5 * T**3)
    found = probit_crossing(T, np.tile(curve, (2, 1)))
    assert found.crossing().stderr > 0
    assert found.crossing().stderr == pytest.approx(found.place * found.grid)


def test_what_does_not_cross_is_refused():
    with pytest.raises(ValueError, match="does not cross"):
        probit_crossing(T, curves(50.0))
    with pytest.raises(ValueError, match="give 2 draws"):
        probit_crossing(T, curves(1.0)[:1])
    with pytest.raises(ValueError, match="not the same"):
        ratio_of_crossings(probit_crossing(T, curves(1.0)), probit_crossing(T, curves(1.0, 9)))
