import numpy as np
import pytest

from memgen.measures.geometry.neighbour_ranks import rank_dimension
from memgen.measures.samples.neighbours import nearest


def ball_distances(P, D, seed, ranks):
    points = np.random.default_rng(seed).uniform(size=(P, D))
    return nearest(points, points, ranks, exclude_self=True).distance


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 4), (8, 16)])
def test_dimension_of_uniform_points_within_its_error(first, second):
    found = [
        rank_dimension(ball_distances(600, 2, seed, second), first, second, 600)
        for seed in range(12)
    ]
    values = np.array([one.dimension for one in found])
    error = found[0].stderr
    # points near the border see fewer neighbours on one side
    assert abs(values.mean() - 2) < 3 * error / np.sqrt(12) + 0.1 * np.log2(second)
    assert 0.3 * error < values.std(ddof=1) < 1.5 * error


def test_error_counts_shared_neighbours():
    distances = ball_distances(300, 2, 0, 32)
    whole = rank_dimension(distances, 16, 32, 300)
    alone = rank_dimension(distances[:53], 16, 32, 300)
    assert whole.stderr / whole.dimension == pytest.approx(alone.stderr / alone.dimension, rel=0.1)


def test_a_plane_with_noise_is_seen_at_two_scales():
    rng = np.random.default_rng(0)
    points = np.concatenate(
        [rng.uniform(size=(1500, 1)), 3e-4 * rng.standard_normal((1500, 9))], axis=1
    )
    distances = nearest(points, points, 64, exclude_self=True).distance
    assert rank_dimension(distances, 1, 2, 1500).dimension > 2
    assert rank_dimension(distances, 32, 64, 1500).dimension == pytest.approx(1, abs=0.2)


def test_what_is_refused():
    distances = ball_distances(50, 2, 0, 4)
    with pytest.raises(ValueError, match="1 <= first < second <= 4"):
        rank_dimension(distances, 3, 8, 50)
    with pytest.raises(ValueError, match="coincide"):
        rank_dimension(0 * distances, 1, 2, 50)
    with pytest.raises(ValueError, match="equally far"):
        rank_dimension(np.ones((5, 2)), 1, 2, 50)
