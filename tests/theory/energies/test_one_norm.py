"""Points of one norm: drawn ones, and the limit of many directions."""

import numpy as np
import pytest
from scipy.stats import chi2

from memgen.data.directions import draw_directions
from memgen.theory.energies.one_norm import (
    _squared_radii,
    one_norm_squares,
    one_norm_variances,
)

VARIANCES = np.repeat([1.0, 0.09], [15, 15])


def test_variances_of_drawn_points():
    few = np.array([1.0, 1.0, 0.09, 0.09, 0.09, 0.09, 0.09, 0.0])
    y = draw_directions(few, 200_000, np.random.default_rng(0), unit_norm=True)
    found = one_norm_variances(few)
    np.testing.assert_allclose(found, (y**2).mean(axis=0), rtol=0.01)
    assert found.sum() == pytest.approx(1)


def test_equal_variances_are_shared():
    np.testing.assert_allclose(one_norm_variances(np.full(7, 3.0)), 1 / 7, rtol=1e-9)


@pytest.mark.parametrize(("j", "t"), [(0, 0.004), (29, 0.002)])
def test_squares_of_other_coordinates_under_squared_weights(j, t):
    points, sums = 200, []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        y = draw_directions(VARIANCES, points, rng, unit_norm=True)
        level = y[:, j] / np.sqrt(t)
        w2 = np.exp(2 * (level - level.max())) / np.exp(level - level.max()).sum() ** 2
        sums.append([w2.sum(), w2 @ (y[:, 1:15] ** 2).mean(1), w2 @ (y[:, 15:29] ** 2).mean(1)])
    found = one_norm_squares(t, VARIANCES, j, points, [1.0, 0.09])
    error = np.std(sums, axis=0) / np.sqrt(len(sums))
    assert (np.abs(found - np.mean(sums, axis=0)) < 4 * error).all()


def test_equal_variances_have_chi_squared_radii():
    R, (mass, share) = _squared_radii(np.ones(12), [1.0])
    expected = R * chi2(12).pdf(R)
    np.testing.assert_allclose(mass, expected / expected.sum(), atol=1e-12)
    # y_i^2 / R is a twelfth
    np.testing.assert_allclose(share, mass / 12, atol=1e-10)


def test_too_few_directions_are_refused():
    with pytest.raises(ValueError, match="8 others or more"):
        one_norm_squares(0.1, np.ones(5), 0, 100)


def test_no_variance_is_refused():
    with pytest.raises(ValueError, match="not all 0"):
        one_norm_variances(np.zeros(3))
