"""The linear manifold at one norm."""

import numpy as np
import pytest

from memgen.data.hidden_manifold import draw_matrix
from memgen.data.spherical_manifold import SphericalManifold


@pytest.mark.parametrize("D", [4, 12])
def test_points_lie_on_the_sphere_and_the_manifold(D):
    F = draw_matrix(10, D, np.random.default_rng(0))
    points = SphericalManifold(F).sample(50, np.random.default_rng(1))
    np.testing.assert_allclose((points**2).sum(axis=1), 10)
    assert np.linalg.matrix_rank(np.concatenate([F, points.T], axis=1)) == min(D, 10)
    # large norms are likely along large singular values
    directions, scales, _ = np.linalg.svd(F, full_matrices=False)
    spread = ((points @ directions) ** 2).mean(axis=0)
    assert spread[0] > spread[-1]
    assert scales[0] > scales[-1]
