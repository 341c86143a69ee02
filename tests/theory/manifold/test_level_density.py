import numpy as np
import pytest

from memgen.theory.energies import rem
from memgen.theory.manifold.level_density import View, level_counts, typical_view
from memgen.theory.manifold.linear import linear_cumulant


def test_levels_of_real_points_are_counted_right():
    """Histogram of |x - xi|^2 over real points of one F against the saddle-point density."""
    P, t = 4000, 1.5
    view = typical_view(t, 30, 12, np.random.default_rng(0))
    edges = np.linspace(-1.6, -0.6, 13)
    centres, width = (edges[1:] + edges[:-1]) / 2, edges[1] - edges[0]
    counts = np.zeros(12)
    rng = np.random.default_rng(1)
    for _ in range(150):
        points = np.sqrt(view.eigenvalues) * rng.standard_normal((P, 12))
        square = ((points - view.x) ** 2).sum(axis=1) + view.outside
        counts += np.histogram(-square / (2 * t * 30), edges)[0] / width / 150
    found = level_counts(centres, t, view, np.log(P))
    # The saddle point is off by a few per cent at D = 12, bins of finite width by less.
    np.testing.assert_allclose(counts, found, rtol=0.06)


def test_all_levels_are_there():
    level = np.linspace(-12, -1e-3, 6000)
    view = typical_view(1.0, 60, 30, np.random.default_rng(3))
    found = level_counts(level, 1.0, view, np.log(1000))
    assert found.sum() * (level[1] - level[0]) == pytest.approx(1000, rel=0.02)


def test_a_typical_point_lies_at_the_typical_distance():
    view = typical_view(0.7, 50, 20, np.random.default_rng(4))
    assert (view.x**2).sum() + view.outside == pytest.approx(50 * 1.7, rel=0.02)
    assert view.eigenvalues.size == 20


def test_the_entropy_is_the_limit():
    """(1/N) log of the density tends to Sigma as N grows."""
    alpha, alpha_D, t = 0.2, 0.5, 2.0
    zeta = linear_cumulant(t, t, alpha_D)
    lam = np.array([-0.2, 0.2, 0.6, 1.0])
    level, limit = zeta.slope(lam), rem.canonical_entropy(zeta, alpha, lam)
    gaps = []
    for N in (50, 400):
        view = typical_view(t, N, N // 2, np.random.default_rng(4))
        found = level_counts(level, t, view, alpha * N)
        gaps.append(np.abs(np.log(found) / N - limit).max())
    assert gaps[1] < 0.015
    assert gaps[1] < gaps[0] / 5


def test_a_negative_time_is_refused():
    with pytest.raises(ValueError, match="t=-1"):
        typical_view(-1.0, 10, 5, np.random.default_rng(0))
    view = View(np.ones(5), np.ones(5), 0.0, 10)
    with pytest.raises(ValueError, match="t=-1"):
        level_counts(np.array([-1.0]), -1.0, view, 3.0)
