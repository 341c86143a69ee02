import numpy as np
import pytest

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.theory.energies import rem
from memgen.theory.manifold.level_density import mean_levels
from memgen.theory.manifold.linear import linear_cumulant


def test_levels_of_real_points_are_counted_right():
    """Histogram of |x_t - xi|^2 over real points against the saddle-point density."""
    N, D, P, t, draws = 30, 12, 4000, 1.5, 300
    edges = np.linspace(-1.6, -0.4, 13)
    centres, width = (edges[1:] + edges[:-1]) / 2, edges[1] - edges[0]
    counts = []
    for draw in range(draws):
        rng = np.random.default_rng([1, draw])
        points = HiddenManifold(draw_matrix(N, D, rng)).sample(P, rng)
        x = points[0] + np.sqrt(t) * rng.standard_normal(N)
        levels = -((points[1:] - x) ** 2).sum(axis=1) / (2 * t * N)
        counts.append(np.histogram(levels, edges)[0] / width)
    counts = np.array(counts)
    found = mean_levels(centres, t, N, D, np.log(P - 1), 4000, np.random.default_rng(2))
    error = np.hypot(counts.std(0) / np.sqrt(draws), found.std(0) / np.sqrt(len(found)))
    # The saddle point is off by a few per cent at D = 12, bins of finite width by less.
    assert np.all(np.abs(counts.mean(0) - found.mean(0)) < 4 * error + 0.04 * found.mean(0))
    total = found.mean(0).sum() * width
    assert 0.75 * P < total < 1.05 * P


def test_all_levels_are_there():
    level = np.linspace(-12, -1e-3, 6000)
    found = mean_levels(level, 1.0, 60, 30, np.log(1000), 50, np.random.default_rng(3))
    total = found.mean(0).sum() * (level[1] - level[0])
    assert total == pytest.approx(1000, rel=0.02)


def test_the_entropy_is_the_limit():
    """(1/N) log of the density tends to Sigma as N grows."""
    alpha, alpha_D, t = 0.2, 0.5, 2.0
    zeta = linear_cumulant(t, t, alpha_D)
    lam = np.array([0.2, 0.6, 1.0])
    level, limit = zeta.slope(lam), rem.canonical_entropy(zeta, alpha, lam)
    gaps = []
    for N in (100, 1600):
        rng = np.random.default_rng(4)
        found = mean_levels(level, t, N, N // 2, alpha * N, 100, rng)
        # Typical, not annealed: the shared fluctuation of |x_t|^2 would dominate the mean.
        gaps.append(np.abs(np.median(np.log(found), axis=0) / N - limit).max())
    assert gaps[1] < 0.01
    assert gaps[1] < gaps[0] / 3


def test_a_negative_time_is_refused():
    with pytest.raises(ValueError, match="t=-1"):
        mean_levels(np.array([-1.0]), -1.0, 10, 5, 3.0, 2, np.random.default_rng(0))
