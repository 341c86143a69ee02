"""Points of one norm: drawn ones, and the limit of many directions."""

import numpy as np
import pytest

from memgen.data.directions import draw_directions
from memgen.theory.energies.one_norm import one_norm_participation, one_norm_variances
from memgen.theory.energies.step_weights import gaussian_levels_participation

VARIANCES = np.repeat([1.0, 0.09], [15, 15])


def test_variances_of_drawn_points():
    few = np.array([1.0, 1.0, 0.09, 0.09, 0.09, 0.09, 0.09, 0.0])
    y = draw_directions(few, 200_000, np.random.default_rng(0), unit_norm=True)
    found = one_norm_variances(few)
    np.testing.assert_allclose(found, (y**2).mean(axis=0), rtol=0.01)
    assert found.sum() == pytest.approx(1)


def test_equal_variances_are_shared():
    np.testing.assert_allclose(one_norm_variances(np.full(7, 3.0)), 1 / 7, rtol=1e-9)


@pytest.mark.parametrize("j", [0, 29])
def test_participation_of_drawn_points(j):
    own, points, draws = one_norm_variances(VARIANCES)[j], 200, 400
    for t in (own / 30, own / 6, own / 2):
        drawn = []
        for seed in range(draws):
            rng = np.random.default_rng(seed)
            y = draw_directions(VARIANCES, points, rng, unit_norm=True)
            group = y[:, :15] if j == 0 else y[:, 15:]
            w = np.exp(group / np.sqrt(t) - (group / np.sqrt(t)).max(axis=0))
            drawn.append(((w / w.sum(axis=0)) ** 2).sum(axis=0).mean())
        found = one_norm_participation(t, VARIANCES, j, points)
        assert found == pytest.approx(np.mean(drawn), abs=4 * np.std(drawn) / np.sqrt(draws))


def test_many_directions_have_gaussian_levels():
    many = np.ones(20_000)
    t = 1 / 20_000 / 8
    found = one_norm_participation(t, many, 0, 500)
    assert found == pytest.approx(gaussian_levels_participation(8.0, 500), rel=2e-3)


def test_no_variance_is_refused():
    with pytest.raises(ValueError, match="not all 0"):
        one_norm_variances(np.zeros(3))
