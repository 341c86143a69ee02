"""Own weight at points of Gaussian data, against drawn points and in a closed form."""

import numpy as np
import pytest

from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.theory.gaussian_onset import weight_at_the_point


def test_points_that_are_drawn_have_it():
    rng = np.random.default_rng(0)
    variances = np.linspace(0.2, 2.0, 40)
    points = rng.standard_normal((1500, 40)) * np.sqrt(variances)
    t = np.array([3.0, 5.0, 8.0])
    index = np.arange(300)
    still = Probes(points[index], np.zeros((300, 40)), index)
    drawn = collapse_curves(still, points, t).own_weight.mean(axis=0)
    theory = weight_at_the_point(variances, 1500, t, rng.standard_normal((4000, 40)))
    assert 0.1 < drawn[1] < 0.9
    np.testing.assert_allclose(theory, drawn, atol=0.04)


def test_points_without_variance_share_their_weight():
    z = np.random.default_rng(1).standard_normal((5, 3))
    assert weight_at_the_point(np.zeros(3), 50, np.array([0.7]), z) == pytest.approx(1 / 50)
    with pytest.raises(ValueError, match="t"):
        weight_at_the_point(np.ones(3), 50, np.array([0.0]), z)
