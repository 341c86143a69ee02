"""Gaussian vectors given their norm."""

import numpy as np
import pytest

from memgen.numerics.normed_gaussian import conditioned_components


def test_two_directions_have_the_density_of_their_angle():
    N, variances = 9, np.array([6.0, 2.0])
    points = conditioned_components(np.tile(variances, (40_000, 1)), N, np.random.default_rng(0))
    np.testing.assert_allclose((points**2).sum(axis=1), N)
    angle = np.linspace(0, 2 * np.pi, 2001)[:-1]
    squares = N * np.array([np.cos(angle) ** 2, np.sin(angle) ** 2])
    density = np.exp(-(squares / variances[:, None]).sum(axis=0) / 2)
    for power in (1, 2):
        expected = (squares[0] ** power * density).sum() / density.sum()
        drawn = points[:, 0] ** (2 * power)
        error = drawn.std() / np.sqrt(drawn.size)
        assert drawn.mean() == pytest.approx(expected, abs=4 * error)


def test_a_norm_out_of_reach_is_refused():
    with pytest.raises(RuntimeError, match="too far"):
        conditioned_components(np.full((1, 400), 1e-3), 400, np.random.default_rng(0))
