import numpy as np
import pytest

from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import return_to_pattern
from memgen.theory.manifold import basin_radius, collapse_time, onset_time
from memgen.theory.manifold.finite_size import spectra
from memgen.theory.manifold.mean_shift import (
    draw_neighbours,
    finite_onset_time,
    return_fraction,
    trap_fraction,
)
from memgen.theory.manifold.voronoi import nearest_probability


def test_neighbours_are_the_points_of_the_balls():
    """Their numbers and radii against all points drawn; where balls overlap none counts twice."""
    rng = np.random.default_rng(0)
    a = np.linspace(0.5, 4, 6)
    centres = np.array([[0.3] * 6, [0.5] * 6])
    near = [draw_neighbours(centres, a, np.log(4000), 40, rng) for _ in range(25)]
    squares = near[0].squares
    counts = [len(some.points) for some in near]
    points = np.sqrt(a) * rng.standard_normal((40 * 4000, 6))
    distance = ((points[:, None] - centres) ** 2).sum(axis=2)
    expected = (distance < squares).any(axis=1).sum() / 40
    assert np.mean(counts) == pytest.approx(expected, rel=0.06)
    assert (distance[:, 0] < squares[0]).sum() / 40 == pytest.approx(40, rel=0.25)
    drawn = np.concatenate([some.points for some in near])
    inside = points[(distance < squares).any(axis=1)]
    np.testing.assert_allclose(drawn.mean(axis=0), inside.mean(axis=0), atol=0.04)
    np.testing.assert_allclose(drawn.std(axis=0), inside.std(axis=0), rtol=0.06)


def test_few_points_are_all_drawn():
    near = draw_neighbours(np.zeros((1, 3)), np.ones(3), np.log(50), 20, np.random.default_rng(0))
    assert near.points.shape == (50, 3)
    assert np.isinf(near.squares).all()


def test_traps_and_returns_are_those_of_all_points():
    """With some of the points drawn, against the mean shift among all of them."""
    N, D, P, rng = 25, 5, 148, np.random.default_rng(1)
    t, R = np.array([0.5, 0.9]), np.array([0.6])
    traps = trap_fraction(t, N, D, np.log(P), 60, 20, rng)
    back = return_fraction(t, R, N, D, np.log(P), 40, 20, rng)
    measured = np.empty((12, t.size, 1 + R.size))
    for rows, eigenvalues in spectra(N, D, len(measured), rng):
        for k, a in enumerate(eigenvalues):
            points = np.sqrt(a) * rng.standard_normal((P, D))
            own, noise = points[:10], rng.standard_normal((10, D))
            empirical = EmpiricalScore(points)
            for j, time in enumerate(t):
                for i, radius in enumerate([0.0, *R]):
                    found = return_to_pattern(empirical, own, noise, radius, time, tolerance=1e-4)
                    measured[rows.start + k, j, i] = found.fraction
    mean, error = measured.mean(axis=0), measured.std(axis=0) / np.sqrt(len(measured))
    for found, i in ((traps, 0), (back[:, :, 0], 1)):
        spread = np.sqrt(0.25 / len(found))
        gap = found.mean(axis=0) - mean[:, i]
        assert (np.abs(gap) < 3.5 * np.hypot(error[:, i], spread)).all()


def test_at_small_t_a_start_returns_from_its_voronoi_cell():
    R = np.array([0.4, 1.0])
    back = return_fraction(np.array([0.03]), R, 60, 12, 12.0, 60, 10, np.random.default_rng(2))
    cell = nearest_probability(R, 60, 12, 12.0, 800, np.random.default_rng(3)).mean(axis=0)
    assert np.abs(back[:, 0].mean(axis=0) - cell).max() < 3.5 * np.sqrt(0.25 / 60)


def test_at_large_n_traps_end_at_the_onset_and_basins_at_their_radius():
    alpha, N, rng = 0.2, 3000, np.random.default_rng(4)
    t_o = onset_time(alpha, alpha)
    place = finite_onset_time(alpha, alpha, N)
    assert 0.95 * t_o < place < t_o
    traps = trap_fraction(place * np.array([0.88, 1.12]), N, N // 5, alpha * N, 10, 5, rng)
    assert traps[:, 0].mean() > 0.8
    assert traps[:, 1].mean() < 0.2
    t = float(np.sqrt(collapse_time(alpha, alpha) * t_o))
    radius = basin_radius(t, alpha, alpha)
    back = return_fraction(
        np.array([t]), radius * np.array([0.6, 1.5]), N, N // 5, alpha * N, 8, 5, rng
    )
    assert back[:, 0, 0].mean() > 0.7
    assert back[:, 0, 1].mean() < 0.3


def test_the_finite_onset_tends_to_the_limit():
    t_o = onset_time(0.2, 0.5)
    gaps = [1 - finite_onset_time(0.2, 0.5, N) / t_o for N in (1e3, 1e5, 1e7)]
    # log N / N
    assert gaps[0] / gaps[1] == pytest.approx(100 * np.log(1e3) / np.log(1e5), rel=0.3)
    assert 0 < gaps[2] < 1e-4
    with pytest.raises(ValueError, match="N=4"):
        finite_onset_time(0.2, 0.2, 4)
