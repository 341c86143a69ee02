"""The dimension from two nearest neighbours."""

import numpy as np
import pytest

from memgen.measures.geometry.two_nearest import two_nearest_dimension


@pytest.mark.parametrize("D", [1, 2, 5])
def test_points_of_a_uniform_density_have_its_dimension(D):
    rng = np.random.default_rng(D)
    flat = rng.uniform(size=(4000, D)) @ np.linalg.qr(rng.standard_normal((9, D)))[0].T
    found = two_nearest_dimension(flat)
    assert abs(found.dimension - D) < 3 * found.stderr + 0.05 * D
    assert found.stderr == pytest.approx(found.dimension / np.sqrt(4000))


def test_the_error_is_the_scatter():
    rng = np.random.default_rng(0)
    found = [two_nearest_dimension(rng.uniform(size=(300, 2))) for _ in range(200)]
    scatter = np.std([each.dimension for each in found])
    assert scatter == pytest.approx(found[0].stderr, rel=0.3)


def test_copies_count_once():
    points = np.random.default_rng(1).uniform(size=(50, 2))
    twice = np.concatenate([points, points])
    assert two_nearest_dimension(twice).dimension == two_nearest_dimension(points).dimension
    with pytest.raises(ValueError, match="give three"):
        two_nearest_dimension(np.zeros((9, 2)))
