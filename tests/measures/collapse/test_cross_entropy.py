import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.measures.collapse.cross_entropy import measured_cross_entropy

TIMES = np.array([1e-8, 1e-4, 1e-2, 0.3, 3.0, 1e3])


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(10, 200))
def test_agrees_with_the_empirical_score(seed, step):
    rng = np.random.default_rng(seed)
    points, x = rng.standard_normal((200, 4)), rng.standard_normal((7, 4))
    x[0] = points[5]
    parts = (points[start : start + step] for start in range(0, 200, step))
    measured = measured_cross_entropy(x, parts, TIMES)
    empirical = EmpiricalScore(points)
    for k, t in enumerate(TIMES):
        np.testing.assert_allclose(
            measured.log_density[:, k], empirical.log_density(x, t), rtol=1e-11, atol=1e-11
        )
        np.testing.assert_allclose(
            measured.participation[:, k], empirical.participation(x, t), rtol=1e-8
        )
    squared = ((x[:, None] - points) ** 2).sum(2).min(1)
    np.testing.assert_allclose(measured.nearest, squared / 4, rtol=1e-12, atol=0)


def test_minimum_lies_near_the_nearest_distance():
    rng = np.random.default_rng(0)
    manifold = HiddenManifold(draw_matrix(30, 6, rng))
    points, fresh = manifold.sample(3000, rng), manifold.sample(300, rng)
    times = np.geomspace(0.01, 3, 60)
    measured = measured_cross_entropy(fresh, points, times)
    t_g = times[measured.per_coordinate.argmin()]
    assert abs(t_g / measured.nearest.mean() - 1) < 0.15


def test_many_points_give_the_entropy_of_the_data():
    # KL(p_0 * N(0, t) || ...) -> the exact cross-entropy, from the exact density.
    rng = np.random.default_rng(1)
    F = np.array([[1.0], [0.5]])
    points, x = rng.standard_normal((100_000, 1)) @ F.T, rng.standard_normal((50, 1)) @ F.T
    exact = -LinearManifoldScore(F).log_density(x, 1.0).mean() / 2
    measured = measured_cross_entropy(x, points, np.array([1.0])).per_coordinate[0]
    assert abs(measured - exact) < 0.01


def test_no_points():
    with pytest.raises(ValueError, match="no point"):
        measured_cross_entropy(np.zeros((1, 2)), iter([]), TIMES)
