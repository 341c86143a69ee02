"""Minima of the energy: known counts, one minimum each where memories are far, Morse's count."""

import numpy as np
import pytest

from memgen.data.circle import on_circle, published_angles
from memgen.measures.energy.minima import find_minima
from memgen.recurrent.diffusion_energy import DiffusionEnergy

NINE = on_circle(published_angles(9))


def minima(points, t):
    return find_minima(points, t, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("t", "count", "spurious"),
    [
        (0.25, 2, 2),
        (0.15, 3, 2),
        (0.1, 3, 3),
        (0.05, 3, 2),
        (0.025, 5, 1),
        (0.01, 5, 3),
        (0.005, 7, 1),
        (0.0025, 8, 0),
        (5e-5, 9, 0),
    ],
)
def test_nine_points_on_the_circle(t, count, spurious):
    found = minima(NINE, t)
    assert len(found.x) == count
    assert found.spurious(0.05) == spurious
    assert (found.curvature > 0).all()
    np.testing.assert_allclose(DiffusionEnergy(NINE).gradient(found.x, t), 0, atol=1e-9)
    assert (np.diff(found.energy) >= 0).all()


@pytest.mark.parametrize("t", [0.15, 0.025])
def test_nothing_lower_on_a_grid_and_every_basin_has_its_minimum(t):
    """The local minima of a fine grid, found without any descent, are the same."""
    axis = np.linspace(-1.1, 1.1, 221)
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1)
    energy = DiffusionEnergy(NINE).energy(grid.reshape(-1, 2), t).reshape(221, 221)
    inner = energy[1:-1, 1:-1]
    around = [
        energy[1 + i : 220 + i, 1 + j : 220 + j]
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
        if (i, j) != (0, 0)
    ]
    lowest = grid[1:-1, 1:-1][np.all([inner < other for other in around], axis=0)]
    found = minima(NINE, t).x
    assert len(lowest) == len(found)
    distance = np.linalg.norm(lowest[:, None] - found, axis=2)
    assert distance.min(axis=0).max() < 0.015


def test_far_memories_are_the_minima():
    points = 10 * np.eye(6)
    found = minima(points, 0.5)
    assert len(found.x) == 6
    assert found.nearest.max() < 1e-12
    np.testing.assert_allclose(found.curvature, 2, atol=1e-9)


def test_at_large_t_the_mean_is_the_only_minimum():
    points = np.random.default_rng(0).standard_normal((30, 4))
    found = minima(points, 1e6)
    np.testing.assert_allclose(found.x, points.mean(axis=0)[None], atol=1e-4)


def test_equilateral_triangle_has_a_fourth_minimum():
    """In two dimensions more minima than memories: near merging the centre is one as well."""
    points = on_circle(2 * np.pi / 3 * np.arange(3.0))
    # at the centre Cov = 1/2: a minimum for t > 1/2, where the three outer ones still exist
    assert len(minima(points, 0.49).x) == 3
    assert len(minima(points, 0.505).x) == 4
    assert len(minima(points, 0.6).x) == 1
