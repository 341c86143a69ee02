import numpy as np
import pytest

from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.landscape import (
    count_traps,
    grid_minima,
    plane_through,
    potential_on_plane,
)

AXIS = np.linspace(-4, 4, 81)


def triangle(dimension=5, side=3.0):
    """Three points at equal distances, in a random orientation."""
    rotation = np.linalg.qr(np.random.default_rng(2).standard_normal((dimension, dimension)))[0]
    return side / np.sqrt(2) * rotation[:3]


def test_the_plane_holds_its_points_at_their_distances():
    points = triangle()
    plane = plane_through(points)
    np.testing.assert_allclose(plane.points(plane.corners), points, atol=1e-12)
    np.testing.assert_allclose(plane.frame @ plane.frame.T, np.eye(2), atol=1e-12)
    sides = np.linalg.norm(plane.corners - np.roll(plane.corners, 1, axis=0), axis=1)
    np.testing.assert_allclose(sides, 3.0)


def test_points_on_a_line_are_refused():
    with pytest.raises(ValueError, match="line"):
        plane_through(np.outer([0.0, 1.0, 2.0], np.ones(4)))


@pytest.mark.parametrize(("t", "minima", "traps"), [(0.1, 3, 3), (10.0, 1, 0)])
def test_wells_merge_into_one_as_t_grows(t, minima, traps):
    points = triangle()
    plane = plane_through(points)
    found = grid_minima(potential_on_plane(EmpiricalScore(points), plane, t, AXIS))
    assert len(found) == minima
    assert count_traps(points, plane, t, AXIS, found) == traps


def test_two_wells_merge_where_theory_says():
    """For two points at distance d the wells merge at t = d^2 / 4; the third point is far off."""
    d = 2.0
    points = np.array([[-d / 2, 0.0, 0.0], [d / 2, 0.0, 0.0], [0.0, 200.0, 0.0]])
    plane = plane_through(points)
    axis = np.linspace(-2, 2, 401)
    centred = plane.__class__(np.zeros(3), plane.frame, plane.corners)
    for t, minima in ((0.9 * d**2 / 4, 2), (1.1 * d**2 / 4, 1)):
        found = grid_minima(potential_on_plane(EmpiricalScore(points), centred, t, axis))
        assert len(found) == minima


def test_a_minimum_between_points_is_no_trap():
    points = triangle()
    plane = plane_through(points)
    centre = np.array([[AXIS.size // 2, AXIS.size // 2]])
    assert count_traps(points, plane, 5.0, AXIS, centre) == 0
