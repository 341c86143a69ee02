"""Reverse trajectories of the exact empirical score."""

import numpy as np

from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.samplers import log_times
from memgen.measures.collapse.trajectory import follow_back, seen_on_the_way


def run(every, seed=0, batch=200):
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((12, 5))
    times = log_times(60.0, 1e-4, 200)
    start = points[rng.integers(12, size=batch)] + np.sqrt(60.0) * rng.standard_normal((batch, 5))
    return points, follow_back(EmpiricalScore(points), start, times, every, rng)


def test_every_trajectory_ends_on_a_training_point():
    points, back = run(10)
    assert back.times[0] == 60.0
    assert back.times[-1] == 1e-4
    miss = np.linalg.norm(back.path[-1] - points[back.final], axis=1)
    assert miss.max() < 5 * np.sqrt(5e-4)
    assert back.nearest_ratio.max() < 1 / 3


def test_ends_are_uniform_over_the_points():
    """Each of 12 points is reached by a twelfth of the trajectories."""
    _, back = run(50, batch=1200)
    counts = np.bincount(back.final, minlength=12)
    assert ((counts - 100) ** 2 / 100).sum() < 31.3  # chi square of 11 degrees, p = .001


def test_what_is_seen_on_the_way():
    points, back = run(20)
    seen = seen_on_the_way(back, points)
    assert seen.weight[-1].min() > 0.999
    assert seen.weight[0].mean() < 0.3
    middle = np.argmin(np.abs(np.log(back.times)))
    x, t = back.path[middle], back.times[middle]
    distance = ((x[:, None] - points) ** 2).sum(axis=2)
    weight = np.exp(-distance / (2 * t))
    weight /= weight.sum(axis=1, keepdims=True)
    rows = np.arange(200)
    np.testing.assert_allclose(seen.weight[middle], weight[rows, back.final])
    np.testing.assert_allclose(seen.participation[middle], (weight**2).sum(axis=1))
    excess = (distance[rows, back.final] - distance.min(axis=1)) / 5
    np.testing.assert_allclose(seen.excess[middle], excess, atol=1e-12)
    assert (seen.excess[-1] == 0).all()
    assert seen.excess[0].mean() > 1
